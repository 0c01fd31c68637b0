import {expect, test} from '@jest/globals';
import type {ConfiguredFile} from '../../src/model/service.js';
import {type FilesOfTarget, fileChanges} from '../../src/store/file-changes.js';

function target(last: number, diff: string, over: Partial<ConfiguredFile> = {}): FilesOfTarget {
  const file = {file: 'conf/a', state: 'changed', diff, ...over} as const;
  const node = `10.0.0.${last}`;
  return {node, watcher: 'neo4j', data: {files: [file], address: node, identifier: last, dryRun: true}};
}

const changesAsText = (targets: readonly FilesOfTarget[]) =>
  fileChanges(targets).map(({file, nodes, count, diff}) => `${file} on ${nodes} (${count}): ${diff}`);

test('nodes are alike when only their own address and number differ', () => {
  const diff = (n: number) => `+id=${n}\n+hosts=10.0.0.1:5001,10.0.0.2:5001,10.0.0.3:5001\n+at=10.0.0.${n}`;
  expect(changesAsText([1, 2, 3].map(n => target(n, diff(n))))).toEqual([`conf/a on 10.0.0.1-3 (3): ${diff(1)}`]);
});

test('one that differs in anything else stands for itself', () => {
  expect(changesAsText([target(1, '+a'), target(2, '+b'), target(3, '+a'), target(4, '+a\n+b')])).toEqual([
    'conf/a on 10.0.0.1,10.0.0.3 (2): +a',
    'conf/a on 10.0.0.2 (1): +b',
    'conf/a on 10.0.0.4 (1): +a\n+b',
  ]);
});

test("the lines around a change may hold a node's own address and number, too", () => {
  const diff = (n: number) => ` id=${n}\n-hosts=10.0.0.1\n+hosts=10.0.0.1,10.0.0.2,10.0.0.3\n at=10.0.0.${n}:5001`;
  expect(changesAsText([1, 2, 3].map(n => target(n, diff(n))))).toEqual([`conf/a on 10.0.0.1-3 (3): ${diff(1)}`]);
  expect(changesAsText([target(1, ' ttl=a\n+b'), target(2, ' ttl=c\n+b')])).toHaveLength(2);
});

test.each([
  ['a part of another number', '+port=7001', '+port=7002'],
  ['a part of a name', '+user=u1', '+user=u2'],
  ['a part of a fraction', '+ratio=1.5', '+ratio=2.5'],
  ['a part of an address', '+peer=10.1.0.9', '+peer=10.2.0.9'],
  ['a part of an IPv6 address', '+peer=fd00::1:9', '+peer=fd00::2:9'],
  ['the beginning of a longer address', '+peer=10.0.0.11', '+peer=10.0.0.21'],
  ['the end of a longer address', '+peer=110.0.0.1', '+peer=110.0.0.2'],
  ['the place of another', '+peer=10.0.0.2', '+peer=10.0.0.1'],
  ['a word for them', '+at=ADDRESS', '+at=10.0.0.2'],
])("a node's own address and number are no excuse for %s", (_, first, second) => {
  expect(changesAsText([target(1, first), target(2, second)])).toHaveLength(2);
});

test('nodes that are given the same number are not like those that have their own', () => {
  const numbers = [1, 1, 3, 4];
  expect(changesAsText(numbers.map((number, index) => target(index + 1, `+id=${number}`)))).toEqual([
    'conf/a on 10.0.0.1-2 (2): +id=1',
    'conf/a on 10.0.0.3-4 (2): +id=3',
  ]);
});

test('an IPv6 address is known in brackets and without', () => {
  const at = (last: number): FilesOfTarget => {
    const address = `fd00::${last}`;
    const {data, ...rest} = target(last, `+url=http://[${address}]:7474/\n+at=${address}`);
    return {...rest, data: {...data, address}};
  };
  expect(changesAsText([at(1), at(2)])).toHaveLength(1);
});

test('the changes of one file stand below each other', () => {
  const of = (last: number, diff: string): FilesOfTarget => {
    const one = target(last, diff);
    const files = ['a', 'b'].map(file => ({file, state: 'changed', diff}) as const);
    return {...one, data: {...one.data, files}};
  };
  expect(changesAsText([of(1, '+x'), of(2, '+y')])).toEqual([
    'a on 10.0.0.1 (1): +x',
    'a on 10.0.0.2 (1): +y',
    'b on 10.0.0.1 (1): +x',
    'b on 10.0.0.2 (1): +y',
  ]);
});

test('files that do not change are left out', () => {
  expect(fileChanges([target(1, '', {state: 'unchanged'})])).toEqual([]);
});

test('files and watchers are kept apart', () => {
  const titan = {...target(1, '+a'), watcher: 'titan'};
  expect(changesAsText([target(1, '+a'), titan, target(1, '+a', {file: 'conf/b'})])).toHaveLength(3);
});
