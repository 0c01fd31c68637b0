import path from 'node:path';
import process from 'node:process';
import {runProgram} from './run-program.mjs';
import {SetUpError} from './set-up-error.mjs';
import {fingerprintOf, readText} from './stamp.mjs';

/** The program and Ink need it; the package `node` brings it in its install script. */
const OLDEST_NODE = 22;

/** What `npm ci` installs depends on. */
const PARTS_OF_PACKAGE_JSON = ['dependencies', 'devDependencies', 'optionalDependencies', 'overrides', 'allowScripts'];

const CAUSES = {
  EUSAGE: 'package.json and package-lock.json do not agree (npm install mends that)',
  EINTEGRITY: 'a package is not the one that package-lock.json names',
  ENOSPC: 'the disk is full',
  EACCES: 'this folder or npm’s cache may not be written',
};
const NO_NETWORK =
  /^(ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ENETUNREACH|EHOSTUNREACH|ERR_SOCKET_TIMEOUT|ENOTCACHED)$/;

/** npm's packages, Node for the program itself among them. */
export function npmStep(root) {
  const read = file => readText(path.join(root, file)) ?? '';
  return {
    title: 'installing npm packages (npm ci, about 20 s)',
    folder: path.join(root, 'node_modules'),
    fingerprint: () => {
      const packageJson = JSON.parse(read('package.json'));
      const parts = PARTS_OF_PACKAGE_JSON.map(key => JSON.stringify(packageJson[key] ?? null));
      return fingerprintOf([...parts, read('package-lock.json'), read('.npmrc'), process.platform, process.arch]);
    },
    run: async () => {
      const {code, output} = await npmCi(root);
      if (code === null) throw new SetUpError('npm is missing: install Node 20 or newer together with npm');
      if (code !== 0) throw new SetUpError(npmSentence(output));
      const node = await runProgram(path.join(root, 'node_modules/.bin/node'), ['--version']);
      if (node.code !== 0 || Number(/^v(\d+)/.exec(node.output)?.[1] ?? 0) < OLDEST_NODE) {
        throw new SetUpError(
          'npm installed its packages without Node: their install scripts did not run (see npm config get ignore-scripts)',
        );
      }
    },
  };
}

function npmCi(root) {
  const args = ['ci', '--loglevel=error', '--fetch-retries=1', '--fetch-retry-mintimeout=1000'];
  const {npm_execpath: npm = '', npm_node_execpath: node = process.execPath} = process.env;
  // The npm that runs this, with its own Node: the one in node_modules is about to be deleted.
  return /npm-cli\.c?js$/.test(npm)
    ? runProgram(node, [npm, ...args], {cwd: root})
    : runProgram('npm', args, {cwd: root});
}

/** Why `npm ci` failed, from what it printed. */
export function npmSentence(output) {
  const code = /^npm (?:error|ERR!) code (\S+)/m.exec(output)?.[1] ?? '';
  const first = /^npm (?:error|ERR!) (?!code |errno |syscall )(.+)/m.exec(output)?.[1] ?? 'it said nothing';
  const cause = NO_NETWORK.test(code) ? `no network (${code})` : (CAUSES[code] ?? first);
  const log = /(\/\S+-debug-0\.log)/.exec(output)?.[1];
  return `npm ci failed: ${cause}${log === undefined ? '' : `; npm’s log: ${log}`}`;
}
