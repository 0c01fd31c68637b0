import {expect, test} from '@jest/globals';
import {startLocalCluster} from '../../src/demo/local-cluster.js';
import {LAUNCHER, STAND_IN} from '../support/local-nodes.js';

test('the demo has eight nodes, and knows which three of them are odd', async () => {
  const seen: string[] = [];
  const cluster = await startLocalCluster({
    launcher: LAUNCHER,
    standIn: STAND_IN,
    count: 8,
    onProgress: (up, count) => seen.push(`${up}/${count}`),
  });
  await cluster.stop();
  const ids = cluster.nodes.map(node => node.id);
  expect(seen).toEqual(['1/8', '2/8', '3/8', '4/8', '5/8', '6/8', '7/8', '8/8']);
  expect(ids.map(id => id.split('.').at(-1))).toEqual(['1', '2', '3', '4', '5', '6', '7', '8']);
  expect(cluster.oddNodes.map(node => ids.indexOf(node) + 1)).toEqual([3, 5, 7]);
});
