import {mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import {afterEach, beforeEach, expect, test} from '@jest/globals';
import {PACKAGE_ROOT} from '../../support/package-root.js';

interface Step {
  readonly folder: string;
  readonly fingerprint: () => string;
}

interface Stamp {
  isUpToDate(step: Step): boolean;
  markDone(step: Step): void;
  markUndone(step: Step): void;
  fingerprintOf(parts: readonly string[]): string;
  readTree(folder: string): readonly string[];
}

const {isUpToDate, markDone, markUndone, fingerprintOf, readTree}: Stamp = await import(
  `${PACKAGE_ROOT}scripts/set-up/stamp.mjs`
);

let source = '';
let step: Step = {folder: '', fingerprint: () => ''};

beforeEach(() => {
  source = mkdtempSync(path.join(os.tmpdir(), 'circusman-test-'));
  step = {
    folder: path.join(source, '../', `${path.basename(source)}-made`),
    fingerprint: () => fingerprintOf(readTree(source)),
  };
  writeFileSync(path.join(source, 'a'), 'one');
});

afterEach(() => {
  for (const folder of [source, step.folder]) rmSync(folder, {recursive: true, force: true});
});

test('a step that was never done is not up to date', () => {
  expect(isUpToDate(step)).toBe(false);
});

test('a step that was done is up to date until the content that it was made from changes', () => {
  markDone(step);
  writeFileSync(path.join(source, 'a'), 'one');
  expect(isUpToDate(step)).toBe(true);
  writeFileSync(path.join(source, 'a'), 'two');
  expect(isUpToDate(step)).toBe(false);
  writeFileSync(path.join(source, 'a'), 'one');
  writeFileSync(path.join(source, 'b'), '');
  expect(isUpToDate(step)).toBe(false);
});

test('a step that was interrupted is not up to date', () => {
  markDone(step);
  markUndone(step);
  expect(isUpToDate(step)).toBe(false);
});

test('the same text split into other parts is another fingerprint', () => {
  expect(fingerprintOf(['ab', 'c'])).not.toBe(fingerprintOf(['a', 'bc']));
});
