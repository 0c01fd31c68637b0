import {readFile} from 'node:fs/promises';

// Changes the text of packages on their way into the bundle: what takes long to make while they are loaded is made at its
// first use, or never.

const from = file => JSON.stringify(new URL(file, import.meta.url).pathname);

/** A segmenter of graphemes, for any language. */
const SEGMENTER = {
  pattern: /^const (\w+) = new Intl\.Segmenter\((?:undefined, \{ ?granularity: ["']grapheme["'] ?\})?\);$/gm,
  replacement: `import {segmenter as $1} from ${from('segmenter.mjs')};`,
};

/** Compiling `\p{RGI_Emoji}` takes 13 ms, each of the other classes 0.2 ms. */
const CLASSES = ['rgiEmojiRegex', 'visibleCharacterRegex', 'spacingMarkRegex', 'extendedPictographicRegex'].map(
  name => ({
    pattern: new RegExp(`^const ${name} = (/.*/[a-z]+);$`, 'gm'),
    replacement: `import {lazily as lazily_${name}} from ${from('lazily.mjs')};\nconst ${name} = lazily_${name}(() => $1);`,
  }),
);

/** Loading `crypto` takes 5 ms; without `getHashes` the package falls back to the algorithms that are used. */
const CRYPTO = {
  pattern: /^var crypto = require\('crypto'\);$/gm,
  replacement: `var crypto = require(${from('lazily.mjs')}).lazily(() => require('crypto'), {getHashes: undefined});`,
};

/** By the end of the file's path. Each pattern must match once in its file, and each file must be in the bundle. */
const PATCHES = new Map([
  ['node_modules/string-width/index.js', [SEGMENTER, ...CLASSES]],
  ['node_modules/wrap-ansi/index.js', [SEGMENTER]],
  ['node_modules/slice-ansi/tokenize-ansi.js', [SEGMENTER]],
  ['node_modules/@alcalzone/ansi-tokenize/build/tokenize.js', [SEGMENTER]],
  ['node_modules/ink/build/line-update.js', [SEGMENTER]],
  ['node_modules/object-hash/index.js', [CRYPTO]],
]);

/** The patched text of a file. Throws a sentence when a pattern does not match exactly once. */
export function patchText(file, text, patches) {
  return patches.reduce((patched, {pattern, replacement}) => {
    const count = [...patched.matchAll(pattern)].length;
    if (count !== 1) {
      throw new Error(`${file}: ${pattern} is in it ${count} times, not once: see scripts/bundle/patches.mjs`);
    }
    return patched.replace(pattern, replacement);
  }, text);
}

/** @param wanted the files that must be in this bundle; absent: all of them */
export function patchesPlugin(wanted = [...PATCHES.keys()]) {
  return {
    name: 'patches',
    setup(build) {
      const missing = new Set(wanted);
      build.onLoad({filter: /node_modules/}, async ({path}) => {
        const file = [...PATCHES.keys()].find(end => path.endsWith(`/${end}`));
        if (file === undefined) return;
        missing.delete(file);
        return {contents: patchText(file, await readFile(path, 'utf8'), PATCHES.get(file)), loader: 'js'};
      });
      build.onEnd(({errors}) => {
        if (errors.length > 0 || missing.size === 0) return;
        return {
          errors: [...missing].map(file => ({text: `${file} is not in the bundle: see scripts/bundle/patches.mjs`})),
        };
      });
    },
  };
}
