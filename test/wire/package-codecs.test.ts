import {expect, test} from '@jest/globals';
import {PACKAGE_CODECS} from '../../src/wire/package-codecs.js';
import {createWatcherNames} from '../../src/wire/watcher-names.js';

const names = createWatcherNames();

test('of a node whose commands are of another age only that is read', () => {
  const answer = {package: '7.0.0', api: 2, services: [{of: 'another shape'}]};
  expect(PACKAGE_CODECS.nodeInfo.decode(answer, names)).toMatchObject({package: '7.0.0', api: 2, services: []});
});

test('of one of our own age everything must be there', () => {
  expect(() => PACKAGE_CODECS.nodeInfo.decode({package: '0.1.0', api: 1}, names)).toThrow('memory is not an object');
});
