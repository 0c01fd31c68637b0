import {describe, expect, test} from '@jest/globals';
import type {TargetCommand} from '../../src/command/command.js';
import type {Pace} from '../../src/command/pace.js';
import type {Plan} from '../../src/command/plan.js';
import type {Ports} from '../../src/command/ports.js';
import {createJobRunner} from '../../src/job/runner.js';
import {noJournal} from '../../src/journal/writer.js';
import type {CallPort} from '../../src/model/calls.js';
import type {Fact} from '../../src/model/facts.js';
import type {Outcome} from '../../src/model/job.js';
import {createStore} from '../../src/store/store.js';
import {at, clusterState} from '../support/cluster-state.js';
import {eventually} from '../support/eventually.js';
import {jobCommand} from '../support/job-command.js';
import {NO_WORLD} from '../support/scripted-run.js';

/** Targets whose new processes have to stay for a time before they are ok. */

const CAME_UP: Outcome = {kind: 'ok', changed: true, sent: true, state: 'running', reason: null, pids: [7]};
const PACE: Pace = {batch: null, maxFailures: null, settle: 5_000, fanout: null};

/** Jobs whose targets come up at once, and settle until the test says so. */
function settling() {
  const facts: Fact[] = [];
  const store = createStore(clusterState({a: {x: 'running', y: 'running'}, b: {x: 'running'}}));
  const waits: (() => void)[] = [];
  let pids: readonly number[] = [7];
  const call = (async (_node: string, name: string) => ({
    kind: 'reply',
    reply: name === 'status' ? 'running' : pids,
  })) as unknown as CallPort;
  const ports: Ports = {
    call,
    clock: () => at(0),
    state: store.state,
    until: (isSo, _timeout, signal) =>
      new Promise(resolve => {
        waits.push(() => resolve(false));
        store.subscribe(() => {
          if (isSo(store.state())) resolve(true);
        });
        signal.addEventListener('abort', () => resolve(false));
      }),
    ...NO_WORLD,
  };
  const emit = (some: readonly Fact[]) => {
    facts.push(...some);
    store.dispatch(some);
  };
  const {clock} = ports;
  const runner = createJobRunner({
    ports,
    clock,
    emit,
    fanout: 64,
    who: 'root@control',
    nextJob: noJournal().nextJob,
  });
  const begun: string[] = [];
  const hold = jobCommand({
    run: async ({target: {node, watcher}}) => {
      begun.push(`${node}/${watcher}`);
      return CAME_UP;
    },
  });
  const begin = (cells: readonly string[], pace: Pace | null = PACE, command: TargetCommand = hold) => {
    const targets = cells.map(cell => ({node: cell.split('/')[0] ?? '', watcher: cell.split('/')[1] ?? ''}));
    const args = {operands: new Map(), options: new Map(), on: null, cells: null};
    const plan: Plan = {
      command,
      args,
      text: 'hold x',
      targets,
      warnings: [],
      prepared: null,
      ...(pace === null ? {} : {pace}),
    };
    return runner.begin(plan) ?? 0;
  };
  const targetOf = (job: number, index = 0) => store.state().jobs.find(({id}) => id === job)?.targets[index];
  return {
    runner,
    hold,
    begin,
    begun,
    targetOf,
    settle: () => waits.shift()?.(),
    settles: (count: number) => eventually(() => expect(waits).toHaveLength(count)),
    end: () => {
      pids = [8];
    },
    /** The node tells that circusd ended it (`isAsked`), or that it ended by itself. */
    tellEnd: (isAsked: boolean) => {
      const of = {node: 'a', watcher: 'x', at: at(1), nodeTime: 1, pid: 7};
      const killed: Fact = {type: 'process-killed', ...of};
      store.dispatch([...(isAsked ? [killed] : []), {type: 'process-reaped', ...of, exit: {code: 0, signal: null}}]);
    },
  };
}

