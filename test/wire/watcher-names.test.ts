import {describe, expect, test} from '@jest/globals';
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

test('says when an event may mean more than one', () => {
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

describe('names that circus takes for one', () => {
  test.each([
    [['Web', 'web'], 'Web'],
    [['Web', 'web'], 'WEB'],
    [['\u212aelvin', 'kelvin'], 'kelvin'],
    [['stra\u1e9ee', 'stra\u00dfe'], 'stra\u00dfe'],
    [['\u0130x', 'i\u0307x'], 'i\u0307x'],
    [['\u0391\u03a3', '\u03b1\u03c2'], '\u0391\u03a3'],
  ])('of %j neither is sent for %j', (raw, typed) => {
    const names = createWatcherNames();
    names.learn(raw);
    expect([names.toSend(typed), names.toSend(raw[0] ?? '')]).toEqual([null, null]);
    expect(names.whyNot(typed)).toMatch(/^circus takes .+ and .+ for one name here: give one of them another/);
    expect(raw.map(name => names.isShared(name))).toEqual([true, true]);
  });

  test.each([[['stra\u00dfe', 'strasse']], [['\u0131x', 'ix']], [['a b', 'a_b']], [['web', 'web ']]])(
    '%j are not, and each is sent',
    raw => {
      const names = createWatcherNames();
      const shown = names.learn(raw);
      expect(shown.map(name => names.toSend(name))).toEqual(raw);
      expect(shown.some(name => names.isShared(name))).toBe(false);
    },
  );

  test('a name in other capitals is sent as the watcher is called', () => {
    const names = createWatcherNames();
    names.learn(['Web App']);
    expect(names.toSend('web app')).toBe('Web App');
  });
});

test('no two names look the same', () => {
  const long = 'x'.repeat(400);
  const raw = [
    'a\u0007',
    'a\\x07',
    'a\\X07',
    'web',
    'web ',
    ' web',
    'web\u00a0',
    'a b',
    'a\u00a0b',
    'a\u200d',
    'a\u200d\u200d',
    `${long}1`,
    `${long}2`,
  ];
  const shown = createWatcherNames().learn(raw);
  expect(new Set(shown).size).toBe(raw.length);
  expect(shown.slice(0, 8)).toEqual([
    'a\\x07',
    'a\\x5cx07',
    'a\\x5cX07',
    'web',
    'web\\x20',
    '\\x20web',
    'web\\xa0',
    'a b',
  ]);
  expect(shown.every(name => name.length <= 300)).toBe(true);
});
