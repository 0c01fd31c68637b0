import process from 'node:process';
import {afterAll, afterEach, beforeAll, describe, expect, test} from '@jest/globals';
import {watcherSection} from '../../src/demo/circus-ini.js';
import {demoWatchers} from '../../src/demo/demo-watchers.js';
import {startLocalNode} from '../../src/demo/local-node.js';
import {type LocalNodes, startLocalNodes} from '../../src/demo/local-nodes.js';
import {circusctl} from '../support/circusctl.js';
import {CIRCUSMAN, openScreen, type Screen, type ScreenOptions} from '../support/circusman-screen.js';
import {eventually} from '../support/eventually.js';
import {untilWatcherDeaf} from '../support/ignores-sigterm.js';
import {LAUNCHER, NO_SERVICE, STAND_IN} from '../support/local-nodes.js';
import {TEST_NETWORK} from '../support/test-network.js';

/** Node 1 is plain, neo4j on node 2 ignores SIGTERM, titan on node 3 crashes again and again. */
const WATCHERS = [
  demoWatchers(undefined, STAND_IN),
  demoWatchers('deaf neo4j', STAND_IN),
  watcherSection('neo4j', {cmd: 'sleep 3600', autostart: false, ...NO_SERVICE}) +
    watcherSection('titan', {cmd: "sh -c 'sleep 0.3; exit 3'", autostart: false, ...NO_SERVICE}),
];

let cluster: LocalNodes;
let screen: Screen | undefined;

beforeAll(async () => {
  cluster = await startLocalNodes({
    launcher: LAUNCHER,
    count: WATCHERS.length,
    watchers: number => WATCHERS[number - 1] ?? '',
  });
});

afterAll(() => cluster.stop());

afterEach(async () => {
  await screen?.close();
  for (const {address} of cluster.nodes) {
    // circus refuses a stop while what the test left under way holds the node's lock.
    await eventually(async () => {
      await circusctl(address, 'signal', 'neo4j', '9').catch(() => {});
      await circusctl(address, 'stop', '--waiting').catch(() => {});
      expect(await circusctl(address, 'status')).not.toMatch(/(neo4j|titan): (?!stopped)/);
    });
    await circusctl(address, 'start', '--waiting', 'circusd-stats').catch(() => {});
  }
});

const id = (number: number) => cluster.nodes[number - 1]?.spec.id ?? '';
const address = (number: number) => {
  const node = cluster.nodes[number - 1];
  if (node === undefined) throw new Error(`there is no node ${number}`);
  return node.address;
};

/** Opens the screen on all nodes, and waits until they are online and read. */
async function open(
  options: ScreenOptions & {readonly flags?: readonly string[]; readonly count?: number} = {},
): Promise<Screen> {
  const {flags = [], count = WATCHERS.length, ...rest} = options;
  const set = cluster.nodes.slice(0, count).map(node => node.spec.id);
  screen = openScreen([set.join(','), ...flags], rest);
  await screen.until(
    lines => set.every(node => lines.some(line => line.includes(node) && line.includes('stopped'))),
    'every node online',
  );
  return screen;
}

/** The line of a node in the grid. */
const rowOf = (lines: readonly string[], number: number) =>
  lines.find(line => line.slice(2).startsWith(`${id(number)} `)) ?? '';

describe('the grid', () => {
  test('starts what is marked and nothing else, and says so only when it runs', async () => {
    const seen = await open();
    seen.press('<right><space><down><space>s');
    await seen.until(
      lines => /running/.test(rowOf(lines, 1)) && /running/.test(rowOf(lines, 2)),
      'neo4j runs on 1 and 2',
    );
    await seen.until(/ok/);
    expect(await circusctl(address(1), 'status', 'neo4j')).toBe('active');
    expect(await circusctl(address(2), 'status', 'neo4j')).toBe('active');
    expect(await circusctl(address(3), 'status', 'neo4j')).toBe('stopped');
    expect(await circusctl(address(1), 'status', 'titan')).toBe('stopped');
  });

  test('shows CPU and memory of what runs, and the round trip of each node', async () => {
    const seen = await open({columns: 200, rows: 50});
    seen.press(':start neo4j on ');
    seen.press(`${id(1)}<enter>`);
    await seen.until(lines => /<?\d+ms.*running +\d+% +\d+(\.\d+)?[KMG]/.test(rowOf(lines, 1)), 'figures on node 1');
  });

  test('shows a crash loop as flapping', async () => {
    const seen = await open();
    seen.press(`:start titan on ${id(3)}<enter>`);
    await seen.until(lines => /flapping/.test(rowOf(lines, 3)), 'flapping');
    await seen.until(/process \d+ exited 3/);
  });

  test('shows nothing of another watcher’s name where a node has none', async () => {
    const seen = await open();
    const [head = ''] = seen.lines().filter(line => line.includes('NODE'));
    expect(head).toMatch(/neo4j +titan/);
    expect(head).not.toContain('circusd-stats');
  });
});

