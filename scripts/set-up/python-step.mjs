import {existsSync, realpathSync, rmSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import {runProgram} from './run-program.mjs';
import {SetUpError} from './set-up-error.mjs';
import {fingerprintOf, readText} from './stamp.mjs';

const CANDIDATES = ['python3.13', 'python3.12', 'python3.11', 'python3', 'python'];
const IS_NEW_ENOUGH = 'import sys; sys.exit(sys.version_info < (3, 11))';
const NO_NETWORK =
  /name resolution|NameResolutionError|NewConnectionError|Failed to establish|dns error|ProxyError|Connection (refused|reset)|timed out/i;

/** A virtual environment with circus, as `circus/requirements.txt` pins it. */
export function pythonStep(root) {
  const folder = path.join(root, '.venv');
  const requirements = path.join(root, 'circus/requirements.txt');
  const python = path.join(folder, 'bin/python');
  return {
    title: 'making a Python virtual environment with circus in .venv',
    folder,
    // The Python that it links to is part of it: an upgrade of the system may remove or replace that.
    fingerprint: () =>
      fingerprintOf([readText(requirements) ?? '', existsSync(python) ? realpathSync(python) : 'none']),
    run: async () => {
      const base = await findPython();
      const install = ['install', '--quiet', '--require-hashes', '-r', requirements];
      const withUv = await inTurn(folder, [
        ['uv', ['venv', '--quiet', '--python', base, folder]],
        ['uv', ['pip', ...install, '--compile-bytecode', '--python', python]],
      ]);
      if (withUv.code === 0) return;
      // There is no uv, or it does not know the package index that pip is configured for.
      const withPip = await inTurn(folder, [
        [base, ['-m', 'venv', folder]],
        [python, ['-m', 'pip', ...install, '--retries', '1', '--disable-pip-version-check']],
      ]);
      if (withPip.code !== 0) throw new SetUpError(pythonSentence(withPip.output, writeLog(root, withPip.output)));
    },
  };
}

async function findPython() {
  for (const candidate of CANDIDATES) {
    const {code} = await runProgram(candidate, ['-c', IS_NEW_ENOUGH]);
    if (code === 0) return candidate;
  }
  throw new SetUpError(
    `Python 3.11 or newer is missing: none of ${CANDIDATES.join(', ')} is on the PATH and new enough`,
  );
}

/** Removes the folder, then runs the programs one after the other until one fails. */
async function inTurn(folder, programs) {
  rmSync(folder, {recursive: true, force: true});
  let result = {code: 0, output: ''};
  for (const [program, args] of programs) {
    result = await runProgram(program, args);
    if (result.code !== 0) break;
  }
  return result;
}

function writeLog(root, output) {
  const file = path.join(root, 'set-up.log');
  writeFileSync(file, output);
  return file;
}

/** Why there is no virtual environment, from what venv or pip printed. */
export function pythonSentence(output, log) {
  if (/ensurepip/.test(output)) {
    return 'this Python cannot make a virtual environment: install its venv module (Debian: python3-venv), or uv';
  }
  const error = output
    .match(/^ERROR: .+/gm)
    ?.at(-1)
    ?.slice('ERROR: '.length);
  const cause = NO_NETWORK.test(output) ? 'no network' : (error ?? 'it did not say why');
  return `pip could not install circus: ${cause}; its output: ${log}`;
}
