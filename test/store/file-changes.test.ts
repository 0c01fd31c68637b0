import {expect, test} from '@jest/globals';
import type {ConfiguredFile} from '../../src/model/service.js';
import {type FilesOfTarget, fileChanges} from '../../src/store/file-changes.js';

function target(last: number, diff: string, over: Partial<ConfiguredFile> = {}): FilesOfTarget {
  const file = {file: 'conf/a', state: 'changed', diff, ...over} as const;
  return {node: `10.0.0.${last}`, watcher: 'neo4j', address: `10.0.0.${last}`, identifier: last, files: [file]};
}

const told = (targets: readonly FilesOfTarget[]) =>
  fileChanges(targets).map(({file, nodes, count, diff}) => `${file} on ${nodes} (${count}): ${diff}`);

test('nodes are alike when only their own address and number differ', () => {
  const diff = (n: number) => `+id=${n}\n+hosts=10.0.0.1:5001,10.0.0.2:5001,10.0.0.3:5001\n+at=10.0.0.${n}`;
  expect(told([1, 2, 3].map(n => target(n, diff(n))))).toEqual([`conf/a on 10.0.0.1-3 (3): ${diff(1)}`]);
});

test('one that differs in anything else stands for itself', () => {
  expect(told([target(1, '+a'), target(2, '+b'), target(3, '+a'), target(4, '+a\n+b')])).toEqual([
    'conf/a on 10.0.0.1,10.0.0.3 (2): +a',
    'conf/a on 10.0.0.2 (1): +b',
    'conf/a on 10.0.0.4 (1): +a\n+b',
  ]);
});

test("a node's number is no excuse for a part of another number", () => {
  expect(told([target(1, '+port=7001'), target(2, '+port=7002')])).toHaveLength(2);
});

test('files that do not change are not told', () => {
  expect(fileChanges([target(1, '', {state: 'unchanged'})])).toEqual([]);
});

test('files and watchers are told apart', () => {
  const titan = {...target(1, '+a'), watcher: 'titan'};
  expect(told([target(1, '+a'), titan, target(1, '+a', {file: 'conf/b'})])).toHaveLength(3);
});
