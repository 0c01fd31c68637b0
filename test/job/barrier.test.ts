import {describe, expect, test} from '@jest/globals';
import type {FirstPhase} from '../../src/command/command.js';
import type {Plan} from '../../src/command/plan.js';
import type {Ports} from '../../src/command/ports.js';
import {createJobRunner} from '../../src/job/runner.js';
import {noJournal} from '../../src/journal/writer.js';
import type {Fact} from '../../src/model/facts.js';
import type {Outcome, Target} from '../../src/model/job.js';
import {EMPTY_STATE} from '../../src/store/state.js';
import {at} from '../support/cluster-state.js';
import {jobCommand} from '../support/job-command.js';
import {NO_WORLD} from '../support/scripted-run.js';

const OK: Outcome = {kind: 'ok', changed: true, sent: true, state: 'stopped', reason: null};
const BAD: Outcome = {...OK, kind: 'failed', reason: 'busy'};
const NONE: Outcome = {...OK, kind: 'failed', reason: 'not all'};

const keyOf = ({node, watcher}: Target) => `${node}/${watcher}`;

/** A job of targets, NODE/WATCHER; those of one watcher are a group, but for the watcher `alone`. */
function jobOf(keys: readonly string[], fanout: number, first: (key: string) => Promise<Outcome | null>) {
  const log: string[] = [];
  const facts: Fact[] = [];
  const ports: Ports = {
    call: async () => ({kind: 'unsent', reason: 'no wire here'}),
    clock: () => at(0),
    state: () => EMPTY_STATE,
    until: async () => false,
    ...NO_WORLD,
  };
  const phase: FirstPhase = {
    groupOf: ({watcher}) => (watcher === 'alone' ? null : watcher),
    run: ({target}) => {
      log.push(`first ${keyOf(target)}`);
      return first(keyOf(target));
    },
    decide: (group, _plan, ended) => {
      log.push(`decide ${group}${[...ended.keys()].map(target => ` ${keyOf(target)}`).join('')}`);
      return ended.size === 0 ? null : NONE;
    },
  };
  const command = jobCommand({
    first: phase,
    run: async ({target}) => {
      log.push(`then ${keyOf(target)}`);
      return OK;
    },
  });
  const targets = keys.map(key => ({node: key.split('/')[0] ?? '', watcher: key.split('/')[1] ?? ''}));
  const args = {operands: new Map(), options: new Map(), on: null, cells: null};
  const plan: Plan = {command, args, text: 'hold', targets, warnings: [], prepared: null};
  const runner = createJobRunner({
    ports,
    clock: ports.clock,
    emit: some => facts.push(...some),
    fanout,
    who: 'root@control',
    nextJob: noJournal().nextJob,
  });
  const outcomes = () =>
    facts.flatMap(fact => (fact.type === 'job-target-ended' ? [`${fact.index} ${fact.outcome.reason ?? 'ok'}`] : []));
  return {runner, plan, log, facts, outcomes, id: runner.begin(plan) ?? 0};
}

/** A first phase that ends when the test says so. */
function held(outcome: Outcome | null = null) {
  const ends = new Map<string, () => void>();
  return {
    first: (key: string) => new Promise<Outcome | null>(resolve => ends.set(key, () => resolve(outcome))),
    end: (key: string) => ends.get(key)?.(),
    has: (key: string) => ends.has(key),
  };
}

describe('targets that are decided together', () => {
  test('begin their second phase only when the first has ended on all of them, with a place for one node, too', async () => {
    const {runner, log, outcomes, id} = jobOf(['a/x', 'b/x', 'c/x'], 1, async () => null);
    await runner.ended(id);
    expect(log.slice(0, 4)).toEqual(['first a/x', 'first b/x', 'first c/x', 'decide x']);
    expect(log.slice(4).sort()).toEqual(['then a/x', 'then b/x', 'then c/x']);
    expect(outcomes().sort()).toEqual(['0 ok', '1 ok', '2 ok']);
  });

  test('end all where one of them failed, and that is decided once', async () => {
    const {runner, log, outcomes, id} = jobOf(['a/x', 'b/x', 'c/x'], 2, async key => (key === 'b/x' ? BAD : null));
    await runner.ended(id);
    expect(log.filter(line => !line.startsWith('first'))).toEqual(['decide x b/x']);
    expect(outcomes().sort()).toEqual(['0 not all', '1 busy', '2 not all']);
  });

  test('do not wait for each other in a ring, whatever order they have on their nodes', async () => {
    const {runner, log, id} = jobOf(['a/x', 'a/y', 'b/y', 'b/x'], 64, async () => null);
    await runner.ended(id);
    expect(log.filter(line => line.startsWith('then')).sort()).toEqual([
      'then a/x',
      'then a/y',
      'then b/x',
      'then b/y',
    ]);
  });

  test('of a group that failed do not keep other groups, nor those without one, from going on', async () => {
    const {runner, outcomes, id} = jobOf(['a/x', 'a/y', 'a/alone', 'b/x', 'b/y'], 1, async key => {
      return key === 'b/x' ? BAD : null;
    });
    await runner.ended(id);
    expect(outcomes().sort()).toEqual(['0 not all', '1 ok', '2 ok', '3 busy', '4 ok']);
  });

  test('begin once each, and keep their nodes until both phases are over', async () => {
    const {runner, facts, plan, log, id} = jobOf(['a/x', 'b/x'], 1, async () => null);
    const second = runner.begin(plan) ?? 0;
    await Promise.all([runner.ended(id), runner.ended(second)]);
    expect(facts.filter(fact => fact.type === 'job-target-began')).toHaveLength(4);
    const ofA = ['first a/x', 'then a/x'];
    expect(log.filter(line => line.endsWith('a/x'))).toEqual([...ofA, ...ofA]);
  });

  test('end at once when one that waits for its turn is cancelled', async () => {
    const {first, end, has} = held();
    const {runner, log, outcomes, id} = jobOf(['a/x', 'b/x'], 1, first);
    await until(() => has('a/x'));
    runner.cancel(id);
    end('a/x');
    await runner.ended(id);
    expect(log).toEqual(['first a/x', 'decide x b/x']);
    expect(outcomes()).toEqual(['1 not begun', '0 not all']);
  });

  test('all go on when they are cancelled after the first phase: none is left out', async () => {
    const {first, end, has} = held();
    const {runner, outcomes, id} = jobOf(['a/x', 'b/x'], 2, first);
    await until(() => has('b/x'));
    end('a/x');
    end('b/x');
    runner.cancel(id);
    await runner.ended(id);
    expect(outcomes().sort()).toEqual(['0 ok', '1 ok']);
  });

  test('are none where the first phase throws', async () => {
    const {runner, outcomes, id} = jobOf(['a/x', 'b/x'], 2, async key => {
      if (key === 'a/x') throw new Error('a bug');
      return null;
    });
    await runner.ended(id);
    expect(outcomes().sort()).toEqual(['0 circusman itself failed: a bug', '1 not all']);
  });
});

/** Lets promises that are due go on until it is so. */
async function until(isSo: () => boolean): Promise<void> {
  while (!isSo()) await new Promise(resolve => setImmediate(resolve));
}
