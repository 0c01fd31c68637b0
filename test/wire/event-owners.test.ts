import {expect, test} from '@jest/globals';
import type {EventFact} from '../../src/model/facts.js';
import {createEventOwners} from '../../src/wire/event-owners.js';
import {decodeEvent, type SpeltEvent} from '../../src/wire/event-topic.js';
import type {NodeClient} from '../../src/wire/node-client.js';
import {createWatcherNames} from '../../src/wire/watcher-names.js';
import {at} from '../support/cluster-state.js';
import {eventually} from '../support/eventually.js';

const BOTH = ['a b', 'a_b'];

function event(action: string, body: object, time = 100): SpeltEvent {
  const frames = [Buffer.from(`watcher.a_b.${action}`), Buffer.from(JSON.stringify({time, ...body}))];
  const decoded = decodeEvent(frames, 'n', at(1));
  if (decoded === null) throw new Error(`${action} is no event`);
  return decoded;
}

/** Of a node on which `a_b` has the process 7, and each question takes so many seconds. */
function setUp(seconds = 0) {
  const names = createWatcherNames();
  names.learn(BOTH);
  let now = 1;
  const askedAt: number[] = [];
  const passed: string[] = [];
  const undecided: string[] = [];
  const client = (async (name: string, {watcher}: {watcher: string}) => {
    if (watcher === 'a b') askedAt.push(now);
    now += seconds / 2;
    return {kind: 'reply', reply: {pids: name === 'children' && watcher === 'a_b' ? [7] : [], started: []}};
  }) as unknown as NodeClient;
  const owners = createEventOwners({
    client,
    names,
    clock: () => at(now),
    pass: (fact: EventFact) => passed.push(`${fact.type} ${fact.watcher}`),
    onProcesses: () => {},
    onUndecided: candidates => undecided.push(candidates.join()),
  });
  return {owners, passed, undecided, askedAt, now: () => now};
}

test('a pid that the node lists decides, and what follows it at once goes to the same watcher', async () => {
  const {owners, passed, undecided} = setUp();
  owners.take(event('spawn', {process_pid: 7}), BOTH);
  owners.take(event('start', {}), BOTH);
  await eventually(() => expect(passed).toEqual(['process-spawned a_b', 'watcher-started a_b']));
  owners.take(event('kill', {process_pid: 7}), BOTH);
  owners.take(event('reap', {process_pid: 7, exit_code: -15}), BOTH);
  owners.take(event('stop', {}), BOTH);
  expect(passed.slice(2)).toEqual(['process-killed a_b', 'process-reaped a_b', 'watcher-stopped a_b']);
  expect(undecided).toEqual([]);
});

test.each([
  ['start', 102],
  ['stop', 100],
  ['updated', 100],
])('%s that does not follow such an event at once is of neither, and both are read', async (action, time) => {
  const {owners, passed, undecided} = setUp();
  owners.take(event('spawn', {process_pid: 7}), BOTH);
  await eventually(() => expect(passed).toEqual(['process-spawned a_b']));
  owners.take(event(action, {}, time), BOTH);
  expect([passed.length, undecided]).toEqual([1, ['a b,a_b']]);
});

test('a process that the node does not list any more is of no watcher', async () => {
  const {owners, passed, undecided} = setUp();
  owners.take(event('reap', {process_pid: 8, exit_code: 3}), BOTH);
  await eventually(() => expect(undecided).toEqual(['a b,a_b']));
  expect(passed).toEqual([]);
});

test('of a flood that is more than is kept, the state of all that it may mean is read', async () => {
  const {owners, passed, undecided} = setUp();
  for (let count = 0; count < 201; count++) owners.take(event('spawn', {process_pid: 7}), BOTH);
  await eventually(() => expect(passed).toHaveLength(200));
  expect(undecided).toEqual(['a b,a_b']);
});

test('a node that answers slowly is asked rarely', async () => {
  const {owners, askedAt, now} = setUp(0.1);
  owners.ask(BOTH);
  await eventually(() => expect(askedAt).toHaveLength(1));
  const began = performance.now();
  owners.ask(BOTH);
  await eventually(() => expect(askedAt).toHaveLength(2));
  // Its clock stood still meanwhile: it was waited for 4 × 0.1 s of ours.
  expect(performance.now() - began).toBeGreaterThan(350);
  expect(now()).toBeCloseTo(1.2);
});

test('after the connection is gone nothing is passed on', async () => {
  const {owners, passed, undecided, askedAt} = setUp();
  owners.take(event('spawn', {process_pid: 7}), BOTH);
  owners.stop();
  owners.ask(BOTH);
  await eventually(() => expect(askedAt).toHaveLength(1));
  expect([passed, undecided]).toEqual([[], []]);
});
