import {spawnSync} from 'node:child_process';
import process from 'node:process';
import {afterEach, describe, expect, test} from '@jest/globals';
import {CIRCUSMAN} from '../support/circusman-screen.js';
import {eventually} from '../support/eventually.js';
import {type FakeNode, startFakeNode} from '../support/fake-node.js';
import {alive, processTree} from '../support/processes.js';
import {openPseudoTerminal, type PseudoTerminal} from '../support/pseudo-terminal.js';
import {testHost} from '../support/test-network.js';

const NODE = testHost('70.181');
/** As an operator may have it, and no program would guess. */
const FOUND = 'stty -ixon -iexten brkint erase ^H';

let pty: PseudoTerminal | undefined;
let node: FakeNode | undefined;

afterEach(async () => {
  await pty?.close();
  node?.close();
  node = undefined;
});

/** The terminal's modes, as `stty -g` tells them of the terminal that this process has. */
function modesOf(pid: number): string {
  const {stdout} = spawnSync('sh', ['-c', `stty -g < /proc/${pid}/fd/0`], {encoding: 'utf8'});
  return stdout.trim();
}

const isRaw = (pid: number) =>
  / -icanon .* -echo /.test(
    spawnSync('sh', ['-c', `stty -a < /proc/${pid}/fd/0`], {encoding: 'utf8'}).stdout.replaceAll('\n', ' '),
  );

/** What those processes call themselves. */
function titles(pids: readonly number[]): string {
  return spawnSync('ps', ['-o', 'args=', '-p', pids.join(',')], {encoding: 'utf8'}).stdout;
}

/** The program below a shell that waits for it, and then for a line. */
async function inShell(shell: string = 'sh', found = FOUND, extra: Readonly<Record<string, string>> = {}) {
  node = await startFakeNode(NODE, {web: 1}, false);
  const script = `${found}; stty -g; echo before; "$0" "$@"; echo "the code is $?"; read line`;
  const seen = openPseudoTerminal([shell, '-c', script, process.execPath, CIRCUSMAN, NODE], {
    columns: 160,
    answers: true,
    env: extra,
  });
  pty = seen;
  await seen.until(/1 online/);
  const modes = /^([0-9a-f]+:[0-9a-f:]+)/m.exec(seen.received())?.[1] ?? 'never told';
  const [, program = Number.NaN] = await processTree(seen.pid);
  const guardians = (await processTree(program)).filter(pid => pid !== program);
  // One without perl does not say what it knows.
  if (found === FOUND) await eventually(async () => expect(titles(guardians)).toMatch(/has seen the terminal/));
  return {seen, program, modes, guardians};
}

async function isAsFound(seen: PseudoTerminal, modes: string): Promise<void> {
  await seen.until(/circusman was killed, or broke down in a library/);
  await eventually(async () => expect(modesOf(seen.pid)).toBe(modes));
  expect(seen.emulator.buffer.active.type).toBe('normal');
  expect(seen.emulator.modes).toMatchObject({bracketedPasteMode: false, wraparoundMode: true});
  expect(seen.received().lastIndexOf('\u001B[?25h')).toBeGreaterThan(seen.received().lastIndexOf('\u001B[?25l'));
  expect(seen.lines().join('\n')).toMatch(/^before$/m);
}

