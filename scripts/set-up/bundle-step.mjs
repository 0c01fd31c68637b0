import path from 'node:path';
import {runProgram} from './run-program.mjs';
import {SetUpError} from './set-up-error.mjs';
import {fingerprintOf, readText, readTree} from './stamp.mjs';

/** Bundles the program into few files: unbundled it would take three times as long to start. */
export function bundleStep(root) {
  const read = file => readText(path.join(root, file)) ?? '';
  const relative = text => (text.startsWith(root) ? path.relative(root, text) : text);
  return {
    title: 'bundling the program into dist',
    folder: path.join(root, 'dist'),
    fingerprint: () =>
      fingerprintOf([
        ...['src', 'scripts/bundle'].flatMap(folder => readTree(path.join(root, folder))).map(relative),
        ...['scripts/bundle.mjs', 'scripts/no-devtools.cjs', 'package.json', 'package-lock.json'].map(read),
      ]),
    run: async () => {
      const {code, output} = await runProgram(path.join(root, 'node_modules/.bin/node'), [
        path.join(root, 'scripts/bundle.mjs'),
      ]);
      if (code !== 0) throw new SetUpError(`the program could not be bundled:\n${output.trim()}`);
    },
  };
}
