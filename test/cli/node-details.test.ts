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
  details.look(ONE);
  details.look(OTHER);
  details.look(ONE);
  for (let answered = 0; answered < asked.length; answered++) {
    asked[answered]?.answer();
    await new Promise(resolve => setImmediate(resolve));
  }
  // The first look at it ends with what was under way; the second one asks of both watchers.
  expect(asked.filter(({node}) => node === ONE)).toHaveLength(3);
  details.look(null);
});

test('a node that is left is asked nothing more', async () => {
  const {details, asked} = opened();
  details.look(ONE);
  details.look(null);
  asked[0]?.answer();
  await new Promise(resolve => setImmediate(resolve));
  expect(asked).toHaveLength(1);
});
