import {readdirSync, readFileSync} from 'node:fs';
import process from 'node:process';
import {afterEach, describe, expect, test} from '@jest/globals';
import {CIRCUSMAN, openScreen, type Screen} from '../support/circusman-screen.js';
import {eventually} from '../support/eventually.js';
import {untilDeaf} from '../support/ignores-sigterm.js';
import {newStateFolder} from '../support/journal-jobs.js';
import {PYTHON} from '../support/local-nodes.js';
import {alive, processTree} from '../support/processes.js';

const open: Screen[] = [];
const DEMO = ['demo', '--nodes', '3'];

afterEach(async () => {
  for (const screen of open.splice(0)) await screen.close();
});

/** Opens the demo and waits until its nodes are there. */
async function openDemo(...flags: readonly string[]): Promise<Screen> {
  return whenUp(openScreen(['demo', ...flags]));
}

async function whenUp(screen: Screen): Promise<Screen> {
  open.push(screen);
  await screen.until(/\d nodes {2}\d online {3}/);
  await screen.until(lines => lines.some(line => line.includes('stopped')), 'the watchers are read');
  return screen;
}

/** A terminal inside the terminal: killing what holds it closes it, as a window that is closed does. */
const IN_A_TERMINAL_OF_ITS_OWN = [
  PYTHON,
  '-c',
  `import pty, sys; pty.spawn(['/bin/sh', '-c', 'stty cols 120 rows 40; exec "$0" "$@"', *sys.argv[1:]])`,
  process.execPath,
  CIRCUSMAN,
] as const;

function isDeafStandIn(pid: number): boolean {
  return readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0').includes('--deaf');
}

/** The address in each row of the grid. */
const addresses = (screen: Screen) => screen.lines().flatMap(line => /^[▌> ].(127\.\S+)/.exec(line)?.[1] ?? []);

test('the demo opens on eight real nodes whose databases wait to be started', async () => {
  const screen = await openDemo();
  expect(screen.lines()[0]).toMatch(/8 nodes {2}8 online/);
  expect(addresses(screen)).toHaveLength(8);
  await screen.until(lines => lines.filter(line => /○ stopped.*○ stopped/.test(line)).length === 8, 'all are stopped');
  screen.press(':start neo4j<enter>');
  await screen.until(/8\/8 ok/);
  screen.press('q');
  expect(await screen.exit).toMatchObject({code: 0});
});

test('one process more of titan is had on any node; neither jobs nor what was typed there are kept', async () => {
  const state = newStateFolder();
  const screen = await whenUp(openScreen(DEMO, {env: {XDG_STATE_HOME: state}}));
  const [first] = addresses(screen);
  screen.press(`:start titan on ${first}<enter>`);
  await screen.until(/start titan on \S+ {2}1\/1 ok/);
  screen.press(`:incr titan on ${first}<enter>`);
  await screen.until(/incr titan on \S+ {2}1\/1 ok/);
  screen.press('q');
  expect(await screen.exit).toMatchObject({code: 0});
  expect(readdirSync(state)).toEqual([]);
});

test.each([[], ['--ascii']])('its first words are complete in a window of 80 × 24 (%j)', async (...flags) => {
  const screen = await whenUp(openScreen(['demo', ...flags], {columns: 80, rows: 24}));
  const odd = [3, 5, 7].map(number => addresses(screen)[number - 1]);
  expect(screen.lines().join(' ').replace(/ +/g, ' ')).toContain(`Odd on purpose: ${odd.join(',')}.`);
});

test('two demos at once do not meet', async () => {
  const [one, other] = await Promise.all([openDemo('--nodes', '2'), openDemo('--nodes', '2')]);
  const all = [...addresses(one), ...addresses(other)];
  expect(new Set(all).size).toBe(4);
});

test('the demo with the databases themselves says in a sentence what it lacks, before anything is started', async () => {
  const screen = openScreen(['demo', '--real'], {env: {PATH: '/nowhere'}});
  open.push(screen);
  expect(await screen.exit).toMatchObject({code: 1});
  await screen.until(/^circusman: Java is missing: the databases need Java 17 to 23/m);
});

describe('nothing is left two seconds after', () => {
  const starting = async (screen: Screen) => {
    await whenUp(screen);
    screen.press(':start<enter>');
    await screen.until(/6\/6 ok/);
    const pids = await processTree(screen.pid);
    // circusman, and of each node: circusd, its guard and two databases at least.
    expect(pids.length).toBeGreaterThanOrEqual(1 + 3 * 4);
    return {screen, pids};
  };

  const isGone = (pids: readonly number[]) => eventually(async () => expect(await alive(pids)).toEqual([]), 2_000);

  test('q', async () => {
    const {screen, pids} = await starting(openScreen(DEMO));
    screen.press('q');
    await screen.exit;
    await isGone(pids);
  });

  test.each(['SIGTERM', 'SIGHUP', 'SIGKILL'] as const)('%s', async signal => {
    const {screen, pids} = await starting(openScreen(DEMO));
    process.kill(screen.pid, signal);
    await screen.exit;
    await isGone(pids);
  });

  test('SIGKILL while a stop waits for a process that ignores it', async () => {
    const {screen, pids} = await starting(openScreen(DEMO));
    await Promise.all(pids.filter(isDeafStandIn).map(untilDeaf));
    screen.press('<down><right>x');
    await screen.until(/waits for \d+ to end/);
    process.kill(screen.pid, 'SIGKILL');
    await screen.exit;
    await isGone(pids);
  });

  test('the terminal is closed', async () => {
    const {screen, pids} = await starting(openScreen(DEMO, {program: IN_A_TERMINAL_OF_ITS_OWN}));
    process.kill(screen.pid, 'SIGKILL');
    await screen.exit;
    await isGone(pids);
  });
});
