import {existsSync, mkdirSync} from 'node:fs';
import module from 'node:module';

/** Put in by the bundle: the files of the full screen, each behind those that it needs. */
declare const CIRCUSMAN_PARTS: readonly string[];

/** Copies of logs are summed up by zlib's `crc32`, which came with Node 22.2. */
const OLDEST_NODE = [22, 2] as const;
/** After so many ms all that the first pictures and keys need has been compiled. */
const COMPILED = 3_000;

const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
const [oldestMajor, oldestMinor] = OLDEST_NODE;
if (major < oldestMajor || (major === oldestMajor && minor < oldestMinor)) {
  process.stderr.write(
    `circusman: this is Node ${process.versions.node}; circusman needs Node ${OLDEST_NODE.join('.')} or newer (from its sources, npm start and npm run demo bring their own)\n`,
  );
  process.exitCode = 1;
} else {
  keepCompiled();
  const first = firstPart();
  process.on('uncaughtException', first.failEarly).on('unhandledRejection', first.failEarly);
  try {
    const early = await first.showFirstFrame();
    if (early !== null) await loadInParts();
    const {main} = await import('./cli.js');
    await main({root: root(), early, openTerminal: first.openTerminal});
  } catch (error) {
    first.failEarly(error);
  }
}

/** A bundle of its own, as CommonJS: an ES module would first read every getter of the Node modules that it imports. */
function firstPart(): typeof import('./cli/early-screen.js') {
  try {
    return module.createRequire(import.meta.url)('./first.cjs');
  } catch (error) {
    const [why = ''] = String(error instanceof Error ? error.message : error).split('\n');
    process.stderr.write(
      `circusman: its own files cannot be loaded (${why}): install it anew; in its sources, npm run setup makes them\n`,
    );
    process.exit(1);
  }
}

/** The package's own folder: the bundle is in its `dist`. */
function root(): string {
  return decodeURIComponent(new URL('../', import.meta.url).pathname);
}

/** Loads what the full screen is made of file by file: a key that is typed meanwhile waits for one of them at the most. */
async function loadInParts(): Promise<void> {
  for (const part of CIRCUSMAN_PARTS) {
    await new Promise(resolve => setImmediate(resolve));
    await import(part);
  }
}

/** Has Node keep what it compiles for the next start, in the user's own cache, which no other user can write to. */
function keepCompiled(): void {
  const {XDG_CACHE_HOME = '', HOME = ''} = process.env;
  const caches = XDG_CACHE_HOME.startsWith('/') ? XDG_CACHE_HOME : `${HOME}/.cache`;
  if (!caches.startsWith('/') || caches === '/.cache') return;
  // Node would try for ever to make a folder where that is impossible, such as below /proc.
  if (!hasFolder(caches) || !hasFolder(`${caches}/circusman`)) return;
  module.enableCompileCache?.(`${caches}/circusman`);
  setTimeout(() => module.flushCompileCache?.(), COMPILED).unref();
}

/** Whether the folder exists; it is made if only its last part is missing. */
function hasFolder(folder: string): boolean {
  try {
    if (!existsSync(folder)) mkdirSync(folder, {mode: 0o700});
    return true;
  } catch {
    return false;
  }
}
