import {describe, expect, test} from '@jest/globals';
import type {Run, TargetCommand} from '../../src/command/command.js';
import type {Plan} from '../../src/command/plan.js';
import type {Ports} from '../../src/command/ports.js';
import {createJobRunner} from '../../src/job/runner.js';
import {queuesOf} from '../../src/job/scheduler.js';
import {noJournal} from '../../src/journal/writer.js';
import type {Fact} from '../../src/model/facts.js';
import type {Outcome, Target} from '../../src/model/job.js';
import {EMPTY_STATE, type State} from '../../src/store/state.js';
import {at, clusterState} from '../support/cluster-state.js';
import {eventually} from '../support/eventually.js';
import {jobCommand} from '../support/job-command.js';
import {withMachine} from '../support/sample-node-info.js';
import {NO_WORLD} from '../support/scripted-run.js';

const OK: Outcome = {kind: 'ok', changed: true, sent: true, state: 'running', reason: null};

/** A command whose targets end when the test says so. */
function heldCommand(run?: (run: Run) => Promise<Outcome>) {
  const begun: string[] = [];
  const ends = new Map<string, () => void>();
  const command = jobCommand({
    run:
      run ??
      (({target, signal}) => {
        const key = `${target.node}/${target.watcher}`;
        begun.push(key);
        return new Promise(resolve => {
          ends.set(key, () => resolve(OK));
          signal.addEventListener('abort', () => resolve({...OK, kind: 'unknown', reason: 'broken off'}));
        });
      }),
  });
  return {command, begun, end: (key: string) => ends.get(key)?.()};
}

function planOf(command: TargetCommand, targets: readonly Target[]): Plan {
  return {
    command,
    args: {operands: new Map(), options: new Map(), on: null, cells: null},
    text: 'hold',
    targets,
    warnings: [],
    prepared: null,
  };
}

function runnerWith(fanout: number, state: State = EMPTY_STATE) {
  const facts: Fact[] = [];
  const ports: Ports = {
    call: async () => ({kind: 'unsent', reason: 'no wire here'}),
    clock: () => at(0),
    state: () => state,
    until: async () => false,
    ...NO_WORLD,
  };
  const runner = createJobRunner({
    ports,
    clock: ports.clock,
    emit: some => facts.push(...some),
    fanout,
    who: 'root@control',
    nextJob: noJournal().nextJob,
  });
  const outcomes = () =>
    facts.flatMap(fact => (fact.type === 'job-target-ended' ? [`${fact.index} ${fact.outcome.kind}`] : []));
  return {runner, facts, outcomes};
}

const targets = [
  {node: 'a', watcher: 'x'},
  {node: 'a', watcher: 'y'},
  {node: 'b', watcher: 'x'},
];

test.each(['watcher', 'process', 'cluster', 'log'] as const)(
  'that a target begins is told before anything is done to it, and once: commands on a %s, with two phases, too',
  async scope => {
    const told: string[] = [];
    const {runner, facts} = runnerWith(1);
    const note = ({target}: Run) => {
      const began = facts.filter(fact => fact.type === 'job-target-began').map(({index}) => targets[index]);
      told.push(`${began.filter(each => each === target).length} of ${target.node}/${target.watcher}`);
    };
    const command: TargetCommand = {
      ...jobCommand({
        run: async run => {
          note(run);
          return OK;
        },
        first: {
          groupOf: () => 'all',
          run: async run => {
            note(run);
            return null;
          },
          decide: () => null,
        },
      }),
      scope,
    };
    await runner.ended(runner.begin(planOf(command, targets)) ?? 0);
    const once = targets.map(({node, watcher}) => `1 of ${node}/${watcher}`);
    expect(told.toSorted()).toEqual([...once, ...once].toSorted());
  },
);

test('what would change a node behind which another machine answers is not run; what only reads is', async () => {
  const state = withMachine(clusterState({a: {x: 'running'}}), 'a', 'new', 'old');
  const {runner, facts} = runnerWith(64, state);
  for (const effect of ['change', 'read'] as const) {
    const {command} = heldCommand(async () => OK);
    await runner.ended(runner.begin(planOf({...command, effect}, [{node: 'a', watcher: 'x'}])) ?? 0);
  }
  const outcomes = facts.flatMap(fact => (fact.type === 'job-target-ended' ? [fact.outcome] : []));
  expect(outcomes).toMatchObject([{kind: 'failed', sent: false}, {kind: 'ok'}]);
});

