import {expect, test} from '@jest/globals';
import {CODECS} from '../../src/wire/protocol.js';
import {createWatcherNames} from '../../src/wire/watcher-names.js';

test('a name in an answer that is garbled reaches no terminal as it is', () => {
  const answer = {watchers: {'web\u001b[31m\u200d': 'no health'}};
  expect(() => CODECS.health.decode(answer, createWatcherNames())).toThrow(/^web\\x1b\[31m\\u200d is not an object$/);
});