describe('a program that cannot leave the terminal itself', () => {
  test.each(['SIGKILL', 'SIGABRT', 'SIGSEGV', 'SIGBUS', 'SIGQUIT'] as const)(
    'has it left as it was found: %s',
    async signal => {
      const {seen, program, modes, guardians} = await inShell();
      expect(isRaw(seen.pid)).toBe(true);
      process.kill(program, signal);
      await isAsFound(seen, modes);
      await eventually(async () => expect(await alive(guardians)).toEqual([]));
    },
  );

  test('says what it was doing, and where to ask what came of it', async () => {
    const {seen, program} = await inShell();
    node?.answer(({command}) => (command === 'stop' ? null : undefined));
    seen.type(':stop web\r');
    await seen.until(/#1 stop web.*1 running/);
    process.kill(program, 'SIGKILL');
    await seen.until(
      /could not say so itself\.\ncircusman jobs tells what came of this, circusman status how it is now:\n {2}stop web on 127\.\d+\.70\.181/,
    );
  });

  test('has it left so by a shell alone, where there is no perl', async () => {
    // A PATH with what that wants, and nothing else.
    const folder = spawnSync(
      'sh',
      ['-c', 'd=$(mktemp -d); for p in sh stty; do ln -s "$(command -v $p)" "$d"; done; echo "$d"'],
      {
        encoding: 'utf8',
      },
    ).stdout.trim();
    const {seen, program, modes} = await inShell('/bin/sh', ':', {PATH: folder});
    process.kill(program, 'SIGKILL');
    await isAsFound(seen, modes);
    spawnSync('rm', ['-r', folder]);
  });

  const BASH = ['bash', '--norc', '--noprofile', '-i'] as const;

  /** A shell that takes commands, with the program in its foreground. */
  async function inInteractiveShell(...shell: readonly [string, ...string[]]) {
    node = await startFakeNode(NODE, {web: 1}, false);
    const seen = openPseudoTerminal(shell, {columns: 160, answers: true, env: {PS1: 'shell> '}});
    pty = seen;
    await seen.until(/shell>/);
    seen.type(`'${process.execPath}' '${CIRCUSMAN}' ${NODE}\r`);
    await seen.until(/1 online/);
    const [, program = Number.NaN] = await processTree(seen.pid);
    const guardians = (await processTree(program)).filter(pid => pid !== program);
    return {seen, program, guardians};
  }

  test('leaves the shell’s own line editor alone', async () => {
    const {seen, program, guardians} = await inInteractiveShell(...BASH);
    process.kill(program, 'SIGKILL');
    await seen.until(/circusman was killed/);
    await eventually(async () => expect(await alive(guardians)).toEqual([]));
    // The shell does not wait for the terminal to be restored: its first prompt may be on the screen that was left then.
    seen.type('\r');
    // What is typed before the shell edits its line is shown once by the terminal and once by the shell.
    await seen.until(lines => lines.findLast(line => line.trim() !== '')?.trim() === 'shell>');
    seen.type('echo "ok $((1 + 1))"\r');
    await seen.until(/^ok 2$/m);
    expect(seen.lines().filter(line => line.includes('echo "ok'))).toHaveLength(1);
    expect(seen.emulator.buffer.active.type).toBe('normal');
  });

  test('has nobody who would write to a terminal that was left already', async () => {
    const {seen, program, guardians} = await inInteractiveShell(...BASH);
    process.kill(program, 'SIGTSTP');
    await seen.until(/Stopped/);
    const before = seen.received().length;
    process.kill(program, 'SIGKILL');
    await eventually(async () => expect(await alive(guardians)).toEqual([]));
    seen.type('echo "ok $((1 + 1))"\r');
    await seen.until(/^ok 2$/m);
    expect(seen.received().slice(before)).not.toContain('\u001B[?1049l');
    expect(seen.received()).not.toContain('circusman was killed');
  });
});

test.each([
  ['q', 0],
  ['SIGTERM', 143],
] as const)('after %s nothing watches any more, and nothing is written twice', async (how, code) => {
  const {seen, program, modes, guardians} = await inShell();
  expect(guardians.length).toBeGreaterThan(0);
  if (how === 'q') seen.type('q');
  else process.kill(program, how);
  await seen.until(new RegExp(`the code is ${code}`));
  await eventually(async () => expect(await alive(guardians)).toEqual([]));
  expect(modesOf(seen.pid)).toBe(modes);
  expect(seen.received().split('\u001B[?1049l')).toHaveLength(2);
  expect(seen.received()).not.toContain('circusman was killed');
});

test('a guardian that is killed takes nothing with it', async () => {
  const {seen, guardians, modes} = await inShell();
  for (const pid of guardians) process.kill(pid, 'SIGKILL');
  await eventually(async () => expect(await alive(guardians)).toEqual([]));
  seen.type('?');
  await seen.until(/In the grid/);
  seen.type('q');
  await seen.until(lines => !lines.join('\n').includes('In the grid'));
  seen.type('q');
  await seen.until(/the code is 0/);
  expect(modesOf(seen.pid)).toBe(modes);
});