test('what read-only is switched on before is not begun, and what is under way goes on', async () => {
  const state = {...clusterState({}), isReadOnly: false};
  const {runner, facts, outcomes} = runnerWith(64, state);
  const {command, begun, end} = heldCommand();
  const job = runner.begin(planOf({...command, effect: 'change'}, targets)) ?? 0;
  await until(() => begun.length === 2);
  state.isReadOnly = true;
  end('a/x');
  end('b/x');
  await runner.ended(job);
  expect(begun).toEqual(['a/x', 'b/x']);
  expect(outcomes().sort()).toEqual(['0 ok', '1 cancelled', '2 ok']);
  expect(facts).toContainEqual(
    expect.objectContaining({
      index: 1,
      outcome: expect.objectContaining({reason: 'not begun: read-only', sent: false}),
    }),
  );
});

test('targets of one node share a lane, in the plan’s order', () => {
  expect(queuesOf(targets)).toEqual([
    {node: 'a', indexes: [0, 1]},
    {node: 'b', indexes: [2]},
  ]);
});

describe('a job', () => {
  test('acts on nodes side by side, on one node one after the other, and ends when all have', async () => {
    const {runner, facts, outcomes} = runnerWith(64);
    const {command, begun, end} = heldCommand();
    const id = runner.begin(planOf(command, targets));
    await until(() => begun.length === 2);
    expect(begun).toEqual(['a/x', 'b/x']);
    end('a/x');
    end('b/x');
    await until(() => begun.length === 3);
    end('a/y');
    await runner.ended(id ?? 0);
    expect(outcomes().sort()).toEqual(['0 ok', '1 ok', '2 ok']);
    expect(facts.at(-1)).toMatchObject({type: 'job-ended', job: id});
  });

  test('goes on to the next target on a node when one is only watched, and ends when all have', async () => {
    const {runner, outcomes} = runnerWith(1);
    const {command, begun, end} = heldCommand();
    const watched = {
      ...command,
      run: (run: Run) => {
        if (run.target.watcher === 'x') run.report({type: 'sent'});
        return command.run(run);
      },
    };
    const first = runner.begin(planOf(watched, targets.slice(0, 2)));
    await until(() => begun.length === 2);
    expect(begun).toEqual(['a/x', 'a/y']);
    const other = runner.begin(planOf(command, [{node: 'a', watcher: 'z'}]));
    end('a/y');
    await until(() => begun.length === 3);
    expect(begun.at(-1)).toBe('a/z');
    end('a/z');
    await runner.ended(other ?? 0);
    end('a/x');
    await runner.ended(first ?? 0);
    expect(outcomes()).toEqual(['1 ok', '0 ok', '0 ok']);
  });

  test.each([
    ['only says what it would do', ['dry-run'], true],
    ['does what it says', ['force'], false],
  ])('is told to be one that %s', (_, options, isDryRun) => {
    const {runner, facts} = runnerWith(64);
    const plan = planOf(heldCommand().command, []);
    const given = new Map(options.map(name => [name, [{text: `--${name}`, at: 0}]]));
    runner.begin({...plan, args: {...plan.args, options: given}});
    expect(facts[0]).toMatchObject({type: 'job-began', isDryRun});
    expect(facts[0]).not.toHaveProperty('by');
    runner.begin({...plan, how: 'key'});
    expect(facts.findLast(({type}) => type === 'job-began')).toMatchObject({by: {who: 'root@control', how: 'key'}});
  });

  test('gives the place of a target that is only watched to the next node', async () => {
    const {runner, outcomes} = runnerWith(1);
    const {command, begun, end} = heldCommand();
    const watched = {
      ...command,
      run: (run: Run) => {
        run.report({type: 'sent'});
        return command.run(run);
      },
    };
    const id = runner.begin(
      planOf(watched, [
        {node: 'a', watcher: 'x'},
        {node: 'b', watcher: 'x'},
      ]),
    );
    await until(() => begun.length === 2);
    for (const key of begun) end(key);
    await runner.ended(id ?? 0);
    expect(outcomes()).toHaveLength(2);
  });

  test('acts on no more nodes at a time than the fan-out says', async () => {
    const {runner} = runnerWith(1);
    const {command, begun, end} = heldCommand();
    const id = runner.begin(
      planOf(command, [
        {node: 'a', watcher: 'x'},
        {node: 'b', watcher: 'x'},
      ]),
    );
    await until(() => begun.length === 1);
    expect(begun).toEqual(['a/x']);
    end('a/x');
    await until(() => begun.length === 2);
    end('b/x');
    await runner.ended(id ?? 0);
  });

  test('that is cancelled begins nothing more; what is under way goes on to its outcome', async () => {
    const {runner, outcomes} = runnerWith(64);
    const {command, begun, end} = heldCommand();
    const id = runner.begin(planOf(command, targets)) ?? 0;
    await until(() => begun.length === 2);
    runner.cancel(id);
    end('a/x');
    end('b/x');
    await runner.ended(id);
    expect(begun).toEqual(['a/x', 'b/x']);
    expect(outcomes().sort()).toEqual(['0 ok', '1 cancelled', '2 ok']);
  });

  test('that is broken off has an outcome for each target all the same', async () => {
    const {runner, outcomes} = runnerWith(64);
    const {command, begun} = heldCommand();
    const id = runner.begin(planOf(command, targets)) ?? 0;
    await until(() => begun.length === 2);
    runner.breakOff();
    await runner.ended(id);
    expect(outcomes().sort()).toEqual(['0 unknown', '1 cancelled', '2 unknown']);
  });

  test('whose command throws says that circusman itself failed', async () => {
    const {runner, facts} = runnerWith(64);
    const {command} = heldCommand(() => Promise.reject(new Error('a bug')));
    await runner.ended(runner.begin(planOf(command, targets.slice(0, 1))) ?? 0);
    expect(facts.find(fact => fact.type === 'job-target-ended')).toMatchObject({
      outcome: {kind: 'unknown', reason: 'circusman itself failed: a bug'},
    });
  });
});

