import {expect, test} from '@jest/globals';
import {createMachineKeeper} from '../../src/cli/machine-keeper.js';
import type {Fact} from '../../src/model/facts.js';
import {nodeSpec} from '../../src/model/node-set.js';
import {serviceNodeInfo} from '../support/node-info.js';
import {at} from '../support/state.js';

/** A keeper on a file of this content, and what it dispatched, wrote and said. */
function keeperOn(lines: Record<string, string>, problem: string | null = null) {
  const file = new Map(Object.entries(lines));
  const facts: Fact[] = [];
  const warnings: string[] = [];
  const keeper = createMachineKeeper({
    kept: {
      read: async () => ({machines: new Map(file), problem}),
      add: async machines => {
        for (const [node, machine] of machines) file.set(node, machine);
        return problem;
      },
    },
    clock: () => at(0),
    dispatch: some => facts.push(...some),
    warn: sentence => warnings.push(sentence),
  });
  const remembered = () =>
    facts.flatMap(fact => (fact.type === 'machine-remembered' ? [`${fact.node} ${fact.machine}`] : []));
  return {keeper, file, warnings, remembered};
}

const cluster = (...hosts: readonly string[]): Fact => ({
  type: 'cluster-changed',
  at: at(0),
  nodes: hosts.map(host => nodeSpec({host})),
});
const info = (node: string, machine: string): Fact => ({
  type: 'node-info-read',
  at: at(0),
  node,
  info: serviceNodeInfo({machine}),
});

test('what earlier runs remembered is told of each node of the cluster, also of one that is added', async () => {
  const {keeper, remembered} = keeperOn({a: 'aa', b: 'bb', c: 'cc'});
  keeper.emit([cluster('a')]);
  await keeper.load();
  expect(remembered()).toEqual(['a aa']);
  keeper.emit([cluster('a', 'b')]);
  expect(remembered()).toEqual(['a aa', 'a aa', 'b bb']);
});

test('the first machine behind a node is remembered, and no other one by itself', async () => {
  const {keeper, file, remembered} = keeperOn({});
  keeper.emit([cluster('a')]);
  await keeper.load();
  keeper.emit([info('a', 'aa')]);
  expect(remembered()).toEqual(['a aa']);
  keeper.emit([info('a', 'bb')]);
  await keeper.written();
  expect(file).toEqual(new Map([['a', 'aa']]));
});

test('a trusted machine is remembered, and one that another program trusted is recalled', async () => {
  const {keeper, file, remembered} = keeperOn({a: 'aa'});
  keeper.emit([cluster('a')]);
  await keeper.load();
  expect(await keeper.trust('a', 'bb')).toBeNull();
  expect([file.get('a'), remembered().at(-1)]).toEqual(['bb', 'a bb']);
  file.set('a', 'cc');
  await keeper.recall('a');
  expect(remembered().at(-1)).toBe('a cc');
});

test('a file that is no good is said once, and trust holds for the run', async () => {
  const {keeper, warnings, remembered} = keeperOn({}, '/x cannot be written: its disk is full');
  await keeper.load();
  keeper.emit([info('a', 'aa')]);
  await keeper.written();
  expect(warnings).toEqual(['which machines answer is not remembered: /x cannot be written: its disk is full']);
  expect(await keeper.trust('a', 'bb')).toBe('/x cannot be written: its disk is full');
  expect(remembered().at(-1)).toBe('a bb');
});