describe('the command bar', () => {
  test('says before Enter what a command would act on, and points at what is wrong', async () => {
    const seen = await open();
    seen.press(':start titan');
    await seen.until(/3 nodes × titan = 3 targets/);
    seen.press('<ctrl-u>strat');
    await seen.until(/there is no command "strat": did you mean start\?/);
    const lines = seen.lines();
    const bar = lines.findIndex(line => line.startsWith(':strat'));
    expect(lines[bar + 1]?.indexOf('^')).toBe(1);
  });

  test('edits the cluster while the screen is open', async () => {
    const seen = await open({count: 2});
    seen.press(`:cluster +${id(3)}<enter>`);
    await seen.until(
      lines => rowOf(lines, 3).includes('stopped') && lines[0]?.includes('3 nodes') === true,
      'node 3 came',
    );
    seen.press(`:cluster -${id(2)}<enter>`);
    await seen.until(lines => rowOf(lines, 2) === '' && lines[0]?.includes('2 nodes') === true, 'node 2 went');
  });
});

describe('a stop that its process ignores', () => {
  test('says what it waits for, and can be forced', async () => {
    const seen = await open();
    seen.press(`:start neo4j on ${id(2)}<enter>`);
    await seen.until(lines => /running/.test(rowOf(lines, 2)), 'neo4j runs');
    await eventually(async () => expect(await circusctl(address(2), 'status', 'neo4j')).toBe('active'));
    await untilWatcherDeaf(address(2), 'neo4j');
    seen.press('<down><right>x');
    await seen.until(/waits for \d+ to end, killed after 20 s/);
    await seen.until(lines => /stopping/.test(rowOf(lines, 2)), 'stopping');
    seen.press('J');
    await seen.until(/nodes +│ watcher/);
    seen.press('K');
    await seen.until(/stop neo4j .* 1\/1 ok/);
    expect(await circusctl(address(2), 'status', 'neo4j')).toBe('stopped');
  });
});

describe('a node that freezes', () => {
  test('is stale; what was under way there is not known, and is found out when it answers again', async () => {
    const seen = await open();
    seen.press(`:start neo4j on ${id(2)}<enter>`);
    await seen.until(/1\/1 ok/);
    await untilWatcherDeaf(address(2), 'neo4j');
    seen.press('<down><right>x');
    await seen.until(/waits for \d+ to end/);
    const frozen = cluster.nodes[1]?.pid ?? 0;
    process.kill(frozen, 'SIGSTOP');
    try {
      await seen.until(lines => rowOf(lines, 2).includes('stale'), 'stale');
      await seen.until(/waits for an answer/);
    } finally {
      process.kill(frozen, 'SIGCONT');
    }
    await circusctl(address(2), 'signal', 'neo4j', '9');
    await seen.until(/stop neo4j on \S+ {2}1\/1 ok/);
    expect(await circusctl(address(2), 'status', 'neo4j')).toBe('stopped');
  });
});

