import {spawnSync} from 'node:child_process';
import {readdirSync, readlinkSync} from 'node:fs';
import process from 'node:process';
import {afterAll, afterEach, beforeAll, describe, expect, test} from '@jest/globals';
import {descriptorsOfNode} from '../../src/wire/descriptors.js';
import {CIRCUSMAN, openScreen, type Screen} from '../support/circusman-screen.js';
import {eventually} from '../support/eventually.js';
import {type FakeNode, startFakeNode} from '../support/fake-node.js';
import {startCircusman} from '../support/run-circusman.js';
import {TEST_NETWORK} from '../support/test-network.js';

const COUNT = 12;
const address = (number: number) => `${TEST_NETWORK}.70.${160 + number}`;
const SET = `${address(1)}-${160 + COUNT}`;

let nodes: readonly FakeNode[];
let screen: Screen | undefined;

beforeAll(async () => {
  const addresses = Array.from({length: COUNT}, (_, index) => address(index + 1));
  nodes = await Promise.all(addresses.map(each => startFakeNode(each, {web: 1}, false)));
});
afterAll(() => {
  for (const node of nodes) node.close();
});
afterEach(() => screen?.close());

/** Without what a program has of the pseudo-terminals that this test opened before it. */
function openFiles(pid: number): number {
  const folder = `/proc/${pid}/fd`;
  return readdirSync(folder).filter(name => !linkOf(`${folder}/${name}`).endsWith('ptmx')).length;
}

/** Empty where it was closed meanwhile. */
function linkOf(file: string): string {
  try {
    return readlinkSync(file);
  } catch {
    return '';
  }
}

/** A program under a shell that allows so many open files. */
const limited = (limit: number): [string, ...string[]] => [
  '/bin/sh',
  '-c',
  `ulimit -n ${limit}; exec "$0" "$@"`,
  process.execPath,
  CIRCUSMAN,
];

describe('what a node takes', () => {
  test('is what the screen takes for each, with room for all else', async () => {
    const each = descriptorsOfNode({wantsStatistics: true});
    screen = openScreen([SET]);
    const other = openScreen([address(1)]);
    try {
      await screen.until(/12 online/);
      await other.until(/1 online/);
      const [many, few] = [screen.pid, other.pid];
      // The statistics come last.
      await eventually(async () => expect(openFiles(many) - openFiles(few)).toBe((COUNT - 1) * each));
      expect(openFiles(many)).toBeLessThan(COUNT * each + 64);
    } finally {
      await other.close();
    }
  });

  test('is no more on a terminal that tells no size, which is taken for one of 80 columns', async () => {
    screen = openScreen([SET], {
      columns: 80,
      rows: 24,
      program: ['/bin/sh', '-c', 'stty rows 0 cols 0; exec "$0" "$@"', process.execPath, CIRCUSMAN],
    });
    const lines = await screen.until(/12 online/);
    expect(lines[0]).toHaveLength(80);
    screen.press('?');
    await screen.until(/In the grid/);
    const folder = `/proc/${screen.pid}/fd`;
    expect(readdirSync(folder).filter(name => linkOf(`${folder}/${name}`) === '/dev/tty')).toEqual([]);
  });

  test('is less without statistics', async () => {
    const each = descriptorsOfNode({wantsStatistics: false});
    for (const node of nodes) node.answer(({command}) => (command === 'stop' ? null : undefined));
    const running = startCircusman(['exec', '-c', SET, 'stop', 'web']);
    await eventually(async () =>
      expect(nodes.every(node => node.requests.some(({command}) => command === 'stop'))).toBe(true),
    );
    const open = openFiles(running.pid);
    running.kill('SIGKILL');
    await running.finished;
    for (const node of nodes) node.answer(() => undefined);
    expect(open).toBeGreaterThanOrEqual(COUNT * each);
    expect(open).toBeLessThan(COUNT * each + 64);
  });
});

