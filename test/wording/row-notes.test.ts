import {describe, expect, test} from '@jest/globals';
import type {ServiceInfo, WatcherHealth} from '../../src/model/service.js';
import {reduce} from '../../src/store/reduce.js';
import {serviceError} from '../../src/store/services.js';
import type {State} from '../../src/store/state.js';
import {rowNotes} from '../../src/wording/row-notes.js';
import {at, clusterState} from '../support/cluster-state.js';
import {HEALTH, withConfigured, withMachine, withServices} from '../support/sample-node-info.js';

const A = '10.0.0.1';
const B = '10.0.0.2';
const HOME = 'the home /opt/x of x cannot be used (No such file or directory)';
const RECORD = 'the record of what x was configured for cannot be read';

/** The service x on A and B, on B configured for both; of A this is reported. */
function cluster(info: Partial<ServiceInfo>, health: Partial<WatcherHealth> | null): State {
  const served = [A, B].reduce(
    (before, node) => withServices(before, node, [{watcher: 'x', ...(node === A ? info : {})}]),
    clusterState({[A]: {x: 'stopped'}, [B]: {x: 'stopped'}}),
  );
  const reported = withConfigured(served, B, 'x', {identifier: 2, members: [A, B]});
  if (health === null) return reported;
  const ofA = new Map([['x', {...HEALTH, ...health}]]);
  return reduce(reported, [{type: 'health-read', at: at(2), node: A, nodeTime: 101, health: ofA}]);
}

const said = (state: State) => (rowNotes(state).get(A) ?? []).map(({text, whole}) => `${text}: ${whole}`);

describe('the row of a node says', () => {
  test('before all else that another machine answers there', () => {
    const state = withMachine(cluster({disk: null, error: HOME}, {}), A, 'new', 'old');
    expect(said(state)[0]).toBe('another machine: another machine answers here than before');
    expect(said(withMachine(state, A, 'old', 'old'))).not.toContain(said(state)[0]);
  });

  test('that the home of a service cannot be used, before that it is not configured', () => {
    const state = cluster({disk: null, error: HOME}, {});
    expect(said(state)).toEqual([`home cannot be used: ${HOME}`]);
    expect(rowNotes(state).has(B)).toBe(false);
  });

  test('that it is not known what it is configured for, which is not that it is not configured', () => {
    expect(said(cluster({}, {error: RECORD}))).toEqual([`configuration unknown: ${RECORD}`]);
    expect(said(cluster({error: RECORD}, null))).toEqual([`configuration unknown: ${RECORD}`]);
  });

  test('nothing more of it once its health is reported without', () => {
    expect(said(cluster({error: RECORD}, {}))).toEqual(['not configured: not configured']);
  });
});

test('an error is that of its own service', () => {
  const row = cluster({}, {error: RECORD}).nodes.get(A);
  expect(row === undefined ? [] : ['x', 'y'].map(watcher => serviceError(row, watcher))).toEqual([RECORD, null]);
});

test('a disk of which nothing is reported is not full', () => {
  expect(said(cluster({disk: {total: 0, free: 0}}, {})).join()).not.toContain('full');
});
