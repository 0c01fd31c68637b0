import {afterAll, beforeAll, describe, expect, test} from '@jest/globals';
import type {CallResult} from '../../src/model/calls.js';
import {type Circusd, startCircusd} from '../support/circusd.js';
import {type FakeAnswer, type FakeNode, startFakeNode} from '../support/fake-node.js';
import {untilDeaf} from '../support/ignores-sigterm.js';
import {askAsOther} from '../support/other-client.js';
import {testHost} from '../support/test-network.js';
import {spec, type WatchedCluster, watchCluster} from '../support/watched-cluster.js';

const NODE = testHost('70.11');
const FAKE = testHost('70.12');

const INI = ['one', 'two', 'x[1]', 'Web App', 'dot.ted.name']
  .map(name => `[watcher:${name}]\ncmd = sleep 3600\nautostart = False\n`)
  .concat('[watcher:stubborn]\ncmd = env --ignore-signal=TERM sleep 3600\nautostart = False\ngraceful_timeout = 3\n')
  .join('');

/** Collects what a call says that it waits for; `first` resolves with the first word. */
function listen() {
  const heard: (string | null)[] = [];
  const {promise: first, resolve} = Promise.withResolvers<string | null>();
  const onWait = (waitsFor: string | null) => {
    heard.push(waitsFor);
    resolve(waitsFor);
  };
  return {heard, first, onWait};
}

