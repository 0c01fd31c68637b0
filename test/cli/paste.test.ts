import {afterAll, afterEach, beforeAll, describe, expect, test} from '@jest/globals';
import type {LocalNodes} from '../../src/demo/local-nodes.js';
import {circusctl} from '../support/circusctl.js';
import {openScreen, type Screen} from '../support/circusman-screen.js';
import {startNodes} from '../support/local-nodes.js';

let cluster: LocalNodes;
let screen: Screen | undefined;

beforeAll(async () => {
  cluster = await startNodes(2);
});
afterAll(() => cluster.stop());
afterEach(() => screen?.close());

async function open(): Promise<Screen> {
  screen = openScreen([cluster.nodes.map(node => node.spec.id).join(',')], {columns: 80, rows: 24, patience: 10_000});
  await screen.until(lines => lines.filter(line => /stopped/.test(line)).length >= 2);
  return screen;
}

const isClosed = (lines: readonly string[]) => lines.some(line => line.startsWith('space mark'));

const MEGABYTE = 2 ** 20;
const TEXTS: readonly (readonly [what: string, text: string])[] = [
  ['words', 'stop sleeper '.repeat(MEGABYTE / 13)],
  ['one word', 'x1'.repeat(MEGABYTE / 2)],
  ['wide characters', '图数'.repeat(MEGABYTE / 6)],
  ['a set of nodes', `stop on ${'10.0.0.0/16,'.repeat(MEGABYTE / 12)}`],
  ['lines', 'start sleeper\r'.repeat(MEGABYTE / 14)],
];

describe.each([
  ['a terminal that says so', true],
  ['a terminal that does not', false],
])('a megabyte pasted into %s', (_terminal, isBracketed) => {
  test.each(TEXTS)('%s: the key after it is answered, and nothing of it was done', async (_what, text) => {
    const seen = await open();
    seen.press(':');
    await seen.until(/^:/m);
    seen.paste(text, isBracketed);
    seen.press('<ctrl-c>');
    await seen.until(isClosed, 'the bar is closed');
    seen.press(':help');
    await seen.until(/^:help/m);
    for (const {address} of cluster.nodes) expect(await circusctl(address, 'status', 'sleeper')).toBe('stopped');
  });

  test('where nothing is typed it does nothing', async () => {
    const seen = await open();
    seen.paste('sxr\rR'.repeat(MEGABYTE / 5), isBracketed);
    await seen.until(/pasted text is only taken where text is typed/);
    seen.press('<ctrl-c>');
    expect(await seen.exit).toEqual({code: 0, signal: 0});
    for (const {address} of cluster.nodes) expect(await circusctl(address, 'status', 'sleeper')).toBe('stopped');
  });
});

test('what is cut says so, and enter does not do it', async () => {
  const seen = await open();
  seen.press(':');
  await seen.until(/^:/m);
  seen.paste(`start sleeper${' sleeper'.repeat(1_000)}`, true);
  await seen.until(/has at most 4,096 characters/);
  seen.press('<enter>x');
  await seen.until(/has at most 4,096 characters/);
  seen.press('<ctrl-u>start sleeper on ');
  await seen.until(/^:start sleeper on /m);
});

test('a paste whose end never comes leaves keys as keys after a while', async () => {
  const seen = await open();
  seen.press(':');
  await seen.until(/^:/m);
  seen.paste('\u001B[200~start sleeper', false);
  await seen.until(/^:start sleeper/m);
  seen.press('<ctrl-c>');
  await seen.until(isClosed, 'the bar is closed');
});
