import {execFile} from 'node:child_process';
import process from 'node:process';
import {promisify} from 'node:util';
import {describe, expect, test} from '@jest/globals';
import {SETTING_NAMES, SETTINGS} from '../../src/config/settings.js';
import {CIRCUSMAN} from '../support/circusman-screen.js';
import {runCircusman} from '../support/run-circusman.js';
import {testHost} from '../support/test-network.js';

const NOBODY = testHost('76.1');
const RED = '\u001B[31m';
/** What a terminal would obey, or what turns text around. */
const UNSAFE = /[\u0000-\u0009\u000B-\u001F\u007F-\u009F\u202A-\u202E\u2066-\u2069]/;
/** Words of a language or a system where a sentence should be. */
const CODE_WORDS = /\b(E[A-Z]{4,}|\w*Error\b|Errno|node:internal|\.mjs\b)/;

describe('what cannot be understood is one sentence and exit code 2', () => {
  test.each([
    [['--bogus'], "circusman: unknown option '--bogus'\n"],
    [['127.0.0.999'], /^circusman: 127\.0\.0\.999: .+\n$/],
    [['exec', '-c', NOBODY, 'strat'], 'circusman: strat: there is no command "strat": did you mean start?\n'],
    [
      ['status', 'scan'],
      'circusman: scan is no host that this machine knows, and no command: circusman --help lists them\n',
    ],
    [['status', NOBODY, '--port', 'x'], 'circusman: --port: "x" is not a port from 1 to 65535\n'],
    [
      [NOBODY],
      'circusman: the full screen wants a terminal on standard input and output; status and exec work without one\n',
    ],
    [
      ['demo'],
      'circusman: the full screen wants a terminal on standard input and output; status and exec work without one\n',
    ],
  ])('%j', async (args, sentence) => {
    const {code, out, err} = await runCircusman(args);
    expect([code, out]).toEqual([2, '']);
    expect(err).toMatch(
      sentence instanceof RegExp ? sentence : new RegExp(`^${sentence.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}$`),
    );
  });
});

describe('with --json a refusal is one line of JSON on stdout, and its sentence is on stderr as without', () => {
  test.each([
    [['status', '--bogus'], 2, null],
    [['status', '127.0.0.999'], 2, null],
    [['status', NOBODY, '--timeout', '1e999'], 2, null],
    [['status', '::/0'], 2, null],
    [['exec'], 2, null],
    [['exec', '-c', '127.0.0.1/99', 'start'], 2, null],
    [['exec', '--yes=many', 'start'], 2, null],
    [['--bogus'], 2, null],
    [['exec', '-c', NOBODY, 'strat'], 2, 'strat'],
    [['exec', '-c', NOBODY, 'start', 'x', ';', 'quit'], 2, 'quit'],
    [['exec', '-c', NOBODY, '--read-only', 'start', 'x'], 2, 'start x'],
    [['exec', '-c', NOBODY, 'start', 'on', '127.0.0.9'], 2, 'start on 127.0.0.9'],
  ])('%j', async (args, exitCode, command) => {
    const [text, json] = await Promise.all([runCircusman(args), runCircusman([...args, '--json'])]);
    expect([text.code, json.code]).toEqual([exitCode, exitCode]);
    expect(json.out.trimEnd().split('\n')).toHaveLength(1);
    const answer = JSON.parse(json.out);
    expect(answer).toEqual({version: 1, command, error: expect.stringMatching(/\w/), exitCode});
    const sentence = command === null ? answer.error : `${command}: ${answer.error}`;
    expect(json.err).toBe(`circusman: ${sentence}\n`);
    expect([text.out, text.err]).toEqual(['', json.err]);
  });
});

describe('what was typed is told again as text that no terminal obeys, and not at any length', () => {
  test.each([
    [['status', RED]],
    [['status', `--${RED}`]],
    [['status', NOBODY, '--port', RED]],
    [['status', NOBODY, `a\u202Eb`]],
    [['exec', '-c', NOBODY, RED]],
    [['exec', '-c', NOBODY, '\u009B31m']],
    [['exec', '-c', NOBODY, 'start', 'on', RED]],
    [['exec', '-c', NOBODY, '--connect-timeout', '1s', 'start', RED]],
    [['exec', '-c', NOBODY, 'signal', 'x', RED]],
    [['exec', '-c', NOBODY, 'configure', '--set', RED]],
    [['exec', '-c', NOBODY, `cluster`, RED]],
    [['exec', `--yes=${RED}`, 'start']],
    [['exec', '-c', NOBODY, 'start', `--${RED}`]],
    [['status', '1'.repeat(100_000)]],
    [['status', '['.repeat(50_000)]],
    [['exec', '-c', NOBODY, 'x'.repeat(100_000)]],
    [['demo', '--nodes', '1e9']],
    [['demo', '--nodes', RED]],
    [['status', NOBODY, '--config', RED]],
    [['config', '--config', `/${'x'.repeat(100_000)}`]],
  ])('%j', async args => {
    for (const words of [args, [...args, '--json']]) {
      const {code, out, err} = await runCircusman(words);
      expect(code).not.toBe(0);
      expect(out + err).not.toMatch(UNSAFE);
      expect(err).not.toMatch(CODE_WORDS);
      expect(err.length).toBeLessThan(1_000);
    }
  });

  test('neither are the variables of the environment', async () => {
    const names = SETTING_NAMES.flatMap(name => SETTINGS[name].variable ?? []);
    expect(names.length).toBeGreaterThan(10);
    const {code, out, err} = await runCircusman(['status', NOBODY], Object.fromEntries(names.map(name => [name, RED])));
    expect([code, out]).toEqual([2, '']);
    expect(err.trimEnd().split('\n')).toEqual(
      names.map(name => expect.stringMatching(new RegExp(`^circusman: ${name}: "\\\\x1b\\[31m" is not .+$`))),
    );
  });
});

test.each([
  [{XDG_CACHE_HOME: '/proc/nowhere'}],
  [{XDG_CACHE_HOME: '/dev/null'}],
  [{XDG_STATE_HOME: '/proc/nowhere'}],
  [{HOME: ''}],
  [{HOME: `/${'x'.repeat(300)}`}],
])('where nothing can be kept, as with %j, it works all the same, and says no code word', async env => {
  const {code, out, err} = await runCircusman(['status', NOBODY, '--quick'], env);
  expect(code).toBe(1);
  expect(out).toMatch(/connection refused/);
  expect(err).not.toMatch(CODE_WORDS);
});

test('output that a full disk does not take is said, and is no success', async () => {
  const run = (where: string) =>
    promisify(execFile)('/bin/sh', ['-c', `exec "$0" "$@" ${where}`, process.execPath, CIRCUSMAN, '--help']);
  await expect(run('> /dev/full')).rejects.toMatchObject({
    code: 1,
    stderr: 'circusman: the output could not be written: its disk is full\n',
  });
  // What is for people may be lost.
  expect((await run('2> /dev/full')).stdout).toContain('Usage: circusman');
});
