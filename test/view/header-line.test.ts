import {describe, expect, test} from '@jest/globals';
import {reduce} from '../../src/store/reduce.js';
import {at, clusterState} from '../support/cluster-state.js';
import {drawnFrame} from '../support/drawn-frame.js';
import {frameText} from '../support/render-at-size.js';

const state = clusterState({n1: {web: 'running'}, n2: {web: 'running'}});

function header(origin: {readonly name: string; readonly nodes: readonly string[]} | null, width = 80): string {
  const nodes = [...state.nodes.values()].map(({spec}) => spec);
  const named = reduce(state, [{type: 'cluster-changed', at: at(5), nodes, origin}]);
  return frameText(drawnFrame({state: named, width}).header.join('\n'));
}

describe('the header says what the cluster is made from', () => {
  test.each([
    ['nothing that has a name', null, /^circusman {2}2 nodes/],
    ['a name', {name: 'lab', nodes: ['n1', 'n2']}, /^circusman {2}lab {2}2 nodes/],
    ['whatever its order', {name: 'lab', nodes: ['n2', 'n1']}, /^circusman {2}lab {2}2 nodes/],
    [
      'and how many came and went since',
      {name: 'lab', nodes: ['n1', 'n3', 'n4']},
      /^circusman {2}lab \+1 −2 {2}2 nodes/,
    ],
    [
      'a long path, cut in its middle',
      {name: './a/very/long/path/of/many/folders/lab', nodes: ['n1', 'n2']},
      /^circusman {2}\S{10,}….*lab {2}2 nodes/,
    ],
  ])('%s', (_, origin, line) => {
    expect(header(origin)).toMatch(line);
  });
});
