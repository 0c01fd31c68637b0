import {expect, test} from '@jest/globals';
import {PACKAGE_ROOT} from '../../support/package-root.js';

const {npmSentence}: {npmSentence(output: string): string} = await import(`${PACKAGE_ROOT}scripts/set-up/npm-step.mjs`);
const {pythonSentence}: {pythonSentence(output: string, log: string): string} = await import(
  `${PACKAGE_ROOT}scripts/set-up/python-step.mjs`
);

const LOG = 'npm error A complete log of this run can be found in: /home/me/.npm/_logs/2026-debug-0.log';

test.each([
  ['EAI_AGAIN', 'no network (EAI_AGAIN)'],
  ['EUSAGE', 'package.json and package-lock.json do not agree (npm install mends that)'],
  ['ENOSPC', 'the disk is full'],
])('npm’s %s is said in one sentence with the place of its log', (code, cause) => {
  const output = `npm error code ${code}\nnpm error more\n${LOG}\n`;
  expect(npmSentence(output)).toBe(`npm ci failed: ${cause}; npm’s log: /home/me/.npm/_logs/2026-debug-0.log`);
});

test('another failure is explained by npm’s own first line, in each version of npm', () => {
  expect(npmSentence('npm ERR! code E999\nnpm ERR! errno 1\nnpm ERR! the moon is full\n')).toBe(
    'npm ci failed: the moon is full',
  );
});

test('pip without a network says so', () => {
  const output =
    'WARNING: Retrying … NewConnectionError: [Errno 111] Connection refused\nERROR: No matching distribution found\n';
  expect(pythonSentence(output, '/x/set-up.log')).toBe(
    'pip could not install circus: no network; its output: /x/set-up.log',
  );
});

test('a Python without venv says what to install', () => {
  expect(pythonSentence('because ensurepip is not available', '')).toMatch(/^this Python cannot make .* python3-venv/);
});
