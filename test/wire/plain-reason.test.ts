import {expect, test} from '@jest/globals';
import {plainReason} from '../../src/wire/plain-reason.js';

const TRACE = (type: string) =>
  `Traceback (most recent call last):\n  File "x.py", line 1, in execute\n${type}: what it is`;

test.each([
  ["'titan' already exist", 'it has a watcher titan already'],
  ["process 77 not found in 'titan'", 'it has no process 77'],
  ['process PID not found (pid=77)', 'process 77 has ended'],
  ['process no longer exists (pid=77, name=sleep)', 'process 77 has ended'],
  ['(pid=77)', 'circusd may not touch process 77'],
  ["'nope' option not found", 'it has no option nope'],
  ["unknown key 'nope'", 'circus has no option nope'],
  ["'rlimit_nope' isn't a valid rlimit setting", 'the system there has no limit rlimit_nope'],
  ['Cannot have 4 processes with a singleton  watcher', 'it is a singleton, which has one process at the most'],
  ["4711 isn't a valid user id", 'there is no user 4711 on that machine'],
  ["No such group: 'nope'", 'there is no group nope on that machine'],
  ["module 'signal' has no attribute 'SIGFOO'", 'the system there has no signal SIGFOO'],
  ["FileStream.__init__() got an unexpected keyword argument 'x'", 'what it is made of takes no option x'],
  ["No module named 'nope'", 'circusd finds no Python module nope where it runs'],
  ["invalid literal for int() with base 10: 'x'", '"x" is no whole number'],
  ["[Errno 13] Permission denied: '/root/log'", '/root/log: Permission denied'],
  ['[Errno 1] Operation not permitted', 'the system there refuses it: Operation not permitted'],
  ['server error', 'circusd failed while it did this; its log has why'],
])('%s: %s', (reason, meaning) => {
  expect(plainReason(reason, null)).toBe(`${meaning} (circus: ${reason})`);
});

test('an exception of Python that nobody knows is an error inside circusd, with its name', () => {
  expect(plainReason("'class'", TRACE('KeyError'))).toBe("an error inside circusd (KeyError: 'class')");
  expect(plainReason('bad', TRACE('circus.exc.CallError'))).toBe('an error inside circusd (CallError: bad)');
  expect(plainReason('77', TRACE('KeyError'))).toBe('it has no process 77 (circus: KeyError: 77)');
  expect(plainReason('', '')).toBe('an error inside circusd');
});

test('what has lines is told in one', () => {
  expect(plainReason('a.ini:3: no program\n\n  a.ini:5: no folder\nthat is:\r\nnothing\n', null)).toBe(
    'a.ini:3: no program; a.ini:5: no folder; that is: nothing',
  );
});

test('a command that a node does not have stays what it is: others look for it', () => {
  expect(plainReason("unknown command: 'check'", null)).toBe("unknown command: 'check'");
});

test('ten megabytes are not walked through', () => {
  expect(plainReason(`${"'".repeat(10_000_000)} already`, null).length).toBeLessThan(10_000);
});
