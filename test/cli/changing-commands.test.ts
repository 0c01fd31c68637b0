import {readFileSync, writeFileSync} from 'node:fs';
import {mkdtemp, rm} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {afterAll, beforeAll, expect, test} from '@jest/globals';
import {circusctl} from '../support/circusctl.js';
import {type Circusd, startCircusd} from '../support/circusd.js';
import {eventually} from '../support/eventually.js';
import {runCircusman} from '../support/run-circusman.js';
import {testHost} from '../support/test-network.js';

/** What changes a watcher otherwise than start and stop, on a real stock circusd, as circus's own client sees it afterwards. */

const HOST = testHost('76.1');
const AT = {host: HOST, commandPort: 5555};
let circusd: Circusd;
let folder: string;

const watcher = (name: string, cmd: string, ...lines: readonly string[]) =>
  [`[watcher:${name}]`, `cmd = ${cmd}`, ...lines, ''].join('\n');

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'circusman-changing-'));
  circusd = await startCircusd(
    HOST,
    [
      watcher('web', 'sleep 3600', 'numprocesses = 2', 'graceful_timeout = 2'),
      watcher('one', 'sleep 3600', 'singleton = True'),
      watcher('once', 'sleep 3600', 'respawn = False'),
      watcher('hup', `bash -c "trap 'echo hup >> ${folder}/hup' HUP; while :; do sleep 0.1; done"`, 'send_hup = True'),
      watcher('tough', 'sh -c "trap : TERM; while :; do sleep 0.1; done"', 'graceful_timeout = 1'),
      watcher('idle', 'sleep 3600', 'autostart = False'),
    ].join('\n'),
  );
});
afterAll(async () => {
  await circusd?.stop();
  await rm(folder, {recursive: true, force: true});
});

interface Target {
  readonly outcome: string;
  readonly changed: boolean | null;
  readonly sent: boolean;
  readonly state: string | null;
  readonly reason?: string;
}

/** What came of a command on the one node. */
async function exec(...words: readonly string[]): Promise<Target> {
  const {out, err} = await runCircusman(['exec', '-c', HOST, '--json', ...words]);
  const line = out.trim();
  if (line === '') throw new Error(`no outcome: ${err}`);
  const {targets, error}: {targets?: Target[]; error?: string} = JSON.parse(line);
  const [target] = targets ?? [];
  if (target === undefined) throw new Error(`no target: ${error ?? line}`);
  return target;
}

async function refusal(...words: readonly string[]): Promise<string> {
  const {code, err} = await runCircusman(['exec', '-c', HOST, ...words]);
  expect(code).toBe(2);
  return err;
}

const pids = async (name: string) =>
  (await circusctl(AT, 'list', name))
    .split(',')
    .filter(pid => pid !== '')
    .map(Number);
const option = (name: string, key: string) => circusctl(AT, 'get', name, key);

test('incr and decr change how many run, and say how many there are', async () => {
  expect(await exec('incr', 'web', '2')).toMatchObject({outcome: 'ok', changed: true, reason: '2 → 4'});
  expect(await pids('web')).toHaveLength(4);
  expect(await exec('decr', 'web', '3')).toMatchObject({outcome: 'ok', reason: '4 → 1'});
  expect(await pids('web')).toHaveLength(1);
  expect(await exec('decr', 'web', '9')).toMatchObject({outcome: 'ok', reason: '1 → 0'});
  expect(await exec('decr', 'web')).toMatchObject({outcome: 'ok', changed: false, sent: false});
  expect(await exec('incr', 'web', '2')).toMatchObject({outcome: 'ok', reason: '0 → 2'});
  expect(await exec('incr', 'idle')).toMatchObject({
    outcome: 'ok',
    state: 'stopped',
    reason: expect.stringMatching(/stopped/),
  });
});

test('a singleton stays one, and what is not respawned gets no more: neither is said to be ok', async () => {
  expect(await exec('incr', 'one')).toMatchObject({outcome: 'failed', reason: expect.stringMatching(/singleton/)});
  expect(await exec('incr', 'once')).toMatchObject({outcome: 'failed', reason: expect.stringMatching(/respawn/)});
  expect(await exec('set', 'once', 'numprocesses', '4')).toMatchObject({
    outcome: 'failed',
    reason: expect.stringMatching(/respawn/),
  });
});

test('set sends typed values and says what is set then', async () => {
  expect(await exec('set', 'web', 'numprocesses', '3')).toMatchObject({outcome: 'ok', changed: true});
  expect(await pids('web')).toHaveLength(3);
  expect(await exec('set', 'web', 'numprocesses', '3')).toMatchObject({outcome: 'ok', changed: false, sent: false});
  expect(await exec('set', 'web', 'numprocesses', '2', 'graceful_timeout', '1.5')).toMatchObject({outcome: 'ok'});
  expect(await option('web', 'graceful_timeout')).toBe('graceful_timeout: 1.5');
  const before = await pids('web');
  expect(await exec('set', 'web', 'cmd', 'sleep 3601')).toMatchObject({outcome: 'ok', state: 'running'});
  const after = await pids('web');
  expect(after).toHaveLength(2);
  expect(before.some(pid => after.includes(pid))).toBe(false);
  expect(await exec('set', 'web', 'env', 'A=1,B=x y')).toMatchObject({outcome: 'ok'});
  expect(readFileSync(`/proc/${(await pids('web'))[0]}/environ`, 'utf8')).toContain('B=x y');
});