test('what a command answers beside its outcome is told with the target', async () => {
  const {runner, facts} = runnerWith(64);
  const {command} = heldCommand(async run => {
    run.report({type: 'answer', answer: {kind: 'orphans', data: {killed: [], ended: [2]}}});
    return OK;
  });
  await runner.ended(runner.begin(planOf(command, targets.slice(0, 1))) ?? 0);
  expect(facts.find(fact => fact.type === 'job-target-answered')).toMatchObject({
    index: 0,
    answer: {kind: 'orphans', data: {ended: [2]}},
  });
});

test('the words and options that a job was given are kept, to try it again', () => {
  const {runner} = runnerWith(64);
  const {command} = heldCommand(async () => OK);
  const given = {
    operands: new Map([['signal', [{text: 'HUP', at: 0}]]]),
    options: new Map([['set', [{text: 'a=1', at: 0}]]]),
  };
  const plan = planOf(command, targets.slice(0, 1));
  const id = runner.begin({...plan, args: {...plan.args, ...given}}) ?? 0;
  expect(runner.operandsOf(id)).toEqual(given);
});

describe('jobs on the same node', () => {
  test('go one after the other, whole: nothing of the older one is done after the newer one', async () => {
    const {runner} = runnerWith(64);
    const {command, begun, end} = heldCommand();
    const older = runner.begin(planOf(command, targets.slice(0, 2))) ?? 0;
    const newer = runner.begin(planOf(command, [{node: 'a', watcher: 'z'}])) ?? 0;
    await until(() => begun.length === 1);
    end('a/x');
    await until(() => begun.length === 2);
    end('a/y');
    await until(() => begun.length === 3);
    expect(begun).toEqual(['a/x', 'a/y', 'a/z']);
    end('a/z');
    await Promise.all([runner.ended(older), runner.ended(newer)]);
  });

  test('do not keep a signal from getting through', async () => {
    const {runner} = runnerWith(64);
    const {command, begun, end} = heldCommand();
    runner.begin(planOf(command, [{node: 'a', watcher: 'x'}]));
    runner.begin(planOf({...command, scope: 'process'}, [{node: 'a', watcher: 'y'}]));
    await until(() => begun.length === 2);
    for (const watcher of ['x', 'y']) end(`a/${watcher}`);
  });

  test('that wait for their turn are cancelled at once', async () => {
    const {runner, outcomes} = runnerWith(64);
    const {command, begun, end} = heldCommand();
    runner.begin(planOf(command, [{node: 'a', watcher: 'x'}]));
    const newer = runner.begin(planOf(command, [{node: 'a', watcher: 'z'}])) ?? 0;
    await until(() => begun.length === 1);
    runner.cancel(newer);
    await runner.ended(newer);
    expect(outcomes()).toEqual(['0 cancelled']);
    end('a/x');
  });
});

test('force ends what a target waits for, and its outcome says so', async () => {
  const {runner, facts} = runnerWith(64);
  const forced: (readonly number[])[] = [];
  const held = heldCommand();
  const command: TargetCommand = {
    ...held.command,
    run: run => {
      run.report({type: 'waits', for: '7 to end', pids: [7]});
      return held.command.run(run);
    },
    force: async (target, pids) => {
      forced.push(pids);
      held.end(`${target.node}/${target.watcher}`);
      return null;
    },
  };
  const id = runner.begin(planOf(command, targets.slice(0, 1))) ?? 0;
  await until(() => held.begun.length === 1);
  expect(facts.find(fact => fact.type === 'job-target-waits')).toMatchObject({waitsFor: '7 to end', mayForce: true});
  expect(runner.force(id)).toBe(1);
  await runner.ended(id);
  expect(forced).toEqual([[7]]);
  expect(facts.find(fact => fact.type === 'job-target-ended')).toMatchObject({
    outcome: {kind: 'ok', reason: 'forced: killed with signal 9'},
  });
});

