import {describe, expect, test} from '@jest/globals';
import {readConfig} from '../src/config.js';

const UTF8 = {LANG: 'en_US.UTF-8'};

function configOf(...given: Parameters<typeof readConfig>) {
  const result = readConfig(...given);
  if (!result.ok) throw new Error(result.message);
  return result.config;
}

test('without a word said, the defaults count', () => {
  expect(configOf({}, UTF8)).toEqual({
    defaultPort: 5555,
    connectTimeout: 3_000,
    timeout: null,
    isReadOnly: false,
    isAscii: null,
    hasColor: true,
    onFailure: 'bell',
  });
});

test('a flag counts before the environment, which counts before the default', () => {
  const environment = {...UTF8, CIRCUSMAN_PORT: '5565', CIRCUSMAN_TIMEOUT: '2m', CIRCUSMAN_READ_ONLY: '1'};
  expect(configOf({port: '5575'}, environment)).toMatchObject({defaultPort: 5575, timeout: 120_000, isReadOnly: true});
});

test('ASCII alone, or not, can be said; else it is as the terminal is', () => {
  expect(configOf({ascii: true}, {CIRCUSMAN_ASCII: '0'}).isAscii).toBe(true);
  expect(configOf({}, {CIRCUSMAN_ASCII: '0'}).isAscii).toBe(false);
});

test('NO_COLOR and --no-color take the colours away', () => {
  expect(configOf({}, {NO_COLOR: '1'}).hasColor).toBe(false);
  expect(configOf({color: false}, {}).hasColor).toBe(false);
});

describe('a bad value is named with its place', () => {
  test.each([
    [{port: '0'}, {}, '--port: "0" is not a port from 1 to 65535'],
    [{port: '70000'}, {}, '--port: "70000" is not a port from 1 to 65535'],
    [{timeout: '3 weeks'}, {}, '--timeout: "3 weeks" is not a duration such as 500ms, 30s or 2m'],
    [{connectTimeout: '0'}, {}, '--connect-timeout: "0" is not a duration such as 500ms, 3s or 2m'],
    [{}, {CIRCUSMAN_ON_FAILURE: 'siren'}, 'CIRCUSMAN_ON_FAILURE: "siren" is not one of bell, message, none'],
    [{}, {CIRCUSMAN_PORT: 'x'}, 'CIRCUSMAN_PORT: "x" is not a port from 1 to 65535'],
    [{}, {CIRCUSMAN_READ_ONLY: 'maybe'}, 'CIRCUSMAN_READ_ONLY: "maybe" is not one of 1, 0, true, false, yes, no'],
  ])('%j %j', (flags, environment, message) => {
    expect(readConfig(flags, environment)).toEqual({ok: false, message});
  });
});