describe('where 256 files may be open', () => {
  const run = (...args: readonly string[]) => {
    const [file, ...before] = limited(256);
    const {status, stdout, stderr} = spawnSync(file, [...before, ...args], {
      encoding: 'utf8',
      env: {...process.env, XDG_STATE_HOME: '/dev/null', XDG_CONFIG_HOME: '/dev/null'},
    });
    return {code: status, out: stdout, err: stderr};
  };

  test.each([
    [
      'status',
      '200 nodes need 2,064 open files, this shell allows 256: type ulimit -n 4096',
      ['status', `${TEST_NETWORK}.70.1-200`],
    ],
    ['status --quick', '200 nodes need 1,664 ', ['status', '--quick', `${TEST_NETWORK}.70.1-200`]],
    ['exec', '200 nodes need 1,664 ', ['exec', '-c', `${TEST_NETWORK}.70.1-200`, 'stop', 'web']],
    [
      'a cluster that grows within exec',
      `cluster +${TEST_NETWORK}.71.1-100: 112 nodes need 960 `,
      ['exec', '-c', SET, 'stop', 'web', ';', 'cluster', `+${TEST_NETWORK}.71.1-100`],
    ],
  ] as const)('%s of more nodes is refused, and nothing is sent', (_, sentence, args) => {
    const before = nodes.map(node => node.requests.length);
    const {code, out, err} = run(...args);
    expect(err).toContain(sentence);
    expect(err.trimEnd().split('\n')).toHaveLength(1);
    expect({code, out}).toEqual({code: 2, out: ''});
    expect(nodes.map(node => node.requests.length)).toEqual(before);
  });

  test('that is the soft limit alone, more nodes are no matter: it is raised to the hard one', () => {
    const script = 'ulimit -S -n 256; exec "$0" "$@"';
    const words = [
      process.execPath,
      CIRCUSMAN,
      'status',
      '--quick',
      '--connect-timeout',
      '1s',
      `${TEST_NETWORK}.71.1-100`,
    ];
    const {status, stderr} = spawnSync('/bin/sh', ['-c', script, ...words], {
      encoding: 'utf8',
      env: {...process.env, XDG_STATE_HOME: '/dev/null', XDG_CONFIG_HOME: '/dev/null'},
    });
    expect({status, stderr}).toEqual({status: 1, stderr: ''});
  });

  test.each([
    ['the screen', [`${TEST_NETWORK}.70.1-200`], '200 nodes need 2,064 open files'],
    [
      'the screen, said less plainly',
      [`${TEST_NETWORK}.70.1,${TEST_NETWORK}.70.2-200`],
      '200 nodes need 2,064 open files',
    ],
    ['the demo', ['demo', '--nodes', '64'], '64 nodes need 768 open files'],
  ] as const)('%s of more nodes does not take the terminal', async (_, args, sentence) => {
    screen = openScreen(args, {program: limited(256), columns: 200});
    const {code} = await screen.exit;
    expect(code).toBe(2);
    expect(screen.lines().join('\n').trim()).toMatch(new RegExp(`^circusman: ${sentence}, this shell allows 256`));
    expect(screen.modes()).toEqual({isAlternate: false, isCursorHidden: false});
  });

  test('the screen takes no more nodes than fit, and goes on with those that it has', async () => {
    screen = openScreen([SET], {program: limited(256), columns: 200});
    await screen.until(/12 online/);
    const {pid} = screen;
    screen.press(`:cluster +${TEST_NETWORK}.71.1-100<enter>`);
    await screen.until(/112 nodes need 1,184 open files, this shell allows 256: type ulimit -n 2048/);
    screen.press('<esc>');
    await screen.until(lines => !lines.join('\n').includes('112 nodes need'), 'the bar is closed');
    screen.press('A');
    await screen.until(/:cluster add/);
    screen.press(`${TEST_NETWORK}.71.1-8<enter>`);
    await screen.until(/20 nodes need 264 open files/);
    screen.press(`<ctrl-u>cluster +${TEST_NETWORK}.71.1-7<enter>`);
    await screen.until(/19 nodes +12 online/);
    expect(openFiles(pid)).toBeLessThan(256);
    screen.press(`:cluster -${TEST_NETWORK}.71.1-7<enter>`);
    await screen.until(/12 nodes +12 online/);
  });
});