/** Lets promises that are due go on until it is so. */
async function until(isSo: () => boolean): Promise<void> {
  while (!isSo()) await new Promise(resolve => setImmediate(resolve));
}

describe('a node that is taken out of the cluster', () => {
  const outcomesOf = (facts: readonly Fact[]) =>
    new Map(
      facts.flatMap(fact => (fact.type === 'job-target-ended' ? [[targets[fact.index]?.node, fact.outcome]] : [])),
    );

  test('ends what is under way there and what waits for its turn, and nothing elsewhere', async () => {
    const {runner, facts, outcomes} = runnerWith(64);
    const {command, begun, end} = heldCommand();
    const id = runner.begin(planOf(command, targets)) ?? 0;
    await until(() => begun.length === 2);
    runner.keepOnly(new Set(['b']));
    await until(() => outcomes().length === 2);
    expect(begun).toEqual(['a/x', 'b/x']);
    const ended = facts.flatMap(fact => (fact.type === 'job-target-ended' ? [fact.outcome] : []));
    expect(ended).toMatchObject([
      {kind: 'cancelled', sent: false, reason: 'not begun: its node was taken out of the cluster'},
      {kind: 'unknown', sent: true, reason: 'its node was taken out of the cluster: broken off'},
    ]);
    end('b/x');
    await runner.ended(id);
    expect(outcomesOf(facts).get('b')).toEqual(OK);
  });

  test('is another one to the job when it is added again', async () => {
    const {runner, outcomes} = runnerWith(64);
    const {command, begun, end} = heldCommand();
    const id = runner.begin(planOf(command, targets)) ?? 0;
    await until(() => begun.length === 2);
    runner.keepOnly(new Set(['b']));
    runner.keepOnly(new Set(['a', 'b']));
    end('b/x');
    await runner.ended(id);
    expect(outcomes().toSorted()).toEqual(['0 unknown', '1 cancelled', '2 ok']);
  });

  test('ends what has come so far as its group, which is decided without it', async () => {
    const {runner, outcomes} = runnerWith(64);
    const {promise: held, resolve: letGo} = Promise.withResolvers<null>();
    const first = {
      groupOf: () => 'all',
      run: ({target}: Run) => (target.node === 'a' ? Promise.resolve(null) : held),
      decide: () => ({...OK, kind: 'failed', reason: 'not all are as far'}) as const,
    };
    const command = jobCommand({run: async () => OK, first});
    const id = runner.begin(planOf(command, targets)) ?? 0;
    await new Promise(resolve => setImmediate(resolve));
    runner.keepOnly(new Set(['b']));
    expect(outcomes()).toEqual(['0 unknown', '1 unknown']);
    letGo(null);
    await runner.ended(id);
    expect(outcomes()).toEqual(['0 unknown', '1 unknown', '2 failed']);
  });

  test('does not end the change of the cluster that takes it out', async () => {
    const {runner, outcomes} = runnerWith(64);
    const command = {...heldCommand(async () => OK).command, scope: 'cluster'} as const;
    const id = runner.begin(planOf(command, [{node: 'a', watcher: null}])) ?? 0;
    runner.keepOnly(new Set(['b']));
    await runner.ended(id);
    expect(outcomes()).toEqual(['0 ok']);
  });
});

describe('a job that ends when it is cancelled', () => {
  /** Ends its targets when it is cancelled, as one that follows logs does. */
  function followCommand(): TargetCommand {
    const run = ({cancelled}: Run) =>
      new Promise<Outcome>(resolve => cancelled.addEventListener('abort', () => resolve(OK), {once: true}));
    return {...jobCommand({run}), scope: 'log', effect: 'read', endsWhenCancelled: true};
  }

  test('ends what is under way, too, and says how much that is', async () => {
    const {runner, outcomes} = runnerWith(1);
    const id = runner.begin(planOf(followCommand(), [target('a'), target('b')])) ?? 0;
    await Promise.resolve();
    expect(runner.cancel(id)).toBe(2);
    await runner.ended(id);
    expect(outcomes()).toEqual(['1 cancelled', '0 ok']);
  });

  test('holds up no other job on its node, and is none of those that go on after all were cancelled', async () => {
    const {runner, outcomes} = runnerWith(8);
    runner.begin(planOf(followCommand(), [target('a')]));
    const held = heldCommand();
    const other = runner.begin(planOf(held.command, [target('a')])) ?? 0;
    await eventually(() => expect(held.begun).toEqual(['a/x']));
    expect(runner.cancelAll()).toBe(1);
    held.end('a/x');
    await runner.ended(other);
    expect(outcomes()).toContain('0 ok');
  });
});

function target(node: string): Target {
  return {node, watcher: 'x'};
}
