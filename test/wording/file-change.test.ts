import {expect, test} from '@jest/globals';
import type {ConfiguredFile} from '../../src/model/service.js';
import {FILES} from '../../src/wording/file-change.js';

function linesOf(...files: readonly ConfiguredFile[]) {
  const data = {files, address: null, identifier: null, dryRun: true};
  return FILES.lines([{target: {node: '10.0.0.1', watcher: 'neo4j'}, data}]);
}

test('a difference reads line by line, and the two lines that name its file again are a detail', () => {
  const diff = '--- conf/a\n+++ conf/a\n@@ -1 +1 @@\n-1\n+2\n';
  expect(linesOf({file: 'conf/a', state: 'changed', diff})).toEqual([
    {text: 'neo4j conf/a changed on 10.0.0.1', role: 'title', tone: 'normal'},
    {text: '--- conf/a', role: 'detail', tone: 'dim'},
    {text: '+++ conf/a', role: 'detail', tone: 'dim'},
    {text: '@@ -1 +1 @@', role: 'body', tone: 'dim'},
    {text: '-1', role: 'body', tone: 'failing'},
    {text: '+2', role: 'body', tone: 'healthy'},
  ]);
});

test('a new file that is empty is its title alone', () => {
  expect(linesOf({file: 'conf/b', state: 'new', diff: ''})).toEqual([
    {text: 'neo4j conf/b new on 10.0.0.1', role: 'title', tone: 'normal'},
  ]);
});