describe('against a real circusd', () => {
  let circusd: Circusd;
  let cluster: WatchedCluster;
  const start = (watcher: string, options = {}) =>
    cluster.call(NODE, 'start', {watcher}, {timeout: 10_000, ...options});
  const stop = (watcher: string, options = {}) => cluster.call(NODE, 'stop', {watcher}, {timeout: 10_000, ...options});
  const kill = (watcher: string) => cluster.call(NODE, 'signal', {watcher, signal: 9, pid: null}, {timeout: 5_000});
  const startStubborn = async () => {
    const result = await start('stubborn');
    if (result.kind !== 'reply') throw new Error(`stubborn was not started: ${result.reason}`);
    await Promise.all([...result.reply.started, ...result.reply.kept].map(untilDeaf));
  };
  const status = async (watcher: string) => {
    const result = await cluster.call(NODE, 'status', {watcher}, {timeout: 10_000});
    return result.kind === 'reply' ? result.reply : result;
  };

  beforeAll(async () => {
    circusd = await startCircusd(NODE, INI);
    cluster = watchCluster([spec(NODE)]);
    await cluster.fact('processes-read', fact => fact.watcher === 'stubborn', 0);
  });

  afterAll(async () => {
    await cluster.close();
    await circusd.stop();
  });

  test('two starts at once do not meet: the second waits for the first', async () => {
    const {heard, onWait} = listen();
    const results = await Promise.all([start('one'), start('two', {onWait})]);
    expect(results.map(result => result.kind)).toEqual(['reply', 'reply']);
    expect(heard).toEqual(["the node's lock, held by start one", null]);
    await Promise.all([stop('one'), stop('two')]);
  });

  test.each(['x[1]', 'Web App', 'dot.ted.name'])('the watcher "%s" is started, reported and stopped', async name => {
    const since = cluster.facts.length;
    expect(await start(name)).toMatchObject({kind: 'reply', reply: {started: [expect.any(Number)]}});
    await cluster.fact('watcher-started', fact => fact.watcher === name, since);
    expect(await stop(name)).toMatchObject({kind: 'reply'});
    await cluster.fact('watcher-stopped', fact => fact.watcher === name, since);
  });

  test('a pattern is taken for a name, and no name for nothing', async () => {
    expect(await start('o*')).toEqual({kind: 'refused', reason: 'no watcher o* here (circus: program o* not found)'});
    expect(await start('')).toEqual({kind: 'unsent', reason: 'no watcher was named'});
  });

  test('refuses an option in words of Python, which are told as what they mean', async () => {
    const cmd = 'sleep 1000';
    const options = {timeout: 10_000};
    await cluster.call(NODE, 'add', {watcher: 'added', cmd, options: {}, isStarted: false}, options);
    const set = (name: string, value: string) =>
      cluster.call(NODE, 'set', {watcher: 'added', options: {[name]: value}}, options);
    expect(await set('stdout_stream.filename', '/dev/null')).toEqual({
      kind: 'refused',
      reason: expect.stringMatching(/^it has no such stream: write .* \(circus: 'NoneType' object does not/),
    });
    expect(await set('uid', 'nobody-at-all')).toEqual({
      kind: 'refused',
      reason: expect.stringMatching(/^there is no user nobody-at-all on that machine \(circus: 'nobody-at-all' isn't/),
    });
    // Python says it in many lines.
    expect(await set('hooks.before_start', 'no.such.hook')).toEqual({
      kind: 'refused',
      reason: expect.stringMatching(
        /^circusd finds no Python function no\.such\.hook where it runs [^\\]*are: - missing/,
      ),
    });
  });

  test('a stubborn stop keeps others waiting, and signal 9 ends it', async () => {
    await startStubborn();
    const since = cluster.facts.length;
    const {first, onWait} = listen();
    const stopping = stop('stubborn');
    const starting = start('one', {onWait});
    expect(await first).toBe("the node's lock, held by stop stubborn");
    await cluster.fact('process-killed', fact => fact.watcher === 'stubborn', since);
    expect((await kill('stubborn')).kind).toBe('reply');
    expect(await stopping).toMatchObject({kind: 'reply', reply: null});
    expect(await starting).toMatchObject({kind: 'reply', reply: {started: [expect.any(Number)]}});
    const reaped = await cluster.fact('process-reaped', fact => fact.watcher === 'stubborn', since);
    expect(reaped.exit).toEqual({code: null, signal: 'SIGKILL'});
    await stop('one');
  });

  test("while another client's stop holds the lock, a start says so, tries again and is done", async () => {
    await startStubborn();
    const killed = cluster.fact('process-killed', fact => fact.watcher === 'stubborn');
    const other = askAsOther(NODE, 'stop', {name: 'stubborn', waiting: true, match: 'simple'});
    await killed;
    const {heard, onWait} = listen();
    expect(await start('two', {onWait})).toMatchObject({kind: 'reply', reply: {started: [expect.any(Number)]}});
    expect(heard[0]).toBe("the node's lock, held by another stop");
    expect(heard.at(-1)).toBeNull();
    expect(await other).toMatchObject({status: 'ok'});
    await stop('two');
  });

  test('what must not be sent any more when the lock is free is asked again, and not sent', async () => {
    await startStubborn();
    const killed = cluster.fact('process-killed', fact => fact.watcher === 'stubborn');
    const other = askAsOther(NODE, 'stop', {name: 'stubborn', waiting: true, match: 'simple'});
    await killed;
    let tries = 0;
    const refusal = async () => (tries++ === 0 ? null : 'it is too late');
    expect(await start('two', {refusal})).toEqual({kind: 'unsent', reason: 'it is too late'});
    expect(tries).toBe(2);
    expect(await other).toMatchObject({status: 'ok'});
    expect(await status('two')).toBe('stopped');
  });

  describe('while a stubborn stop holds the lock', () => {
    let stopping: Promise<CallResult<null>>;

    beforeAll(async () => {
      await startStubborn();
      const killed = cluster.fact('process-killed', fact => fact.watcher === 'stubborn');
      stopping = stop('stubborn', {timeout: 400});
      await killed;
    });

    afterAll(async () => {
      const since = cluster.facts.length;
      await kill('stubborn');
      await cluster.fact('watcher-stopped', fact => fact.watcher === 'stubborn', since);
    });

    test('it is lost at its timeout', async () => {
      expect(await stopping).toEqual({kind: 'lost', reason: expect.stringMatching(/^no answer within \d+ ms$/)});
    });

    test('a start is refused at its timeout, with who held the lock', async () => {
      expect(await start('two', {timeout: 500})).toEqual({
        kind: 'refused',
        reason: "busy: the node's lock was held by another stop",
      });
      expect(await status('two')).toBe('stopped');
    });

    test('a start that is broken off while it waits was not sent', async () => {
      const abort = new AbortController();
      const starting = start('two', {signal: abort.signal, onWait: () => abort.abort()});
      expect(await starting).toEqual({kind: 'unsent', reason: 'broken off before it was sent'});
      expect(await status('two')).toBe('stopped');
    });

    test('reading goes on', async () => {
      expect(await status('stubborn')).toBe('stopping');
    });
  });

  test('in read-only mode what changes a node is not sent, and what reads is', async () => {
    const readOnly = watchCluster([spec(NODE)], {isReadOnly: () => true});
    await readOnly.fact('processes-read', fact => fact.watcher === 'one', 0);
    const options = {timeout: 5_000};
    const refusal = {kind: 'unsent', reason: 'read-only'};
    for (const name of ['start', 'stop', 'restart'] as const) {
      expect(await readOnly.call(NODE, name, {watcher: 'one'}, options)).toEqual(refusal);
    }
    expect(await readOnly.call(NODE, 'signal', {watcher: 'one', signal: 9, pid: null}, options)).toEqual(refusal);
    expect(readOnly.facts.filter(fact => fact.type === 'signal-sent')).toEqual([]);
    expect(await readOnly.call(NODE, 'status', {watcher: 'one'}, options)).toMatchObject({reply: 'stopped'});
    await readOnly.close();
  });
});

describe('against a node that answers garbage', () => {
  let fake: FakeNode;
  let cluster: WatchedCluster;
  const answerTo = (command: string, answer: (id: string) => FakeAnswer) =>
    fake.answer(request => (request.command === command ? answer(request.id) : undefined));
  const start = (options = {}) => cluster.call(FAKE, 'start', {watcher: 'web'}, {timeout: 5_000, ...options});

  beforeAll(async () => {
    fake = await startFakeNode(FAKE, {web: 1, 'esc\x1b[2k': 1});
    cluster = watchCluster([spec(FAKE)]);
    await cluster.fact('processes-read', fact => fact.watcher === 'web', 0);
  });

  afterAll(async () => {
    await cluster.close();
    fake.close();
  });

  test.each<[string, (id: string) => FakeAnswer, string]>([
    ['NaN', id => `{"id": "${id}", "time": 1, "info": NaN}`, 'no JSON: it holds NaN or Infinity'],
    ['pids as text', () => ({info: {started: ['7'], kept: []}}), 'started is not a number'],
    ['a time that is none', () => ({time: null}), 'time is not a number'],
  ])('%s makes the call lost, as it is not known what was done', async (_what, answer, problem) => {
    answerTo('start', answer);
    expect(await start()).toEqual({kind: 'lost', reason: `its answer is not circusd's: ${problem}`});
  });

  test.each<[string, (id: string) => FakeAnswer]>([
    ['no JSON at all', () => 'hello'],
    ['the id of another client', () => ({id: 'foreign'})],
    ['an id that is no text', () => ({id: {a: 1}})],
    ['silence', () => null],
  ])('%s is no answer', async (_what, answer) => {
    answerTo('start', answer);
    expect(await start({timeout: 200})).toEqual({kind: 'lost', reason: expect.stringMatching(/^no answer within/)});
  });

  test('a command that was sent and then broken off is lost', async () => {
    const abort = new AbortController();
    answerTo('start', () => {
      abort.abort();
      return null;
    });
    expect(await start({signal: abort.signal})).toEqual({kind: 'lost', reason: 'broken off before it was answered'});
  });

  test('an answer of 10 MB is read, and what it says is cut', async () => {
    answerTo('start', () => ({status: 'error', errno: 5, tb: 'x', reason: 'x'.repeat(10_000_000)}));
    const result = await start();
    expect(result.kind === 'refused' ? result.reason.length : result).toBe(300);
  });

  test('a name with control characters is shown harmless and sent as it is', async () => {
    fake.answer(() => undefined);
    const shown = 'esc\\x1b[2k';
    const result = await cluster.call(FAKE, 'stop', {watcher: shown}, {timeout: 5_000});
    expect(result.kind).toBe('reply');
    const stops = fake.requests.filter(request => request.command === 'stop');
    expect(stops.map(request => request.properties.name)).toEqual(['esc\x1b[2k']);
    const stopped = await cluster.fact('watcher-stopped', fact => fact.watcher === shown, 0);
    expect(stopped.node).toBe(FAKE);
  });

  test('the node stays online throughout', () => {
    expect(cluster.facts.filter(fact => fact.type === 'node-lost' || fact.type === 'ping-overdue')).toEqual([]);
  });
});
