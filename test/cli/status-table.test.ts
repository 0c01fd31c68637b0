import {expect, test} from '@jest/globals';
import {statusTable} from '../../src/cli/status-table.js';
import {withServices} from '../support/node-info.js';
import {at, clusterState} from '../support/state.js';

test('what is wrong with a node or a service of it stands below the table', () => {
  const base = clusterState({'10.0.0.1': {x: 'stopped'}, '10.0.0.2': null});
  const state = withServices(base, '10.0.0.1', [{watcher: 'x', disk: null, error: 'the home cannot be used'}]);
  expect(statusTable(state, at(4)).split('\n').slice(-3)).toEqual([
    '10.0.0.1 x: the home cannot be used',
    '10.0.0.2: no answer within 3 s',
    '',
  ]);
});
