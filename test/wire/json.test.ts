import {describe, expect, test} from '@jest/globals';
import {ProtocolError} from '../../src/wire/errors.js';
import {count, LONGEST_MESSAGE, number, object, parseObject, pid, pids, text} from '../../src/wire/json.js';

const parse = (text: string) => parseObject(Buffer.from(text));

test('reads an object', () => {
  expect(parse(' {"a": [1, null]} ')).toEqual({a: [1, null]});
});

describe('says what is wrong with', () => {
  test.each([
    ['text', 'hello', 'no JSON'],
    ['nothing', '', 'no JSON'],
    ['half an object', '{"a": ', 'no JSON'],
    ['NaN', '{"cpu": NaN}', 'no JSON: it holds NaN or Infinity'],
    ['-Infinity', '{"a":-Infinity}', 'no JSON: it holds NaN or Infinity'],
    ['a list', '[1]', 'the message is not an object'],
    ['null', 'null', 'the message is not an object'],
    ['a number', '7', 'the message is not an object'],
  ])('%s', (_what, message, problem) => {
    expect(() => parse(message)).toThrow(new ProtocolError(problem));
  });

  test('what is too long', () => {
    expect(() => parseObject(Buffer.alloc(LONGEST_MESSAGE + 1, ' '))).toThrow(new ProtocolError('longer than 16 MiB'));
  });

  test('lists nested without end', () => {
    expect(() => parse('['.repeat(200_000))).toThrow(ProtocolError);
  });

  test.each([
    ['a number', () => number('1', 'x')],
    ['a number that is none', () => number(Number.NaN, 'x')],
    ['a count', () => count(-1, 'x')],
    ['half a count', () => count(1.5, 'x')],
    ['a pid', () => pid(0, 'x')],
    ['pids', () => pids([1, '2'], 'x')],
    ['pids that are no list', () => pids({}, 'x')],
    ['text', () => text(null, 'x')],
    ['an object', () => object([], 'x')],
  ])('%s', (_what, check) => {
    expect(check).toThrow(/^x is not /);
  });
});
