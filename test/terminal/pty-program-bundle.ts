import {mkdtempSync, readFileSync, rmSync} from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import {build} from 'esbuild';

/** Bundles pty-program.ts into one file. */
export async function bundlePtyProgram(): Promise<{readonly file: string; readonly remove: () => void}> {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'terminal-test-'));
  const file = path.join(folder, 'program.mjs');
  await build({
    entryPoints: [path.resolve('test/terminal/pty-program.ts')],
    outfile: file,
    bundle: true,
    platform: 'node',
    format: 'esm',
    logLevel: 'error',
  });
  return {file, remove: () => rmSync(folder, {recursive: true})};
}

/** What the program reports about itself. */
interface Report {
  readonly frames: number;
  /** The longest time in ms that its event loop was blocked. */
  readonly worstStall: number;
  /** How many ms it took to end; null: it has not ended. */
  readonly endMs: number | null;
}

/** Throws while there is no report. */
export function readReport(file: string): Report {
  return JSON.parse(readFileSync(file, 'utf8'));
}
