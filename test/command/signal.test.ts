import {expect, test} from '@jest/globals';
import {signal} from '../../src/command/signal.js';
import {draftOf} from '../../src/store/draft.js';
import type {State} from '../../src/store/state.js';
import {clusterState} from '../support/cluster-state.js';
import {INFO} from '../support/sample-node-info.js';
import {reply, runScripted} from '../support/scripted-run.js';

/** To which nodes a signal to one process goes by our package: what a real node cannot be made to show at will. */

const node = '127.0.0.1';
const target = {node, watcher: 'box'};
const CHILD = 71;
const SCRIPT = {
  status: reply('running'),
  processes: reply([7]),
  signalProcess: reply(null),
  signal: reply(null),
};

/** The node with what it has said of its package. */
function withPackage(state: State, said: {readonly hasPackage: boolean | null; readonly samplesEvery?: number}): State {
  const draft = draftOf(state);
  const row = draft.node(node);
  if (row === null) throw new Error('there is no node');
  const info = said.hasPackage === true ? {...INFO, samplesEvery: said.samplesEvery ?? null} : null;
  draft.setNode({...row, hasPackage: said.hasPackage, info});
  return draft.result();
}

const STATE = clusterState({[node]: {box: 'running'}});
const sendTo = (pid: number, state: State, meanwhile: readonly ((before: State) => State)[] = []) =>
  runScripted(signal, target, {
    state,
    script: SCRIPT,
    operands: [['signal', 'TERM']],
    plan: {prepared: {pid, started: null}},
    meanwhile,
  });

test('a node that has not said yet what it is is waited for, not taken for a stock one', async () => {
  const {outcome, sent} = await sendTo(CHILD, withPackage(STATE, {hasPackage: null}), [
    state => withPackage(state, {hasPackage: true, samplesEvery: 1}),
  ]);
  expect(outcome).toMatchObject({kind: 'ok', reason: `SIGTERM sent to ${CHILD}`});
  expect(sent).toContain('signalProcess');
});

test('of a stock node a process that its watcher started itself is reached, what that started is not', async () => {
  const direct = await sendTo(7, withPackage(STATE, {hasPackage: false}));
  expect([direct.outcome.kind, direct.sent]).toEqual(['ok', expect.arrayContaining(['signal'])]);
  const child = await sendTo(CHILD, withPackage(STATE, {hasPackage: false}));
  expect(child.outcome).toMatchObject({kind: 'failed', sent: false});
  expect(child.sent).not.toContain('signal');
});
