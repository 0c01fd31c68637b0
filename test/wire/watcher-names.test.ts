import {expect, test} from '@jest/globals';
import {createWatcherNames} from '../../src/wire/watcher-names.js';

test('a name that was cleaned is sent as it is on the node', () => {
  const names = createWatcherNames();
  expect(names.learn(['a\u0007b', 'Web App'])).toEqual(['a\\x07b', 'Web App']);
  expect(names.toSend('a\\x07b')).toBe('a\u0007b');
  expect(names.toSend('Web App')).toBe('Web App');
});

test('a name that the node does not have is sent as it was typed', () => {
  expect(createWatcherNames().toSend('nope')).toBe('nope');
});

test('two names that look the same are not sent at all', () => {
  const names = createWatcherNames();
  names.learn(['a\u0007', 'a\\x07']);
  expect(names.toSend('a\\x07')).toBeNull();
});

test('finds the watcher that an event means', () => {
  const names = createWatcherNames();
  names.learn(['Web App', 'web.api']);
  expect(names.ofEvent('web_app')).toEqual(['Web App']);
  expect(names.ofEvent('web.api')).toEqual(['web.api']);
  expect(names.ofEvent('other')).toEqual([]);
});

test('tells when an event may mean more than one', () => {
  const names = createWatcherNames();
  names.learn(['Web App', 'web_app']);
  expect(names.ofEvent('web_app')).toEqual(['Web App', 'web_app']);
});

test('forgets those that are gone', () => {
  const names = createWatcherNames();
  names.learn(['a']);
  names.learn(['b']);
  expect(names.ofEvent('a')).toEqual([]);
});