describe('a node that dies', () => {
  test('is offline with the reason; nothing is sent to it; it comes back by itself, and never ends the program', async () => {
    const watchers = demoWatchers(undefined, STAND_IN);
    const other = await startLocalNodes({launcher: LAUNCHER, count: 1, watchers: () => watchers});
    const [victim] = other.nodes;
    if (victim === undefined) throw new Error('there is no node');
    try {
      screen = openScreen([`${id(1)},${victim.spec.id}`]);
      await screen.until(/2 online/);
      process.kill(victim.pid, 'SIGKILL');
      await screen.until(/1 online · 1 offline/);
      await screen.until(/offline +connection lost/);
      screen.press(`:start titan on ${victim.spec.id}<enter>`);
      await screen.until(/#\d+ start titan on \S+ {2}failed: offline: connection lost/);
      screen.press('J');
      await screen.until(/failed: offline: connection lost/);
      screen.press('<esc>');
      const again = await startLocalNode({launcher: LAUNCHER, address: victim.address, watchers});
      try {
        await screen.until(lines =>
          /online.*stopped.*stopped/.test(lines.find(line => line.includes(` ${victim.spec.id} `)) ?? ''),
        );
        expect(await circusctl(victim.address, 'status', 'titan')).toBe('stopped');
      } finally {
        await again.stop();
      }
    } finally {
      await other.stop();
    }
  });
});

describe('the picture', () => {
  test.each([
    [80, 24],
    [120, 40],
    [200, 50],
  ])('fills %d × %d, its heads at the top and its keys at the bottom', async (columns, rows) => {
    const seen = await open({columns, rows});
    const lines = seen.lines();
    expect(lines).toHaveLength(rows);
    expect(lines[0]).toMatch(/^circusman {2}3 nodes {2}3 online .* plain {2}\d\d:\d\d$/);
    expect(lines[0]).toHaveLength(columns);
    expect(lines[1]).toMatch(/^ {2}NODE +STATE/);
    expect(lines.at(-1)).toMatch(/^space mark {2}s start {2}x stop {2}r restart/);
  });

  test('is right again after each resize', async () => {
    const seen = await open({columns: 200, rows: 50});
    for (const [columns, rows] of [
      [80, 24],
      [40, 10],
      [120, 40],
    ] as const) {
      seen.resize(columns, rows);
      await seen.until(
        lines =>
          lines.filter(line => line.includes(id(1))).length === 1 &&
          lines[0]?.length === columns &&
          lines[0].startsWith('circusman'),
        `the picture at ${columns} × ${rows}`,
      );
      expect(seen.lines().filter(line => line.includes('circusman'))).toHaveLength(1);
    }
  });

  test('has no character outside ASCII with --ascii, on any screen', async () => {
    const seen = await open({flags: ['--ascii']});
    const pictures = [...seen.lines()];
    seen.press('a:start<enter>');
    pictures.push(...(await seen.until(/running/)));
    seen.press('J');
    pictures.push(...(await seen.until(/nodes +\| watcher/)));
    seen.press('?');
    pictures.push(...(await seen.until(/On the jobs screen/)));
    expect(pictures.filter(line => /[^\u0020-\u007E]/.test(line))).toEqual([]);
  });
});

test('--read-only is always in sight and refuses what would change a node', async () => {
  const seen = await open({flags: ['--read-only']});
  expect(seen.lines()[0]).toContain('READ-ONLY');
  seen.press('<right>s');
  await seen.until(/read-only: start would change a node/);
  expect(await circusctl(address(1), 'status', 'neo4j')).toBe('stopped');
});

test('readonly switches that while it runs: on at once, off after a question, and both are in sight', async () => {
  const seen = await open();
  seen.press(':readonly on<enter>');
  await seen.until(/READ-ONLY/);
  await seen.until(/read-only is on: nothing more is sent that changes a node/);
  seen.press('<right>s');
  await seen.until(/read-only: start would change a node/);
  seen.press(':readonly off; start neo4j<enter>');
  await seen.until(/read-only: start would change a node/);
  seen.press('<esc>:readonly off<enter>');
  await seen.until(/readonly off: let commands change nodes\?.*\[Cancel\]/);
  seen.press('<enter>');
  await seen.until(lines => !lines.join('\n').includes('let commands'));
  expect(seen.lines()[0]).toContain('READ-ONLY');
  seen.press(':readonly off<enter>');
  await seen.until(/readonly off: let commands change nodes\?/);
  seen.press('y');
  await seen.until(/read-only is off: commands may change nodes/);
  expect(seen.lines()[0]).not.toContain('READ-ONLY');
  expect(await circusctl(address(1), 'status', 'neo4j')).toBe('stopped');
});

test('a key that does nothing says so, quietly', async () => {
  const seen = await open();
  seen.press('z');
  await seen.until(/z does nothing here; \? shows the keys/);
});

test('where no node answers the screen says what was tried and what to do', async () => {
  screen = openScreen([`${TEST_NETWORK}.76.1-2`, '--connect-timeout', '1s']);
  await screen.until(/None of the 2 nodes answers/);
  await screen.until(/127\.\d+\.76\.1-2: connection refused/);
  expect(screen.lines().join('\n')).toMatch(/:cluster SET/);
});

describe('the terminal is left as it was found', () => {
  /** A shell that says what the terminal is like after circusman, and its exit code. */
  const inShell = async () => {
    const script = 'echo before; "$0" "$@"; echo "code $?"; stty -a; echo after';
    const set = cluster.nodes.map(node => node.spec.id).join(',');
    screen = openScreen([set], {program: ['/bin/sh', '-c', script, process.execPath, CIRCUSMAN]});
    await screen.until(/3 online/);
    expect(screen.modes()).toEqual({isAlternate: true, isCursorHidden: true});
    return screen;
  };

  const programOf = async (seen: Screen) => {
    const {stdout} = await import('node:child_process').then(({spawnSync}) =>
      spawnSync('ps', ['-o', 'pid=', '--ppid', String(seen.pid)], {encoding: 'utf8'}),
    );
    return Number(stdout.trim().split('\n')[0]);
  };

  const isAsFound = async (seen: Screen, code: number) => {
    const lines = await seen.until(/\nafter/);
    await seen.exit;
    expect(seen.modes()).toEqual({isAlternate: false, isCursorHidden: false});
    expect(lines.join('\n')).toMatch(new RegExp(`before\\n(.*\\n)*code ${code}\\n`));
    expect(lines.join('\n')).toMatch(/(^|\s)icanon\b/m);
    expect(lines.join('\n')).toMatch(/(^|\s)echo\b/m);
  };

  test('after q', async () => {
    const seen = await inShell();
    seen.press('q');
    await isAsFound(seen, 0);
  });

  test('after ctrl-c', async () => {
    const seen = await inShell();
    seen.press('<ctrl-c>');
    await isAsFound(seen, 0);
  });

  test.each([
    ['SIGTERM', 143],
    ['SIGINT', 130],
    ['SIGHUP', 129],
  ] as const)('after %s, with the exit code %d', async (signal, code) => {
    const seen = await inShell();
    process.kill(await programOf(seen), signal);
    await isAsFound(seen, code);
  });
});
