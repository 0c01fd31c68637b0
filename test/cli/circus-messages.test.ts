import {describe, expect, test} from '@jest/globals';
import {commandTable} from '../../src/command/table.js';
import {onlyReads} from '../../src/wire/reading-messages.js';
import {commandsOnFake} from '../support/commands-on-fake.js';
import type {FakeAnswer, FakeNode} from '../support/fake-node.js';
import {testHost} from '../support/test-network.js';
import {TYPED} from '../support/typed-commands.js';

/**
 * Each command that changes something: the circus message that it sends, and what of the node's own word proves that it was
 * done. A node that answers `ok` and does nothing, or says no, is not believed; one that does it, is.
 */
interface Row {
  /** The properties of its message. */
  readonly properties: object;
  /** What proves it. */
  readonly proof: string;
  /** What the node answers that has not done it, and what comes of that. */
  readonly undone: readonly [answer: FakeAnswer, kind: string];
  /** Does it, and answers. */
  readonly does: (fake: FakeNode) => FakeAnswer;
  /** What the node answers to others from then on. */
  readonly tells?: Readonly<Record<string, FakeAnswer>>;
}

const HOST = testHost('211.1');
const NO: FakeAnswer = {status: 'error', reason: 'no', tb: null, errno: 3};
const exactly = (name: string) => ({name, match: 'simple', waiting: true});
const running = (name: string, ...pids: readonly number[]) => ({
  run: (fake: FakeNode) => fake.become(name, {state: 'active', pids}),
  info: {info: {started: pids, kept: []}},
});
const NEW = running('web', 7_001, 7_002);
const as = (does: (fake: FakeNode) => void, answer: FakeAnswer) => (fake: FakeNode) => {
  does(fake);
  return answer;
};
const NOTHING_STARTED = {info: {started: [], kept: []}};

const CHANGES: Readonly<Record<string, Row>> = {
  start: {
    properties: exactly('idle'),
    proof: '`status` says active, and `list` has a process that it started',
    undone: [NOTHING_STARTED, 'failed'],
    does: as(running('idle', 7_001).run, running('idle', 7_001).info),
  },
  stop: {
    properties: exactly('web'),
    proof: '`status` says stopped, and `list` has no process',
    undone: [{info: null}, 'timed-out'],
    does: as(fake => fake.become('web', {state: 'stopped', pids: []}), {info: null}),
  },
  restart: {
    properties: exactly('web'),
    proof: '`list` has the processes that it started',
    undone: [NOTHING_STARTED, 'failed'],
    does: as(NEW.run, NEW.info),
  },
  reload: {
    properties: {name: 'web', sequential: false, waiting: true},
    proof: '`list` has new processes, and none of the old',
    undone: [NOTHING_STARTED, 'timed-out'],
    does: as(NEW.run, NEW.info),
  },
  incr: {
    properties: {name: 'web', nb: 1, waiting: true},
    proof: '`list` has as many processes as it is to have',
    undone: [{numprocesses: 3}, 'timed-out'],
    does: as(running('web', 7_001, 7_002, 7_003).run, {numprocesses: 3}),
  },
  decr: {
    properties: {name: 'web', nb: 1, waiting: true},
    proof: '`list` has as many processes as it is to have',
    undone: [{numprocesses: 1}, 'timed-out'],
    does: as(running('web', 7_001).run, {numprocesses: 1}),
  },
  set: {
    properties: {name: 'web', options: {numprocesses: 3}, waiting: true},
    proof: '`get` tells the value, and `list` has as many processes',
    undone: [{}, 'failed'],
    does: as(running('web', 7_001, 7_002, 7_003).run, {}),
    tells: {get: {options: {numprocesses: 3}}},
  },
  signal: {
    properties: {name: 'web', signum: 1},
    proof: 'its answer: it was delivered',
    undone: [NO, 'failed'],
    does: () => ({}),
  },
  kill: {
    properties: {name: 'web', waiting: true},
    proof: '`list` has none of the processes that were there',
    undone: [{}, 'timed-out'],
    does: as(NEW.run, {}),
  },
  configure: {
    properties: {
      watcher: 'idle',
      waiting: true,
      dryRun: false,
      force: false,
      address: HOST,
      cluster: 'circusman',
      members: [{address: HOST, identifier: 1}],
      variables: {},
    },
    proof: 'its answer: all files are installed',
    undone: [NO, 'failed'],
    does: () => ({files: [], identifier: 1, applied: true, takesEffect: 'now'}),
  },
  reset: {
    properties: {watcher: 'idle', data: false, logs: false, dryRun: false, whole: true, waiting: true},
    proof: 'its answer: which folders are aside',
    undone: [NO, 'failed'],
    does: () => ({folders: [], files: 0, bytes: 0}),
  },
  adopt: {
    properties: {watcher: 'web', kill: true, waiting: true},
    proof: 'its answer: which orphans have ended',
    undone: [NO, 'failed'],
    does: () => ({ended: [4_711], killed: []}),
  },
  add: {
    properties: {name: 'new', cmd: 'sleep 9', options: {}, start: true, waiting: true},
    proof: '`status` says active, and `list` has a process that it started',
    undone: [{started: [7_001], kept: []}, 'unknown'],
    does: as(running('new', 7_001).run, {started: [7_001], kept: []}),
  },
  rm: {
    properties: {name: 'idle', nostop: false, waiting: true},
    proof: '`status` does not list it',
    undone: [{}, 'failed'],
    does: as(fake => fake.become('idle', null), {}),
  },
  reloadconfig: {
    properties: {waiting: true},
    proof: 'its answer, and `status` answers afterwards',
    undone: [NO, 'failed'],
    does: () => ({}),
  },
  shutdown: {
    properties: {waiting: true},
    proof: 'the circusd that was there does not answer any more',
    undone: [{}, 'timed-out'],
    does: fake => {
      // What it answered is on its way before it is gone.
      setTimeout(fake.close, 50);
      return {};
    },
  },
};

