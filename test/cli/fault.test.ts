import {mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync} from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import process from 'node:process';
import {afterEach, beforeEach, describe, expect, test} from '@jest/globals';
import {CIRCUSMAN, openScreen, type Screen} from '../support/circusman-screen.js';
import {eventually} from '../support/eventually.js';
import {type FakeNode, startFakeNode} from '../support/fake-node.js';
import {startCircusman} from '../support/run-circusman.js';
import {testHost} from '../support/test-network.js';

const NODE = testHost('70.185');

let node: FakeNode;
let screen: Screen | undefined;
let state: string;

beforeEach(async () => {
  node = await startFakeNode(NODE, {web: 1}, false);
  state = mkdtempSync(path.join(os.tmpdir(), 'circusman-test-'));
});

afterEach(async () => {
  await screen?.close();
  screen = undefined;
  node.close();
  rmSync(state, {recursive: true});
});

/** Done within the program at SIGUSR2. */
const atSignal = (act: string) => preload(`process.on('SIGUSR2', () => { ${act} });`);

function preload(code: string): Record<string, string> {
  return {NODE_OPTIONS: `--import=data:text/javascript,${encodeURIComponent(code)}`, XDG_STATE_HOME: state};
}

const THROWN = "throw new Error('out of\\u001B[2J the blue\\nand more')";
const SAID = /circusman: ended by an error of its own: out of \[2J the blue; the details are in (\S+)/;

/** The screen below a shell, and the pid of the program itself. */
async function open(env: Record<string, string>): Promise<{readonly seen: Screen; readonly program: () => number}> {
  const script =
    'echo "before"; "$0" "$@" & echo $! > "$XDG_STATE_HOME/pid"; fg >/dev/null; echo "code $?"; stty -a; echo after';
  const seen = openScreen([NODE], {
    columns: 240,
    program: ['bash', '-m', '-c', script, process.execPath, CIRCUSMAN],
    env,
  });
  screen = seen;
  await seen.until(/1 online/);
  return {seen, program: () => Number(readFileSync(path.join(state, 'pid'), 'utf8'))};
}

/** What the terminal shows at the end, which is as it was found. */
async function ended(seen: Screen): Promise<string> {
  const text = (await seen.until(/\nafter/)).join('\n');
  expect(seen.modes()).toEqual({isAlternate: false, isCursorHidden: false});
  expect(text).toMatch(/(^|\s)icanon\b/m);
  expect(text).toMatch(/code 1\n/);
  // No code, and no stack.
  expect(text).not.toMatch(/=>|function|\n +at /);
  return text;
}

const faults = () => path.join(state, 'circusman', 'faults');

/** A stop that is never answered. */
function deaf(): void {
  node.answer(({command}) => (command === 'stop' ? null : undefined));
}

const hasBeenAsked = () =>
  eventually(async () => expect(node.requests.some(({command}) => command === 'stop')).toBe(true));

describe('an exception while the screen is shown', () => {
  test('leaves the terminal as found, says one sentence and where the details are, and what came of the jobs', async () => {
    deaf();
    const {seen, program} = await open(atSignal(THROWN));
    seen.press(':stop web<enter>');
    await hasBeenAsked();
    process.kill(program(), 'SIGUSR2');
    const text = await ended(seen);
    const [, file = ''] = SAID.exec(text) ?? [];
    expect(text).toMatch(/stop web on 127\.\d+\.70\.185\n {2}127\.\d+\.70\.185 web: unknown/);
    const [name = ''] = readdirSync(faults());
    expect(file).toBe(path.join(faults(), name));
    const details = readFileSync(path.join(faults(), name), 'utf8');
    expect(details).toMatch(/^circusman \d+\.\d+\.\d+, Node v\d+.*\n(.*\n)*Error: out of/);
    expect(details).toMatch(/\n +at /);
    expect(statSync(path.join(faults(), name)).mode & 0o777).toBe(0o600);
    expect(statSync(faults()).mode & 0o777).toBe(0o700);
  });

  test.each([
    ['in what draws', "String.prototype.repeat = () => { throw new Error('drawn wrongly'); }", /drawn wrongly/],
    ['in a promise', "void Promise.reject(new Error('promised wrongly'))", /promised wrongly/],
    ['that is none', 'void Promise.reject(undefined)', /undefined/],
  ])('%s does so, too', async (_, act, message) => {
    const {seen, program} = await open(atSignal(act));
    process.kill(program(), 'SIGUSR2');
    seen.press('?');
    expect(await ended(seen)).toMatch(message);
    expect(readdirSync(faults())).toHaveLength(1);
  });

  test('says so where the details cannot be written', async () => {
    writeFileSync(path.join(state, 'circusman'), 'a file');
    const {seen, program} = await open(atSignal(THROWN));
    process.kill(program(), 'SIGUSR2');
    expect(await ended(seen)).toMatch(
      /the details were not written: \S+: there is a file where a folder of its path should be\n/,
    );
  });
});

test('what the program needs and cannot load is said so', async () => {
  const hook = `import module from 'node:module';
    module.registerHooks({resolve: (name, ...rest) => {
      if (name === 'zeromq') throw new Error('there is no zeromq here');
      return rest[1](name, rest[0]);
    }});`;
  const {code, out, err} = await startCircusman(['status', NODE], preload(hook)).finished;
  expect({code, out}).toEqual({code: 1, out: ''});
  expect(err).toMatch(/^circusman: ended by an error of its own: there is no zeromq here; the details are in \S+\n$/);
});

test.each([
  ['as text', [], /^stop web on 127\.\d+\.70\.185\n {2}127\.\d+\.70\.185 web: unknown/],
  ['as JSON', ['--json'], /^\{"version":1,"command":"stop web on 127\.\d+\.70\.185",.*"outcome":"unknown".*\}\n$/],
])('an exception within exec reports what became of the job, %s', async (_, flags, reported) => {
  deaf();
  const running = startCircusman(['exec', '-c', NODE, ...flags, 'stop', 'web'], atSignal(THROWN));
  await hasBeenAsked();
  running.kill('SIGUSR2');
  const {code, out, err} = await running.finished;
  expect(code).toBe(1);
  expect(err).toMatch(SAID);
  expect(err.trimEnd().split('\n')).toHaveLength(1);
  expect(out).toMatch(reported);
});

test('a second exception meanwhile ends it at once', async () => {
  deaf();
  const twice = `setImmediate(() => { throw new Error('again') }); ${THROWN}`;
  const running = startCircusman(['exec', '-c', NODE, 'stop', 'web'], atSignal(twice));
  await hasBeenAsked();
  running.kill('SIGUSR2');
  const {code, err} = await running.finished;
  expect(code).toBe(1);
  expect(err).toMatch(SAID);
  expect(err).not.toContain('again');
});
