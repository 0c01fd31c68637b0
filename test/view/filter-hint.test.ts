import {expect, test} from '@jest/globals';
import {createStore} from '../../src/store/store.js';
import {at, clusterState} from '../support/cluster-state.js';
import {openController} from '../support/controller.js';
import {allLines} from '../support/drawn-frame.js';

const CLUSTER = clusterState({'10.0.0.1': {neo4j: 'running'}, '10.0.0.2': {titan: 'running'}});

test('below the filter bar stand how filters look, and all figures that they can compare; what has no room, last', () => {
  const store = createStore(CLUSTER);
  const {controller, draw} = openController({store, clock: () => at(9), rows: 24});
  for (const key of ['/', ...'neo4j']) controller.press(key);
  const under = (height: number) => {
    const lines = allLines(draw({height})).map(line => line.trimEnd());
    return lines.slice(lines.indexOf('/neo4j') + 1);
  };
  const first = ' → 1 of 2 nodes   name, is:flapping, neo4j:stopped, cpu>80, uptime<1m, !not';
  const figures = ' figures cpu in io load mem net out read restarts rtt threads uptime wait write';
  expect(under(24)).toEqual([first, figures]);
  expect(under(4)).toEqual([first]);
});
