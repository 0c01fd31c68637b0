import {describe, expect, test} from '@jest/globals';
import {readConfig} from '../../src/config/config.js';

const UTF8 = {LANG: 'en_US.UTF-8'};

/** The flags as a command line has them. */
function flags(given: Readonly<Record<string, string>>): ReadonlyMap<string, readonly string[]> {
  return new Map(Object.entries(given).map(([name, value]) => [name, [value]]));
}

function configOf(given: Readonly<Record<string, string>>, environment: Readonly<Record<string, string>>) {
  const result = readConfig(flags(given), environment);
  if (!result.ok) throw new Error(result.problems.join('\n'));
  return result.config;
}

test('without a word said, the defaults count', () => {
  expect(configOf({}, UTF8)).toEqual({
    defaultPort: 5555,
    isReadOnly: false,
    isAscii: null,
    hasColor: true,
    theme: 'auto',
    onFailure: 'bell',
    defaultCluster: null,
    connectTimeout: 3_000,
    timeout: null,
    pingEvery: null,
    pingPatience: 1_000,
    offlineAfter: 10_000,
    flappingCrashes: 3,
    flappingWithin: 300_000,
    askAbove: 8,
    logLines: 50_000,
    columns: null,
    cells: null,
    watchers: [],
    notInAll: [],
    clusters: new Map(),
    keys: [],
  });
});

test('a flag counts before the environment, which counts before the default', () => {
  const environment = {...UTF8, CIRCUSMAN_PORT: '5565', CIRCUSMAN_TIMEOUT: '2m', CIRCUSMAN_READ_ONLY: '1'};
  expect(configOf({port: '5575'}, environment)).toMatchObject({defaultPort: 5575, timeout: 120_000, isReadOnly: true});
});

test('ASCII alone, or not, can be said; else it is as the terminal is', () => {
  expect(configOf({ascii: ''}, {CIRCUSMAN_ASCII: '0'}).isAscii).toBe(true);
  expect(configOf({}, {CIRCUSMAN_ASCII: '0'}).isAscii).toBe(false);
  expect(configOf({}, {CIRCUSMAN_ASCII: 'auto'}).isAscii).toBe(null);
});

test('NO_COLOR and --no-color take the colours away; what is said to circusman alone counts more than NO_COLOR', () => {
  expect(configOf({}, {NO_COLOR: '1'}).hasColor).toBe(false);
  expect(configOf({}, {NO_COLOR: ''}).hasColor).toBe(true);
  expect(configOf({'no-color': ''}, {}).hasColor).toBe(false);
  expect(configOf({}, {CIRCUSMAN_NO_COLOR: '1'}).hasColor).toBe(false);
  expect(configOf({}, {CIRCUSMAN_NO_COLOR: '0', NO_COLOR: '1'}).hasColor).toBe(true);
});

describe('a bad value is named with its place', () => {
  test.each([
    [{port: '0'}, {}, '--port: "0" is not a port from 1 to 65535'],
    [{port: '70000'}, {}, '--port: "70000" is not a port from 1 to 65535'],
    [{timeout: '3 weeks'}, {}, '--timeout: "3 weeks" is not a duration such as 500ms, 30s or 2m, or auto'],
    [{'connect-timeout': '0'}, {}, '--connect-timeout: "0" is not a duration such as 500ms, 3s or 2m'],
    [{}, {CIRCUSMAN_ON_FAILURE: 'siren'}, 'CIRCUSMAN_ON_FAILURE: "siren" is not one of bell, message, none'],
    [{}, {CIRCUSMAN_PORT: 'x'}, 'CIRCUSMAN_PORT: "x" is not a port from 1 to 65535'],
    [{}, {CIRCUSMAN_READ_ONLY: 'maybe'}, 'CIRCUSMAN_READ_ONLY: "maybe" is not one of 1, 0, true, false, yes, no'],
    [{}, {CIRCUSMAN_ASK_ABOVE: '-1'}, 'CIRCUSMAN_ASK_ABOVE: "-1" is not a whole number from 0 to 65536'],
  ])('%j %j', (given, environment, message) => {
    expect(readConfig(flags(given), environment)).toMatchObject({ok: false, problems: [message]});
  });
});
