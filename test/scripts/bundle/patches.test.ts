import {expect, test} from '@jest/globals';
import {PACKAGE_ROOT} from '../../support/package-root.js';

interface Patches {
  patchText(file: string, text: string, patches: readonly {pattern: RegExp; replacement: string}[]): string;
}

const {patchText}: Patches = await import(`${PACKAGE_ROOT}scripts/bundle/patches.mjs`);

const PATCH = {pattern: /^const (\w+) = slow\(\);$/gm, replacement: 'const $1 = quick();'};

test('a patch replaces what its pattern matches', () => {
  expect(patchText('file.js', 'const a = 1;\nconst b = slow();\n', [PATCH])).toBe('const a = 1;\nconst b = quick();\n');
});

test.each(['const a = 1;', 'const a = slow();\nconst b = slow();'])(
  'a patch that does not match once ends the build: %j',
  text => {
    expect(() => patchText('file.js', text, [PATCH])).toThrow(/^file\.js: .* times, not once: see scripts\/bundle/);
  },
);
