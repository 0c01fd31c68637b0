import {describe, expect, test} from '@jest/globals';
import {cluster} from '../../src/command/cluster.js';
import {otherMachine} from '../../src/command/machine.js';
import {planText} from '../../src/command/parse.js';
import {reduce} from '../../src/store/reduce.js';
import type {State} from '../../src/store/state.js';
import {at, clusterState} from '../support/cluster-state.js';
import {parseContext} from '../support/parse-context.js';
import {withMachine} from '../support/sample-node-info.js';
import {runScripted} from '../support/scripted-run.js';

const state = clusterState({a: {neo4j: 'running'}, b: {neo4j: 'running'}});
const other = withMachine(state, 'a', 'new', 'old');
const same = withMachine(state, 'a', 'old', 'old');
const target = {node: 'a', watcher: null};

/** What the guard says before a command runs, as the runner asks it. */
async function guard(known: State, meanwhile: readonly ((state: State) => State)[] = [], recalled?: State) {
  const {outcome, trusted} = await runScripted(
    {
      ...cluster,
      run: async run =>
        (await otherMachine(run)) ?? {kind: 'ok', changed: true, sent: true, state: null, reason: 'ran'},
    },
    target,
    {state: known, script: {}, meanwhile, ...(recalled === undefined ? {} : {recalled: () => recalled})},
  );
  return {kind: outcome.kind, reason: outcome.reason, sent: outcome.sent, trusted};
}

const REFUSED = 'another machine answers here than before; if that is right, say: cluster trust a';

describe('what would change a node', () => {
  test('is not done where another machine answers', async () => {
    expect(await guard(other)).toMatchObject({kind: 'failed', sent: false, reason: REFUSED});
  });

  test('is done where the remembered one answers, and where none is remembered', async () => {
    expect(await guard(same)).toMatchObject({reason: 'ran'});
    expect(await guard(state)).toMatchObject({reason: 'ran'});
  });

  test('waits for a node that has a remembered machine to say which it is', async () => {
    const untold = reduce(same, [{type: 'epoch-began', at: at(2), node: 'a'}]);
    expect(await guard(untold, [() => other])).toMatchObject({kind: 'failed', reason: REFUSED});
    expect(await guard(untold, [() => same])).toMatchObject({reason: 'ran'});
    expect(await guard(untold)).toMatchObject({
      kind: 'failed',
      sent: false,
      reason: 'it has not said which machine it is; if it is the right one, say: cluster trust a',
    });
  });

  test('is done once another circusman was told to trust the machine', async () => {
    expect(await guard(other, [], withMachine(state, 'a', 'new', 'new'))).toMatchObject({reason: 'ran'});
  });
});

describe('cluster trust', () => {
  const plan = (text: string) => planText(text, parseContext(state));

  test('is about nodes of the cluster', () => {
    expect(plan('cluster trust a,b')).toMatchObject({
      ok: true,
      value: {
        text: 'cluster trust a,b',
        targets: [
          {node: 'a', watcher: null},
          {node: 'b', watcher: null},
        ],
      },
    });
    expect(plan('cluster trust')).toMatchObject({ok: false, problem: {kind: 'usage', at: 13}});
    expect(plan('cluster trust z')).toMatchObject({
      ok: false,
      problem: {kind: 'usage', at: 14, message: 'z is not in the cluster (a,b)'},
    });
  });

  const trust = (known: State, problem: string | null = null) => {
    const planned = plan('cluster trust a');
    if (!planned.ok) throw new Error(planned.problem.message);
    return runScripted(cluster, target, {state: known, script: {}, plan: planned.value, trustProblem: problem});
  };

  test('remembers the machine that answers, and says where that was so already', async () => {
    expect(await trust(other)).toMatchObject({
      outcome: {kind: 'ok', changed: true, sent: false},
      trusted: ['a new'],
      sent: [],
    });
    expect(await trust(same)).toMatchObject({outcome: {kind: 'ok', changed: false}, trusted: []});
    expect((await trust(other, 'x cannot be written')).outcome).toMatchObject({
      kind: 'ok',
      reason: 'for this run only: x cannot be written',
    });
  });

  test('forgets the machine where what answers cannot tell its own', async () => {
    const stock = reduce(same, [{type: 'node-info-read', at: at(2), node: 'a', info: null}]);
    expect(await guard(stock)).toMatchObject({kind: 'failed', reason: REFUSED});
    const unable = 'its circusd cannot tell which machine it is: none is remembered';
    expect(await trust(stock)).toMatchObject({
      outcome: {kind: 'ok', changed: true, reason: unable},
      trusted: ['a null'],
    });
    expect(await trust(state)).toMatchObject({outcome: {kind: 'ok', changed: false, reason: unable}, trusted: []});
    const untold = reduce(same, [{type: 'epoch-began', at: at(2), node: 'a'}]);
    expect(await trust(untold)).toMatchObject({
      outcome: {
        kind: 'ok',
        changed: true,
        reason: 'it has not said which machine it is: the next one that does is remembered',
      },
      trusted: ['a null'],
    });
  });

  test('fails where nothing answers', async () => {
    const away = reduce(same, [
      {type: 'epoch-began', at: at(2), node: 'a'},
      {type: 'node-lost', at: at(3), node: 'a', reason: 'no answer within 3 s'},
    ]);
    expect(await trust(away)).toMatchObject({
      outcome: {kind: 'failed', reason: 'offline: no answer within 3 s'},
      trusted: [],
    });
  });
});
