import {mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import process from 'node:process';
import {afterAll, afterEach, beforeAll, expect, test} from '@jest/globals';
import {openScreen, type Screen} from '../support/circusman-screen.js';
import {SSH_PORT, type Sshd, startSshd, whatSshdNeeds} from '../support/sshd.js';
import {testHost} from '../support/test-network.js';

const NODE = testHost('87.201');
/** Nobody listens there. */
const CLOSED = testHost('87.202');
const missing = await whatSshdNeeds();
const testSsh = missing === null ? test : test.skip;
const WHY = missing === null ? '' : ` (${missing})`;

let sshd: Sshd | undefined;
let screen: Screen | undefined;

beforeAll(async () => {
  if (missing === null) sshd = await startSshd(NODE);
});
afterEach(() => screen?.close());
afterAll(() => sshd?.stop());

testSsh(`! is a shell on the node by ssh, and the screen is back when that ends${WHY}`, async () => {
  screen = openScreen([NODE], {env: sshd?.env ?? {}});
  await screen.until(/127\.\d+\.87\.201 .*offline/);
  screen.press('!');
  await screen.until(() => screen?.modes().isAlternate === false, 'the terminal as it was found');
  screen.press('printenv SSH_CONNECTION<enter>');
  await screen.until(new RegExp(` ${NODE.replaceAll('.', '\\.')} ${SSH_PORT}$`, 'm'));
  screen.press('exit<enter>');
  await screen.until(/^circusman +1 node/);
  expect(screen.modes()).toEqual({isAlternate: true, isCursorHidden: true});
});

testSsh(`what ssh ended with is said, and why${WHY}`, async () => {
  screen = openScreen([CLOSED], {env: sshd?.env ?? {}});
  await screen.until(/127\.\d+\.87\.202 .*offline/);
  screen.press('!');
  const reason = `connect to host ${CLOSED} port ${SSH_PORT}: Connection refused`;
  await screen.until(lines => lines.some(line => line.includes(`ssh ${CLOSED} ended with exit code 255: ${reason}`)));
});

testSsh(`the code of the shell on the node is passed on unchanged${WHY}`, async () => {
  screen = openScreen([NODE], {env: sshd?.env ?? {}});
  await screen.until(/127\.\d+\.87\.201 .*offline/);
  screen.press('!');
  await screen.until(() => screen?.modes().isAlternate === false, 'the terminal as it was found');
  screen.press('echo wrong >&2; exit 3<enter>');
  await screen.until(/ssh 127\.\d+\.87\.201 ended with exit code 3$/m);
});

test.each([
  [
    'its last line is the reason',
    'printf "banner\\r\\nPermission denied (publickey).\\r\\n" >&2; exit 255',
    /ended with exit code 255: Permission denied \(publickey\)\.$/m,
  ],
  [
    'a terminal obeys nothing of it',
    'printf "\\033]0;x\\007no \\033[31mway\\n" >&2; exit 255',
    /ended with exit code 255: \\x1b\]0;x\\x07no \\x1b\[31mway$/m,
  ],
  [
    'what goes on in the background holds nothing up',
    'sleep 60 & echo gone >&2; exit 255',
    /ended with exit code 255: gone$/m,
  ],
  ['a signal is reported', 'kill -TERM $$', /ended with SIGTERM$/m],
])('whatever ssh does, %s', async (_, script, said) => {
  const folder = mkdtempSync(path.join(tmpdir(), 'circusman-ssh-'));
  writeFileSync(path.join(folder, 'ssh'), `#!/bin/sh\n${script}\n`, {mode: 0o755});
  screen = openScreen([CLOSED], {env: {PATH: `${folder}:${process.env.PATH}`}});
  await screen.until(/127\.\d+\.87\.202 .*offline/);
  screen.press('!');
  await screen.until(said);
  rmSync(folder, {recursive: true});
});

test('that there is no ssh is said in words', async () => {
  screen = openScreen([CLOSED], {env: {PATH: '/nowhere'}});
  await screen.until(/127\.\d+\.87\.202 .*offline/);
  screen.press('!');
  await screen.until(/ssh could not be started: it is not on the PATH$/m);
});
