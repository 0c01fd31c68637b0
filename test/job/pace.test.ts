import {describe, expect, test} from '@jest/globals';
import type {Pace} from '../../src/command/pace.js';
import type {Plan} from '../../src/command/plan.js';
import type {Ports} from '../../src/command/ports.js';
import {createJobRunner} from '../../src/job/runner.js';
import {noJournal} from '../../src/journal/writer.js';
import type {Fact} from '../../src/model/facts.js';
import type {Outcome} from '../../src/model/job.js';
import {EMPTY_STATE} from '../../src/store/state.js';
import {createStore} from '../../src/store/store.js';
import {at} from '../support/cluster-state.js';
import {jobCommand} from '../support/job-command.js';
import {NO_WORLD} from '../support/scripted-run.js';

/** How fast a job goes, and when no further: which targets are begun when. */

const OK: Outcome = {kind: 'ok', changed: true, sent: true, state: 'running', reason: null};
const FAILED: Outcome = {kind: 'failed', changed: null, sent: true, state: null, reason: 'no'};
const AT_ONCE: Pace = {batch: null, maxFailures: null, settle: 0, fanout: null};

/** A job on nodes a to f, whose targets end when the test says so. */
function held(pace: Pace) {
  const facts: Fact[] = [];
  const store = createStore(EMPTY_STATE);
  const ports: Ports = {
    call: async () => ({kind: 'unsent', reason: 'no wire here'}),
    clock: () => at(0),
    state: store.state,
    until: async () => false,
    ...NO_WORLD,
  };
  const emit = (some: readonly Fact[]) => {
    facts.push(...some);
    store.dispatch(some);
  };
  const runner = createJobRunner({
    ports,
    clock: ports.clock,
    emit,
    fanout: 64,
    who: 'root@control',
    nextJob: noJournal().nextJob,
  });
  const begun: string[] = [];
  const ends = new Map<string, (outcome: Outcome) => void>();
  const command = jobCommand({
    run: ({target: {node}}) => {
      begun.push(node);
      return new Promise(resolve => ends.set(node, resolve));
    },
  });
  const targets = ['a', 'b', 'c', 'd', 'e', 'f'].map(node => ({node, watcher: 'x'}));
  const args = {operands: new Map(), options: new Map(), on: null, cells: null};
  const plan: Plan = {command, args, text: 'hold x', targets, warnings: [], prepared: null, pace};
  const end = (node: string, outcome: Outcome = OK) => ends.get(node)?.(outcome);
  const outcomes = () => store.state().jobs[0]?.targets.map(({outcome}) => outcome?.kind ?? null);
  return {runner, plan, begun, end, outcomes, facts, store};
}

/** Lets promises that are due go on until it is so. */
async function until(isSo: () => boolean): Promise<void> {
  while (!isSo()) await new Promise(resolve => setImmediate(resolve));
}

describe('batches', () => {
  test('of so many nodes: the next begins when every target of the one before has ended', async () => {
    const {runner, plan, begun, end} = held({...AT_ONCE, batch: 2});
    const id = runner.begin(plan) ?? 0;
    await until(() => begun.length === 2);
    end('b');
    await until(() => true);
    expect(begun).toEqual(['a', 'b']);
    end('a');
    await until(() => begun.length === 4);
    expect(begun).toEqual(['a', 'b', 'c', 'd']);
    end('c');
    end('d');
    await until(() => begun.length === 6);
    end('e');
    end('f');
    await runner.ended(id);
  });

  test('end with the first failure more than is allowed: the rest is skipped, with the reason', async () => {
    const {runner, plan, begun, end, outcomes, store} = held({...AT_ONCE, batch: 2, maxFailures: 1});
    const id = runner.begin(plan) ?? 0;
    await until(() => begun.length === 2);
    end('a', FAILED);
    end('b');
    await until(() => begun.length === 4);
    end('c', {...FAILED, kind: 'unknown'});
    await until(() => outcomes()?.[5] === 'skipped');
    end('d');
    await runner.ended(id);
    expect(outcomes()).toEqual(['failed', 'ok', 'unknown', 'ok', 'skipped', 'skipped']);
    const {outcome} = store.state().jobs[0]?.targets[5] ?? {};
    expect(outcome).toMatchObject({sent: false, changed: false, reason: 'not begun: 2 of 6 were not ok'});
  });

  test('of a job that is cancelled are not begun', async () => {
    const {runner, plan, begun, end, outcomes} = held({...AT_ONCE, batch: 1});
    const id = runner.begin(plan) ?? 0;
    await until(() => begun.length === 1);
    runner.cancel(id);
    end('a');
    await runner.ended(id);
    expect(outcomes()).toEqual(['ok', ...Array(5).fill('cancelled')]);
  });
});

test('without batches nothing more is begun once too many have failed', async () => {
  const {runner, plan, begun, end, outcomes} = held({...AT_ONCE, fanout: 2, maxFailures: 0});
  const id = runner.begin(plan) ?? 0;
  await until(() => begun.length === 2);
  end('a', FAILED);
  end('b');
  await runner.ended(id);
  expect([begun, outcomes()]).toEqual([
    ['a', 'b'],
    ['failed', 'ok', 'skipped', 'skipped', 'skipped', 'skipped'],
  ]);
});

test('a job that has to wait for another at a node says for which', async () => {
  const {runner, plan, begun, end, store} = held(AT_ONCE);
  const first = runner.begin(plan) ?? 0;
  const second = runner.begin({...plan, targets: plan.targets.slice(0, 1)}) ?? 0;
  await until(() => begun.length === 6);
  const waiting = () => store.state().jobs[1]?.targets[0];
  expect(waiting()).toMatchObject({beganAt: null, waitsFor: `job ${first}: hold x`});
  for (const node of begun) end(node);
  await until(() => begun.length === 7);
  expect(waiting()).toMatchObject({beganAt: at(0), waitsFor: null});
  end('a');
  await runner.ended(second);
});
