import {expect, test} from '@jest/globals';
import {type ClipboardWay, clipboardSequence, clipboardWay} from '../../src/terminal/clipboard.js';

test.each<readonly [Readonly<Record<string, string>>, ClipboardWay]>([
  [{TERM: 'xterm-256color'}, 'direct'],
  [{TERM: 'tmux-256color'}, 'tmux'],
  [{TERM: 'screen-256color', TMUX: '/tmp/tmux-0/default,1,0'}, 'tmux'],
  [{TERM: 'screen.xterm-256color'}, 'screen'],
  [{TERM: 'linux'}, 'none'],
  [{TERM: 'screen.linux'}, 'none'],
])('in %j it goes %s', (environment, way) => {
  expect(clipboardWay(environment)).toBe(way);
});

const TEXT = 'größer, 10.0.0.1 neo4j\n'.repeat(60);
const decoded = (sequence: string) =>
  Buffer.from(/\u001B\]52;c;([A-Za-z0-9+/=]*)\u0007/.exec(sequence)?.[1] ?? '', 'base64').toString();

test('the bytes decode to the text', () => {
  expect(decoded(clipboardSequence(TEXT, 'direct'))).toBe(TEXT);
});

test('tmux gets it twice: for itself, and to pass on', () => {
  const sequence = clipboardSequence(TEXT, 'tmux');
  expect(decoded(sequence)).toBe(TEXT);
  const inner = /\u001BPtmux;(.*)\u001B\\$/s.exec(sequence)?.[1] ?? '';
  expect(decoded(inner.replaceAll('\u001B\u001B', '\u001B'))).toBe(TEXT);
});

test('GNU screen gets strings that are not too long for it, and what it passes on is the whole', () => {
  const parts = [...clipboardSequence(TEXT, 'screen').matchAll(/\u001BP(.*?)\u001B\\/gs)].map(([, part = '']) => part);
  expect(Math.max(...parts.map(part => part.length))).toBeLessThanOrEqual(256);
  expect(decoded(parts.join(''))).toBe(TEXT);
});
