import {readFileSync, writeFileSync} from 'node:fs';
import {afterAll, beforeAll, describe, expect, test} from '@jest/globals';
import {circusctl} from '../support/circusctl.js';
import {type Circusd, startCircusd} from '../support/circusd.js';
import {eventually} from '../support/eventually.js';
import {runCircusman, startCircusman} from '../support/run-circusman.js';
import {testHost} from '../support/test-network.js';

/** What circusctl reads, asked of three real circusd at once; the third is set otherwise. */

const HOSTS = [1, 2, 3].map(number => testHost(`78.${number}`));
const [FIRST = '', , THIRD = ''] = HOSTS;
const SET = HOSTS.join(',');
let nodes: readonly Circusd[];

const ini = (processes: number) =>
  `[watcher:web]\ncmd = sleep 3600\nworking_dir = /tmp\nnumprocesses = ${processes}\n[env:web]\nPASSWORD = hunter2\n[watcher:idle]\ncmd = sleep 3600\nautostart = False\n`;

beforeAll(async () => {
  nodes = await Promise.all(HOSTS.map((host, index) => startCircusd(host, ini(index === 2 ? 2 : 1))));
});
afterAll(() => Promise.all((nodes ?? []).map(node => node.stop())));

async function exec(...words: readonly string[]): Promise<string> {
  const {out, err, code} = await runCircusman(['exec', '-c', SET, ...words]);
  expect([code, err]).toEqual([0, '']);
  return out;
}

async function dataOf(...words: readonly string[]): Promise<readonly Record<string, unknown>[]> {
  const {targets}: {targets: {data: Record<string, unknown>}[]} = JSON.parse(await exec('--json', ...words));
  return targets.map(({data}) => data);
}

describe('what nodes tell', () => {
  test('is compared: equal answers are one block, and of the others what differs', async () => {
    const out = await exec('options', 'web');
    const [most = '', other = ''] = out.split(`${THIRD} web differs:`);
    expect(most).toMatch(/78\.1-2 web \(most\):/);
    expect(most).toMatch(/ {4}cmd {10,}sleep 3600/);
    expect(most).toMatch(/ {4}numprocesses +1\n/);
    expect(other.trim()).toMatch(/^! numprocesses +2$/);
  });

  test('hides the environment unless it is asked for', async () => {
    expect(await exec('options', 'web')).not.toContain('hunter2');
    expect(await exec('options', 'web')).toMatch(/ env +\(hidden: 2 variables\)/);
    expect(await exec('options', 'idle')).toMatch(/ env +\(none\)/);
    expect((await runCircusman(['exec', '-c', SET, 'set', 'idle', 'env', 'A=1'])).code).toBe(0);
    expect(await exec('options', 'idle')).toMatch(/ env +\(hidden: 1 variable\)/);
    expect(await exec('options', 'web', '--json')).not.toContain('hunter2');
    expect(await exec('options', 'web', '--env')).toContain('hunter2');
    expect(await exec('get', 'web', 'env')).toContain('hunter2');
  });

  test('is what circusctl tells', async () => {
    const at = {host: FIRST, commandPort: 5555};
    const [listed] = await dataOf('list', 'web');
    expect(String(listed?.pids)).toBe(await circusctl(at, 'list', 'web'));
    const [watchers] = await dataOf('list');
    expect(String(watchers?.watchers)).toBe(await circusctl(at, 'list'));
    expect(String((await dataOf('numwatchers'))[0]?.numwatchers)).toBe(await circusctl(at, 'numwatchers'));
    expect(String((await dataOf('numprocesses', 'web'))[2]?.numprocesses)).toBe('2');
    expect(String((await dataOf('numprocesses'))[0]?.numprocesses)).toBe(await circusctl(at, 'numprocesses'));
    expect((await dataOf('status'))[0]).toEqual({'circusd-stats': 'active', idle: 'stopped', web: 'active'});
    expect((await dataOf('status', 'web'))[0]).toEqual({status: 'active'});
    expect((await dataOf('get', 'web', 'cmd', 'numprocesses'))[2]).toEqual({cmd: 'sleep 3600', numprocesses: 2});
    expect((await dataOf('globaloptions'))[0]).toMatchObject({endpoint: `tcp://${FIRST}:5555`});
    expect((await dataOf('dstats'))[0]).toMatchObject({pid: nodes[0]?.pid()});
    expect(await dataOf('listsockets')).toEqual([{sockets: []}, {sockets: []}, {sockets: []}]);
    const [web] = await dataOf('stats', 'web');
    expect(Object.keys(web ?? {})).toEqual([await circusctl(at, 'list', 'web')]);
  });

  test('of what it cannot tell is refused with the reason', async () => {
    const refusal = async (...words: readonly string[]) => (await runCircusman(['exec', '-c', SET, ...words])).err;
    expect(await refusal('get', 'web', 'nimprocesses')).toContain('circus has no option "nimprocesses"');
    expect(await refusal('get', 'web', 'hooks.before_start')).toContain('does not tell hooks.before_start by get');
    expect(await refusal('ipython')).toContain('run circusctl ipython on that machine');
  });
});

test('listen prints events as they come, until it is interrupted', async () => {
  const listening = startCircusman(['exec', '-c', SET, '--json', 'listen', 'on', FIRST]);
  const client = {host: FIRST, commandPort: 5555};
  // Nobody tells when it listens: what changes nothing is an event, too.
  await eventually(async () => {
    await circusctl(client, 'set', 'web', 'warmup_delay', '0');
    expect(listening.out()).toContain('"updated"');
  });
  listening.kill('SIGINT');
  const {code, out} = await listening.finished;
  expect(code).toBe(130);
  for (const line of out.trim().split('\n')) expect(JSON.parse(line)).toMatchObject({type: 'event', node: FIRST});
});

test('listen on the second name of a circusd says so, and prints its events', async () => {
  const second = `[::ffff:${FIRST}]`;
  const listening = startCircusman(['exec', '-c', `${FIRST},${second}`, '--json', 'listen', 'on', second]);
  await listening.says(
    /::ffff:.*: the same circusd answers here as at 127\.\S+: its events are told as those of 127\./,
  );
  await eventually(async () => {
    await circusctl({host: FIRST, commandPort: 5555}, 'set', 'web', 'warmup_delay', '0');
    expect(listening.out()).toContain('"updated"');
  });
  listening.kill('SIGINT');
  const {code, out, err} = await listening.finished;
  expect([code, err.trim().split('\n').length]).toEqual([130, 1]);
  for (const line of out.trim().split('\n')) expect(JSON.parse(line)).toMatchObject({type: 'event', node: FIRST});
});

test('what is set in the ini alone is told to be missing on the others', async () => {
  const [, , third] = nodes;
  const file = third?.ini ?? '';
  writeFileSync(file, readFileSync(file, 'utf8').replace('cmd = sleep 3600', 'cmd = sleep 3600\nowner = ops'));
  await third?.restart();
  expect(await exec('options', 'web')).toMatch(/! owner +ops {2}\(only here\)/);
});