test('what circus takes and ignores, does not know, or wants otherwise is refused before it is sent', async () => {
  expect(await refusal('set', 'web', 'max_retry', '3')).toContain('circus takes set max_retry and ignores it');
  expect(await refusal('set', 'web', 'priority', '3')).toContain('circus does not let priority be set');
  expect(await refusal('set', 'web', 'nimprocesses', '3')).toContain('circus has no option "nimprocesses"');
  expect(await refusal('set', 'web', 'numprocesses', 'three')).toContain(
    'numprocesses wants a whole number, 0 or more, not "three"',
  );
  expect(await refusal('set', 'web', 'numprocesses', '-1')).toContain('a whole number, 0 or more, not "-1"');
  expect(await refusal('set', 'web', 'numprocesses')).toContain('numprocesses wants a value');
});

test('kill ends what ran, by SIGKILL what does not end, and the watcher starts new ones', async () => {
  const before = await pids('tough');
  expect(await exec('kill', 'tough')).toMatchObject({outcome: 'ok', reason: `ended ${before[0]}`});
  const [pid] = await pids('web');
  expect(await exec('kill', 'web', '--pid', String(pid), '--signum', 'KILL')).toMatchObject({outcome: 'ok'});
  expect(await pids('web')).not.toContain(pid);
  expect(await exec('kill', 'web', '--pid', '999999')).toMatchObject({outcome: 'failed', sent: false});
});

test('reload replaces what runs, hangs up what wants that, and leaves what is stopped', async () => {
  const before = await pids('web');
  expect(await exec('reload', 'web')).toMatchObject({outcome: 'ok', changed: true, state: 'running'});
  const after = await pids('web');
  expect(after).toHaveLength(2);
  expect(before.some(pid => after.includes(pid))).toBe(false);
  expect(await exec('reload', 'web', '--sequential')).toMatchObject({outcome: 'ok', changed: true});
  const hup = await pids('hup');
  expect(await exec('reload', 'hup')).toMatchObject({outcome: 'ok', reason: expect.stringMatching(/SIGHUP/)});
  expect(await pids('hup')).toEqual(hup);
  expect(await exec('reload', 'idle')).toMatchObject({outcome: 'ok', changed: false, sent: false});
  expect(await circusctl(AT, 'status', 'idle')).toBe('stopped');
});

test('add, and rm, are seen in what circus lists', async () => {
  expect(await exec('add', 'new one', 'sleep 3600', '--start', '--set', 'numprocesses=2')).toMatchObject({
    outcome: 'ok',
    state: 'running',
  });
  expect(await pids('new one')).toHaveLength(2);
  expect(await exec('add', 'New One', 'sleep 1')).toMatchObject({outcome: 'failed', sent: false});
  expect(await exec('add', 'quiet', 'sleep', '3600')).toMatchObject({outcome: 'ok', state: 'stopped'});
  expect(await exec('add', 'bad', '/nowhere/at/all', '--start')).toMatchObject({outcome: 'failed'});
  expect(await refusal('add', '""', 'sleep 1')).toContain('empty name');
  expect(await refusal('rm', 'quiet')).toContain('--yes');
  expect(await exec('--yes=1', 'rm', 'quiet')).toMatchObject({outcome: 'ok', changed: true});
  const left = await pids('new one');
  expect(await exec('--yes', 'rm', 'new one', '--nostop')).toMatchObject({
    outcome: 'ok',
    reason: expect.stringMatching(/unmanaged/),
  });
  expect(await circusctl(AT, 'list')).not.toContain('new one');
  for (const pid of left) process.kill(pid, 'SIGKILL');
});

test('a set whose command cannot run is not ok', async () => {
  expect(await exec('set', 'web', 'cmd', '/nowhere/at/all')).toMatchObject({
    outcome: 'failed',
    sent: true,
    reason: expect.stringMatching(/^it is set and stays so, but no process came up /),
  });
  // circus sends this one SIGHUP instead of replacing it.
  const before = await pids('hup');
  expect(await exec('set', 'hup', 'working_dir', '/tmp')).toMatchObject({outcome: 'ok', state: 'running'});
  expect(await pids('hup')).toEqual(before);
});

test('reloadconfig says which watchers came and went, and what of a broken ini', async () => {
  expect(await refusal('reloadconfig')).toContain('--yes');
  const ini = readFileSync(circusd.ini, 'utf8');
  writeFileSync(circusd.ini, `${ini.replace(/\[watcher:once\][^[]*/, '')}\n${watcher('fresh', 'sleep 3600')}`);
  expect(await exec('--yes', 'reloadconfig')).toMatchObject({
    outcome: 'ok',
    reason: expect.stringMatching(/new: fresh; gone: .*once/),
  });
  expect(await circusctl(AT, 'status', 'fresh')).toBe('active');
  writeFileSync(circusd.ini, 'no ini');
  expect(await exec('--yes', 'reloadconfig')).toMatchObject({
    outcome: 'failed',
    reason: expect.stringMatching(/^its circus\.ini is missing or broken; its log says what \(circus: server error\)$/),
  });
});

test('shutdown ends circusd, and says so when it is gone', async () => {
  const pid = circusd.pid();
  expect(await refusal('shutdown')).toContain('--yes');
  expect(await exec('--yes', 'shutdown')).toMatchObject({outcome: 'ok', changed: true});
  await eventually(() => expect(() => process.kill(pid, 0)).toThrow());
});
