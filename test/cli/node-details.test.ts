import {expect, test} from '@jest/globals';
import {createNodeDetails} from '../../src/cli/node-details.js';
import type {CallName, CallPort} from '../../src/model/calls.js';
import {at, clusterState} from '../support/cluster-state.js';
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
