import {expect, test} from '@jest/globals';
import {detect} from '../../src/command/detect.js';
import {planText} from '../../src/command/parse.js';
import {clusterState} from '../support/cluster-state.js';
import {parseContext} from '../support/parse-context.js';

const context = parseContext({...clusterState({a: {}}), isReadOnly: true}, {sets: {defaultPort: 5555}, marked: null});

function searchFor(typed: string) {
  const plan = planText(typed, context);
  if (!plan.ok) return plan.problem.message;
  const search = detect.searchOf?.(plan.value);
  return {...search, nodes: search?.nodes?.map(({id}) => id) ?? null, text: plan.value.text};
}

test('without a set it looks through its own networks, at the port of nodes that name none', () => {
  expect(searchFor('detect')).toEqual({nodes: null, ports: [5555], isMulticast: false, typed: null, text: 'detect'});
});

test('each port is tried where the set names none, and each place once', () => {
  expect(searchFor('detect 10.0.0.1-2,10.0.0.1 10.0.0.3:7000 --ports 5555,5565 --multicast')).toEqual({
    nodes: ['10.0.0.1', '10.0.0.2', '10.0.0.3:7000', '10.0.0.1:5565', '10.0.0.2:5565'],
    ports: [5555, 5565],
    isMulticast: true,
    typed: '10.0.0.1-2,10.0.0.1 10.0.0.3:7000',
    text: 'detect 10.0.0.1-2,10.0.0.1 10.0.0.3:7000 --ports 5555,5565 --multicast',
  });
});

test.each([
  ['detect 10.0.0.1 --ports x', '--ports: "x" is not a port from 1 to 65535; several are typed as in 5555,5565'],
  ['detect 10.0.0.1 --ports 5555,0', '--ports: "0" is not a port from 1 to 65535; several are typed as in 5555,5565'],
  ['detect 10.0.0.1 --ports', 'PORTS is missing: --ports PORTS'],
  ['detect 10.0.0.0/16 --ports 1,2', 'these are more than 65,536 addresses and ports'],
  [
    `detect 10.0.0.1 --ports ${Array.from({length: 17}, (_, index) => index + 1).join(',')}`,
    '--ports: these are more than 16 ports',
  ],
  ['detect 10.0.0.300', /300/],
])('%s', (typed, problem) => {
  expect(searchFor(typed)).toEqual(typeof problem === 'string' ? problem : expect.stringMatching(problem));
});
