import promises from 'node:fs/promises';

/**
 * Has a bundle load `node:fs/promises` when a function of it is first called: that takes 1 ms, and the first picture does not need it.
 * It must be of CommonJS, where what is imported is looked up at each use.
 */
export const lazyPromisesPlugin = {
  name: 'lazy-promises',
  setup({onResolve, onLoad}) {
    onResolve({filter: /^node:fs\/promises$/}, () => ({path: 'promises', namespace: 'lazy-promises'}));
    onLoad({filter: /.*/, namespace: 'lazy-promises'}, () => ({contents: SOURCE, loader: 'js'}));
  },
};

const SOURCE = `
const fs = require('node:fs');
for (const name of ${JSON.stringify(Object.keys(promises))}) {
  Object.defineProperty(exports, name, {enumerable: true, get: () => fs.promises[name]});
}
`;
