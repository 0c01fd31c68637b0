import {afterEach, expect, test} from '@jest/globals';
import {openScreen, type Screen} from '../support/circusman-screen.js';
import {eventually} from '../support/eventually.js';
import {type FakeLogs, fakeLogs} from '../support/fake-logs.js';
import {type FakeNode, startFakeNode} from '../support/fake-node.js';
import {fakePackage} from '../support/fake-package.js';
import {testHost} from '../support/test-network.js';

/** The log screen on nodes that answer as no real one can be brought to. */

const undo: (() => unknown)[] = [];
afterEach(async () => {
  for (const step of undo.splice(0).reverse()) await step();
});

let last = 20;

interface Shown {
  readonly fake: FakeNode;
  readonly logs: FakeLogs;
  readonly screen: Screen;
}

/** The screen shows the log of `web`, which has one line. @param parts without a log it is of an older package */
async function show(hasLogs = true): Promise<Shown> {
  const host = testHost(`99.${++last}`);
  const logs = fakeLogs(['web stdout']);
  logs.append('web', 'stdout', 'the first line\n');
  const fake = await startFakeNode(host, {web: 1}, false, fakePackage({}, undefined, hasLogs ? {logs} : {}));
  undo.push(fake.close);
  const screen = openScreen([host]);
  undo.push(screen.close);
  await screen.until(/1 node {2}1 online.*running/s);
  screen.press(':log web<enter>');
  if (hasLogs) await screen.until(/│ the first line/);
  return {fake, logs, screen};
}

const isLog = ({command}: {readonly command: string}) => command === 'log';

test.each([
  ['no JSON', '{"half": '],
  ['no base64', {reads: [{data: '***', left: 0}]}],
  ['a piece without its place', {reads: [{data: 'YQo=', left: 0, end: 7}]}],
  ['nothing for the read', {reads: []}],
] as const)('an answer that is none (%s) is said, and no line is lost or shown twice', async (_name, garbage) => {
  const {fake, logs, screen} = await show();
  fake.answer(request => (isLog(request) ? garbage : undefined));
  logs.append('web', 'stdout', 'the second line\n');
  await screen.until(/interrupted: /);
  fake.answer(() => undefined);
  await screen.until(/│ the second line/);
  const text = screen.lines().join('\n');
  expect(text.match(/the (first|second) line/g)).toEqual(['the first line', 'the second line']);
  expect(text).toMatch(/goes on/);
});

test('answers that are lost are asked for again, and the node stays online', async () => {
  const {fake, logs, screen} = await show();
  fake.answer(request => (isLog(request) ? null : undefined));
  logs.append('web', 'stdout', 'the second line\n');
  await eventually(() => expect(fake.requests.filter(isLog).length).toBeGreaterThan(1));
  await screen.until(/interrupted: /);
  fake.answer(() => undefined);
  await screen.until(/│ the second line/);
  expect(screen.lines()[0]).toMatch(/1 online/);
});

test('while an answer is late no other is asked for, keys work, and it is shown when it comes', async () => {
  const {fake, logs, screen} = await show();
  let release = () => {};
  let held = 0;
  fake.answer(request => {
    if (!isLog(request) || held > 0) return undefined;
    held = fake.requests.filter(isLog).length;
    return new Promise(resolve => {
      release = () => resolve(undefined);
    });
  });
  await eventually(() => expect(held).toBeGreaterThan(0));
  logs.append('web', 'stdout', 'the second line\n');
  screen.press('?');
  await screen.until(/In logs/);
  screen.press('<esc>');
  await screen.until(/│ the first line/);
  expect(fake.requests.filter(isLog)).toHaveLength(held);
  release();
  await screen.until(/│ the second line/);
});

test('a node with an older package says what to do', async () => {
  const {screen} = await show(false);
  await screen.until(/a stock circusd, or an older package/);
});
