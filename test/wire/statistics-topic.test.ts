import {describe, expect, test} from '@jest/globals';
import {decodeSample, sampleTopics} from '../../src/wire/statistics-topic.js';

const decode = (topic: string, body: object | string) =>
  decodeSample([topic, typeof body === 'string' ? body : JSON.stringify(body)].map(text => Buffer.from(text)));
const sample = {pid: 26, subtopic: 26, cpu: 12.5, mem_info1: '1.50M', name: null};

test('reads one process', () => {
  expect(decode('stat.burn.26', sample)).toEqual({name: 'burn', pid: 26, cpu: 12.5, memory: 1_572_864});
});

test('dots and spaces in a name belong to the name', () => {
  expect(decode('stat.dot.ted name.26', sample)?.name).toBe('dot.ted name');
});

test.each([
  ['512B', 512],
  ['0B', 0],
  ['2.00K', 2_048],
  ['2.10G', 2_254_857_830],
  ['1.00T', 1_099_511_627_776],
  ['N/A', null],
  ['lots', null],
  [7, null],
])('memory %s is %s bytes', (text, bytes) => {
  expect(decode('stat.burn.26', {...sample, mem_info1: text})?.memory).toBe(bytes);
});

test('cpu that the node could not measure is none', () => {
  expect(decode('stat.burn.26', {...sample, cpu: 'N/A'})?.cpu).toBeNull();
});

test('circusd-stats goes by its own name, circusd itself is left out', () => {
  expect(decode('stat.circus.26', {...sample, name: 'circusd-stats'})?.name).toBe('circusd-stats');
  expect(decode('stat.circus.26', {...sample, name: 'circusd'})).toBeNull();
});

describe('leaves out', () => {
  test.each([
    ['an average', 'stat.multi', {pid: [1, 2], cpu: 0, mem: 0, age: 1}],
    ['an average of a watcher whose name ends in digits', 'stat.web.2', {pid: [1, 2], cpu: 0, mem: 0, age: 1}],
    ['an average without processes', 'stat.gone', {pid: [], cpu: 0, mem: 0, age: 'N/A'}],
    ['sockets', 'stat.sockets', {addresses: [], reads: 0}],
    ['one socket', 'stat.sockets.6', {fd: 6, subtopic: 6, reads: 0}],
  ])('%s', (_what, topic, body) => {
    expect(decode(topic, body)).toBeNull();
  });

  test('a topic without a body', () => {
    expect(decodeSample([Buffer.from('stat.a.1')])).toBeNull();
  });
});

describe('refuses', () => {
  test.each([
    ['NaN', '{"pid": 1, "subtopic": 1, "cpu": NaN}'],
    ['no JSON', 'x'],
    ['a pid that is none', {...sample, pid: 'x'}],
  ])('%s', (_what, body) => {
    expect(() => decode('stat.burn.26', body)).toThrow(expect.objectContaining({name: 'ProtocolError'}));
  });
});

describe('samples are subscribed by topics', () => {
  test.each([
    ['Web', ['stat.web.']],
    ['Web App', ['stat.web app.', 'stat.web_app.']],
    ['a.b', ['stat.a.b.', 'stat.a.']],
    ['circusd-stats', ['stat.circus.']],
  ])('of %s, without its averages', (watcher, topics) => {
    expect(sampleTopics(watcher)).toEqual(topics);
  });

  test.each(['Übung', 'x\\x1b', 'a'.repeat(300)])('or all there are, where %s may be spelt in another way', watcher => {
    expect(sampleTopics(watcher)).toEqual(['stat.']);
  });
});
