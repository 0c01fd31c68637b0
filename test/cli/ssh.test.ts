import {afterAll, afterEach, beforeAll, expect, test} from '@jest/globals';
import {openScreen, type Screen} from '../support/screen-driver.js';
import {SSH_PORT, type Sshd, startSshd, whatSshdNeeds} from '../support/sshd.js';

const NODE = '127.0.87.201';
/** Nobody listens there. */
const CLOSED = '127.0.87.202';
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
  await screen.until(/127\.0\.87\.201 .*offline/);
  screen.press('!');
  await screen.until(() => screen?.modes().isAlternate === false, 'the terminal as it was found');
  screen.press('printenv SSH_CONNECTION<enter>');
  await screen.until(new RegExp(` ${NODE.replaceAll('.', '\\.')} ${SSH_PORT}$`, 'm'));
  screen.press('exit<enter>');
  await screen.until(/^circusman +1 node/);
  expect(screen.modes()).toEqual({isAlternate: true, isCursorHidden: true});
});

testSsh(`what ssh ended with is said${WHY}`, async () => {
  screen = openScreen([CLOSED], {env: sshd?.env ?? {}});
  await screen.until(/127\.0\.87\.202 .*offline/);
  screen.press('!');
  await screen.until(/ssh 127\.0\.87\.202 ended with exit code 255/);
});
