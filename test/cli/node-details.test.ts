import {expect, test} from '@jest/globals';
import {createNodeDetails} from '../../src/cli/node-details.js';
import type {CallName, CallPort} from '../../src/model/calls.js';
import type {NodeDetails} from '../../src/model/node-details.js';
import {reduce} from '../../src/store/reduce.js';
import {at, clusterState} from '../support/cluster-state.js';
import {eventually} from '../support/eventually.js';
import {reply} from '../support/scripted-run.js';

/** How often a node is asked while its screen is shown. */

const [ONE, OTHER] = ['10.0.0.1', '10.0.0.2'];
const STATE = clusterState({[ONE]: {neo4j: 'running', titan: 'running'}, [OTHER]: {neo4j: 'running'}});

/** Details whose calls wait until the test answers them. */
function opened() {
  const asked: {readonly node: string; readonly name: CallName; readonly answer: () => void}[] = [];
  const call = (node: string, name: CallName) =>
    new Promise(resolve => asked.push({node, name, answer: () => resolve(reply(new Map()))}));
  const details = createNodeDetails({
    call: call as unknown as CallPort,
    clock: () => at(1),
    state: () => STATE,
    emit: () => {},
  });
  return {details, asked};
}

test('a node that is left and looked at again while it is asked is asked by one only', async () => {
  const {details, asked} = opened();
  details.look(ONE, true);
  details.look(OTHER, true);
  details.look(ONE, true);
  for (let answered = 0; answered < asked.length; answered++) {
    asked[answered]?.answer();
    await new Promise(resolve => setImmediate(resolve));
  }
  // The first look at it ends with what was under way; the second one asks of both watchers.
  expect(asked.filter(({node}) => node === ONE)).toHaveLength(3);
  details.look(null, false);
});

test('a node that is left is asked nothing more', async () => {
  const {details, asked} = opened();
  details.look(ONE, true);
  details.look(null, false);
  asked[0]?.answer();
  await new Promise(resolve => setImmediate(resolve));
  expect(asked).toHaveLength(1);
});

test('how its watchers are set is asked only while that is shown, and then at once', async () => {
  const {details, asked} = opened();
  details.look(ONE, false);
  await new Promise(resolve => setImmediate(resolve));
  expect(asked).toHaveLength(0);
  details.look(ONE, true);
  expect(asked.map(({name}) => name)).toEqual(['settings']);
  details.look(null, false);
});

test('circus is asked what runs under a watcher of a node without samples, but not where that would hold it up', async () => {
  const asked: string[] = [];
  let state = reduce(STATE, [
    {type: 'processes-read', at: at(1), node: ONE, nodeTime: 60, watcher: 'neo4j', pids: [7]},
  ]);
  const read: (NodeDetails | null)[] = [];
  const details = createNodeDetails({
    call: ((_node: string, name: CallName) => {
      asked.push(name);
      return Promise.resolve(reply([{pid: 7, parent: null, program: 'java', memory: null, startedAt: null}]));
    }) as unknown as CallPort,
    clock: () => at(1),
    state: () => state,
    emit: facts => read.push(...facts.flatMap(fact => (fact.type === 'node-details-read' ? [fact.details] : []))),
  });
  const look = async () => {
    details.look(ONE, false);
    await eventually(() => expect(read.at(-1)?.node).toBe(ONE));
    return read.at(-1);
  };
  expect((await look())?.processes.get('neo4j')).toEqual([expect.objectContaining({pid: 7, program: 'java'})]);
  expect(asked).toEqual(['toldProcesses']);
  details.look(null, false);
  const pids = Array.from({length: 31}, (_, index) => 100 + index);
  state = reduce(state, [{type: 'processes-read', at: at(2), node: ONE, nodeTime: 61, watcher: 'neo4j', pids}]);
  expect((await look())?.unread.get('neo4j')).toMatch(/would stand still while it tells of 31 processes/);
  expect(asked).toEqual(['toldProcesses']);
  details.look(null, false);
});
