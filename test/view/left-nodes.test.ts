import {expect, test} from '@jest/globals';
import {nodeSpec} from '../../src/model/node-spec.js';
import {reduce} from '../../src/store/reduce.js';
import {createStore} from '../../src/store/store.js';
import {followNodes} from '../../src/view/left-nodes.js';
import {at, clusterState} from '../support/cluster-state.js';
import {openController} from '../support/controller.js';

const HOSTS = ['127.0.0.1', '127.0.0.2', '127.0.0.3'];

function open() {
  const cells = {neo4j: 'running', titan: 'stopped'} as const;
  const store = createStore(reduce(clusterState(Object.fromEntries(HOSTS.map(host => [host, cells]))), []));
  const {controller} = openController({store, clock: () => at(10)});
  followNodes(store, controller);
  const set = (...hosts: readonly string[]) =>
    store.dispatch([{type: 'cluster-changed', at: at(10), nodes: hosts.map(host => nodeSpec({host}))}]);
  const press = (...keys: readonly string[]) => {
    for (const key of keys) controller.press(key);
  };
  return {controller, set, press, marked: () => [...controller.screen().marks.keys()]};
}

test('its marks end with a node, and those of the others stay', () => {
  const {set, press, marked} = open();
  press('a');
  set('127.0.0.1', '127.0.0.3');
  expect(marked()).toEqual(['127.0.0.1', '127.0.0.3']);
  set(...HOSTS);
  expect(marked()).toEqual(['127.0.0.1', '127.0.0.3']);
});

test('the cursor goes to what took the place of its node, and stays there when that comes again', () => {
  const {controller, set, press} = open();
  press('down');
  expect(controller.screen().cursor.node).toBe('127.0.0.2');
  set('127.0.0.1', '127.0.0.3');
  expect(controller.screen().cursor.node).toBe('127.0.0.3');
  set(...HOSTS);
  expect(controller.screen().cursor.node).toBe('127.0.0.3');
});

test('cursor, filter, sort and range stay where they are when another node leaves', () => {
  const {controller, set, press} = open();
  press('down', 'down', 'V', 'up', '>');
  controller.filter('1*');
  const before = controller.screen();
  set('127.0.0.2', '127.0.0.3');
  const {cursor, range, query, filterText} = controller.screen();
  expect({cursor, range, query, filterText}).toEqual({
    cursor: before.cursor,
    range: before.range,
    query: before.query,
    filterText: before.filterText,
  });
  expect(range?.node).toBe('127.0.0.3');
});

test('a node that was followed is not when it comes again', () => {
  const {controller, set, press} = open();
  press('down', 'F');
  expect(controller.screen().following).toBe('127.0.0.2');
  set('127.0.0.1', '127.0.0.3');
  set(...HOSTS);
  expect(controller.screen().following).toBeNull();
});