/** Those that only read: what they ask for. Their proof is that it was told. */
const READS: Readonly<Record<string, readonly [properties: object, answer: FakeAnswer]>> = {
  status: [{name: 'web'}, {status: 'active'}],
  list: [{name: 'web'}, {pids: [1]}],
  options: [{name: 'web'}, {options: {cmd: 'sleep 9'}}],
  get: [{name: 'web', keys: ['cmd']}, {options: {cmd: 'sleep 9'}}],
  stats: [{name: 'web'}, {info: {}}],
  numprocesses: [{name: 'web'}, {numprocesses: 1}],
  numwatchers: [{}, {numwatchers: 2}],
  globaloptions: [{}, {options: {check_delay: 5}}],
  listsockets: [{}, {sockets: []}],
  dstats: [{}, {info: {pid: 7}}],
};

const messageOf = (name: string) => commandTable.get(name)?.circus ?? '';

/** Runs the command where the node answers its message so, at first or again. */
async function runOn(name: string, answer: (fake: FakeNode) => FakeAnswer, tells: Row['tells'] = {}) {
  const on = await commandsOnFake(HOST, {table: commandTable});
  let isDone = false;
  on.fake.answer(({command}) => {
    if (command === messageOf(name)) {
      isDone = true;
      return answer(on.fake);
    }
    return isDone ? tells[command] : undefined;
  });
  on.asked();
  try {
    const outcome = await on.run(TYPED[name] ?? name);
    return {outcome, asked: on.asked()};
  } finally {
    await on.close();
  }
}

describe('a command sends its circus message, and proves by what the node says that it was done', () => {
  test.each(Object.entries(CHANGES))('%s', async (name, {properties, undone: [answer, kind], does, tells}) => {
    const undone = await runOn(name, () => answer);
    expect(undone.outcome).toMatchObject({kind});
    const done = await runOn(name, does, tells);
    expect(done.outcome).toMatchObject({kind: 'ok', sent: true});
    for (const {asked} of [undone, done]) {
      const others = asked.filter(request => !onlyReads(request.command, request.properties));
      expect(others).toEqual([{id: expect.any(String), command: messageOf(name), properties}]);
    }
  });

  test.each(Object.entries(READS))('%s, which only reads', async (name, [properties, answer]) => {
    expect((await runOn(name, () => NO)).outcome).toMatchObject({kind: 'failed', reason: 'no'});
    const {outcome, asked} = await runOn(name, () => answer);
    expect(outcome).toMatchObject({kind: 'ok'});
    expect(asked).toContainEqual({id: expect.any(String), command: messageOf(name), properties});
    expect(asked.filter(request => !onlyReads(request.command, request.properties))).toEqual([]);
  });

  test('and no other command of the table has one', () => {
    const having = [...commandTable.values()].filter(({circus}) => circus !== undefined).map(({name}) => name);
    expect(having.toSorted()).toEqual([...Object.keys(CHANGES), ...Object.keys(READS)].toSorted());
    const above = [...commandTable.values()].filter(({effect}) => effect !== 'none' && effect !== 'read');
    expect(above.map(({name}) => name).toSorted()).toEqual(Object.keys(CHANGES).toSorted());
  });
});

/** circusctl 0.19, by its own help. */
const CIRCUSCTL =
  'add decr dstats get globaloptions incr ipython kill list listen listsockets numprocesses numwatchers options quit reload reloadconfig restart rm set signal start stats status stop';
/** Of these there is no message here: events are subscribed to, and a shell inside circusd is refused. */
const WITHOUT = ['listen', 'ipython'];

test('each of the 25 commands of circusctl is here', () => {
  const commands = CIRCUSCTL.split(' ');
  expect(commands).toHaveLength(25);
  const sent = [...commandTable.values()].map(({circus}) => circus);
  expect(commands.filter(name => !sent.includes(name))).toEqual(expect.arrayContaining(WITHOUT));
  expect(commands.filter(name => !sent.includes(name))).toHaveLength(WITHOUT.length);
  expect(WITHOUT.filter(name => !commandTable.has(name))).toEqual([]);
});
