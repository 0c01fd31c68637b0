import {expect, test} from '@jest/globals';
import {createMachineKeeper} from '../../src/cli/machine-keeper.js';
import type {Fact} from '../../src/model/facts.js';
import {nodeSpec} from '../../src/model/node-spec.js';
import {at} from '../support/cluster-state.js';
import {eventually} from '../support/eventually.js';
import {serviceNodeInfo} from '../support/sample-node-info.js';

/** A keeper on a file of this content, and what it dispatched, wrote and said. */
function keeperOn(lines: Record<string, string>, {canWrite = true}: {readonly canWrite?: boolean} = {}) {
  const file = new Map(Object.entries(lines));
  let problem: string | null = null;
  const facts: Fact[] = [];
  const warnings: string[] = [];
  const keeper = createMachineKeeper({
    kept: {
      read: async () => ({machines: problem === null ? new Map(file) : new Map<string, string>(), problem}),
      add: async machines => {
        if (canWrite) for (const [node, machine] of machines) file.set(node, machine ?? '-');
        return canWrite ? null : 'its disk is full';
      },
    },
    clock: () => at(0),
    dispatch: some => facts.push(...some),
    warn: sentence => warnings.push(sentence),
  });
  const remembered = () =>
    facts.flatMap(fact => (fact.type === 'machine-remembered' ? [`${fact.node} ${fact.machine}`] : []));
  const breakReading = (why: string) => {
    problem = why;
  };
  return {keeper, file, warnings, remembered, breakReading};
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

test('what earlier runs remembered is reported for each node of the cluster, also of one that is added', async () => {
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

test('another machine is held against the file at once: another program may have been told to trust it', async () => {
  const {keeper, file, remembered} = keeperOn({a: 'aa'});
  keeper.emit([cluster('a')]);
  await keeper.load();
  file.set('a', 'bb');
  keeper.emit([info('a', 'bb')]);
  await eventually(() => expect(remembered().at(-1)).toBe('a bb'));
});

test('a machine that is forgotten leaves its place to the next one', async () => {
  const {keeper, file, remembered} = keeperOn({a: 'aa'});
  keeper.emit([cluster('a')]);
  await keeper.load();
  expect(await keeper.trust('a', null)).toBeNull();
  expect([file.get('a'), remembered().at(-1)]).toEqual(['-', 'a null']);
  keeper.emit([info('a', 'bb')]);
  await keeper.written();
  expect([file.get('a'), remembered().at(-1)]).toEqual(['bb', 'a bb']);
});

test('a file that cannot be written is said once, and trust holds for the run, whatever is recalled', async () => {
  const {keeper, warnings, remembered} = keeperOn({a: 'aa', b: 'aa'}, {canWrite: false});
  keeper.emit([cluster('a', 'b', 'c')]);
  await keeper.load();
  for (const machine of ['cc', 'dd']) {
    keeper.emit([info('c', machine)]);
    await keeper.written();
  }
  expect(warnings).toEqual(['which machines answer is not remembered: its disk is full']);
  expect(await keeper.trust('a', 'bb')).toBe('its disk is full');
  await keeper.recall('b');
  await keeper.recall('a');
  expect(remembered().slice(-2)).toEqual(['a bb', 'b aa']);
});

test('while the file cannot be read no machine is taken for the right one, and none is forgotten', async () => {
  const {keeper, file, warnings, remembered, breakReading} = keeperOn({a: 'aa'});
  breakReading('/x cannot be read: too many open files');
  keeper.emit([cluster('a')]);
  await keeper.load();
  keeper.emit([info('a', 'bb')]);
  await keeper.recall('a');
  await keeper.written();
  expect(warnings).toEqual(['which machines answer is not remembered: /x cannot be read: too many open files']);
  expect([file.get('a'), remembered()]).toEqual(['aa', []]);
});