test('while they settle another job waits at their node, and says for which; it goes on elsewhere', async () => {
  const {begin, begun, targetOf, settle, settles, runner} = settling();
  const first = begin(['a/x']);
  await settles(1);
  const second = begin(['a/x', 'b/x'], null);
  await eventually(() => expect(begun).toEqual(['a/x', 'b/x']));
  expect(targetOf(second)).toMatchObject({beganAt: null, waitsFor: `job ${first}: hold x`});
  settle();
  await runner.ended(second);
  expect(begun).toEqual(['a/x', 'b/x', 'a/x']);
  expect(targetOf(first)?.outcome?.kind).toBe('ok');
});

test('while they settle the next watcher of the same job on the node begins', async () => {
  const {begin, begun, settle, settles, runner} = settling();
  const job = begin(['a/x', 'a/y']);
  await settles(2);
  expect(begun).toEqual(['a/x', 'a/y']);
  settle();
  settle();
  await runner.ended(job);
});

test('one that ends while a job that waits for nobody comes between says which job that was', async () => {
  const {begin, targetOf, settle, settles, end, runner, hold} = settling();
  const first = begin(['a/x', 'b/x']);
  await settles(2);
  const second = begin(['a/x'], null, {...hold, scope: 'process'});
  await runner.ended(second);
  const third = begin(['b/x'], null, {...hold, scope: 'reading', effect: 'read'});
  await runner.ended(third);
  end();
  settle();
  settle();
  await runner.ended(first);
  expect(targetOf(first, 0)?.outcome).toMatchObject({
    kind: 'failed',
    reason: `it came up, and 7 ended within 5 s: job ${second} (hold x) came between`,
  });
  expect(targetOf(first, 1)?.outcome?.reason).toBe('it came up, and 7 ended within 5 s');
});

test.each([
  [true, 'it came up, and its circusd ended 7 within 5 s'],
  [false, 'it came up, and 7 ended within 5 s'],
])('its end is told as soon as it is known, and whether circusd ended it: %p', async (isAsked, reason) => {
  const {begin, targetOf, settles, end, tellEnd, runner} = settling();
  const job = begin(['a/x']);
  await settles(1);
  end();
  tellEnd(isAsked);
  await runner.ended(job);
  expect(targetOf(job)?.outcome).toMatchObject({kind: 'failed', reason});
});

test('one that is broken off is unknown: it was not watched to its end', async () => {
  const {begin, targetOf, settles, runner} = settling();
  const job = begin(['a/x']);
  await settles(1);
  runner.breakOff();
  await runner.ended(job);
  expect(targetOf(job)?.outcome).toMatchObject({
    kind: 'unknown',
    sent: true,
    reason: 'it came up, and was not watched to the end of 5 s',
  });
});

describe('with a limit of failures', () => {
  test('the place of one is given to the next node only when it has settled', async () => {
    const {begin, begun, settle, settles, runner} = settling();
    const job = begin(['a/x', 'a/y', 'b/x'], {...PACE, maxFailures: 0, fanout: 1});
    for (const last of ['a/x', 'a/y', 'b/x']) {
      await settles(1);
      expect(begun.at(-1)).toBe(last);
      settle();
    }
    await runner.ended(job);
  });

  test('nothing is begun after one that did not settle', async () => {
    const {begin, begun, targetOf, settle, settles, end, runner} = settling();
    const job = begin(['a/x', 'b/x'], {...PACE, maxFailures: 0, fanout: 1});
    await settles(1);
    end();
    settle();
    await runner.ended(job);
    expect([begun, targetOf(job, 1)?.outcome?.kind]).toEqual([['a/x'], 'skipped']);
  });

  test('a batch is begun whole all the same', async () => {
    const {begin, begun, settle, settles, runner} = settling();
    const job = begin(['a/x', 'a/y'], {...PACE, maxFailures: 0, batch: 1});
    await settles(2);
    expect(begun).toEqual(['a/x', 'a/y']);
    settle();
    settle();
    await runner.ended(job);
  });
});

test('without such a limit the next node begins while they settle', async () => {
  const {begin, begun, settle, settles, runner} = settling();
  const job = begin(['a/x', 'b/x'], {...PACE, fanout: 1});
  await settles(2);
  expect(begun).toEqual(['a/x', 'b/x']);
  settle();
  settle();
  await runner.ended(job);
});
