import {rmSync} from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import {setInterval} from 'node:timers/promises';
import {afterAll, afterEach, beforeAll, describe, expect, test} from '@jest/globals';
import {eventually} from '../support/eventually.js';
import {alive, processTree} from '../support/processes.js';
import {openPseudoTerminal, type PseudoTerminal} from '../support/pseudo-terminal.js';
import {bundlePtyProgram, readReport} from './pty-program-bundle.js';

let program: Awaited<ReturnType<typeof bundlePtyProgram>>;
let pty: PseudoTerminal | undefined;

beforeAll(async () => {
  program = await bundlePtyProgram();
});

afterAll(() => program.remove());

afterEach(() => pty?.close());

const report = () => path.join(path.dirname(program.file), 'report.json');

function start(env: Record<string, string> = {}, size: {columns?: number; rows?: number} = {}): PseudoTerminal {
  rmSync(report(), {force: true});
  pty = openPseudoTerminal([process.execPath, program.file], {...size, answers: true, env: {REPORT: report(), ...env}});
  return pty;
}

/** While the terminal takes no output the program draws this many frames of 10 kB; a pseudo-terminal cannot buffer even one. */
const FRAMES = 80;

async function stallWhileDrawing(seen: PseudoTerminal): Promise<void> {
  await eventually(() => expect(readReport(report()).frames).toBeGreaterThan(5));
  seen.stall();
  const {frames} = readReport(report());
  await eventually(() => expect(readReport(report()).frames).toBeGreaterThan(frames + FRAMES));
}

describe('a terminal that takes no output', () => {
  test('delays nothing, and shows the newest frame once it goes on', async () => {
    const seen = start({}, {columns: 200, rows: 50});
    await stallWhileDrawing(seen);
    const before = seen.received().length;
    const {frames} = readReport(report());
    seen.resume();
    await seen.until(lines => Number(/^frame (\d+)/.exec(lines[0] ?? '')?.[1]) >= frames);
    // The frames in between were never written.
    expect(seen.received().length - before).toBeLessThan((FRAMES / 2) * 10_000);
    await seen.until(lines => lines[49] === 'the last row');
    seen.type('q');
    expect(await seen.exit).toMatchObject({code: 0});
    expect(readReport(report()).worstStall).toBeLessThan(500);
  });

  test.each([
    ['q', 0],
    ['SIGTERM', 143],
  ] as const)('can be left by %s, and is as it was found once it goes on', async (how, code) => {
    rmSync(report(), {force: true});
    const shell = ['/bin/sh', '-c', '"$0" "$1"; echo "the code is $?"'] as const;
    const seen = openPseudoTerminal([...shell, process.execPath, program.file], {
      columns: 200,
      rows: 50,
      answers: true,
      env: {REPORT: report()},
    });
    pty = seen;
    await stallWhileDrawing(seen);
    const [, child = Number.NaN] = await processTree(seen.pid);
    if (how === 'q') seen.type('q');
    else process.kill(child, 'SIGTERM');
    await eventually(() => expect(readReport(report()).endMs).not.toBeNull());
    expect(readReport(report()).endMs).toBeLessThan(500);
    await eventually(async () => expect(await alive([child])).toEqual([]));
    seen.resume();
    // No part of the unfinished frame is left.
    expect((await seen.until(/the code is/)).join('')).toBe(`the code is ${code}`);
    expect(seen.emulator.buffer.active.type).toBe('normal');
    expect(seen.emulator.modes).toMatchObject({bracketedPasteMode: false, wraparoundMode: true});
  });
});

describe('text of another program', () => {
  test('is gone after a repaint', async () => {
    const seen = start({FRAME_EVERY: '0'});
    const before = await seen.until(/the last row/);
    seen.intrude('\u001B[5;1H\u001B[7mBroadcast message\u001B[20;1H\n\n\n\n\n\n\n');
    await seen.until(/Broadcast message/);
    seen.type('\f');
    await seen.until(lines => lines[2] === 'still' && lines.slice(1).join('\n') === before.slice(1).join('\n'));
  });
});

describe('the window', () => {
  test('can be resized at any pace, and the frame is whole', async () => {
    const seen = start();
    await seen.until(/the last row/);
    let step = 0;
    // A hundred times in a second.
    for await (const _ of setInterval(10)) {
      seen.resize(40 + (step % 60), 10 + (step % 20));
      if (++step === 100) break;
    }
    seen.resize(70, 20);
    await seen.until(lines => lines[1] === '70x20' && lines[19] === 'the last row');
  });
});

describe('the background', () => {
  test('is asked for, and the answer does not count as keys', async () => {
    const seen = start({FRAME_EVERY: '0'});
    await seen.until(/the last row/);
    seen.emulator.parser.registerOscHandler(11, () => {
      seen.type('\u001B]11;rgb:ffff/ffff/dddd\u001B\\');
      return true;
    });
    seen.type('b');
    seen.type('x');
    expect((await seen.until(/background light/))[0]).toMatch(/typed bx background light$/);
  });
});

test('without a shell that could continue it, Ctrl-Z does not stop the program', async () => {
  const seen = start({FRAME_EVERY: '0'});
  await seen.until(/the last row/);
  seen.type('\u001A');
  await seen.until(/typed \\u001a/);
  seen.type('k');
  await seen.until(/typed \\u001ak/);
  // The terminal is left and taken again, and the keys may be faster than the signal.
  await seen.until(() => seen.emulator.buffer.active.type === 'alternate');
});

describe('the terminal of a shell', () => {
  async function startInShell(): Promise<PseudoTerminal> {
    pty = openPseudoTerminal(['bash', '--norc', '--noprofile', '--noediting', '-i'], {
      answers: true,
      env: {FRAME_EVERY: '0', PS1: 'shell> '},
    });
    await pty.until(/shell> /);
    pty.type(`'${process.execPath}' '${program.file}'\r`);
    await pty.until(/the last row/);
    return pty;
  }

  test.each(['ctrl-z', 'SIGTSTP'])('is left as found by %s, and taken again by fg', async how => {
    const seen = await startInShell();
    if (how === 'ctrl-z') seen.type('\u001A');
    else {
      seen.type('p');
      await seen.until(/typed p/);
      const [, child] = await processTree(seen.pid);
      process.kill(child ?? Number.NaN, 'SIGTSTP');
    }
    await seen.until(/Stopped/);
    expect(seen.emulator.buffer.active.type).toBe('normal');
    expect(seen.emulator.modes).toMatchObject({bracketedPasteMode: false, wraparoundMode: true});
    seen.type('echo typed in the sh""ell\r');
    await seen.until(/typed in the shell/);
    seen.type('fg\r');
    await seen.until(/the last row/);
    expect(seen.emulator.buffer.active.type).toBe('alternate');
    expect(seen.emulator.modes.bracketedPasteMode).toBe(true);
    seen.type('k');
    await seen.until(/typed .*k/);
    seen.type('q');
    await seen.until(() => seen.emulator.buffer.active.type === 'normal');
  });

  test('is taken again after a SIGSTOP, which no program can prepare for', async () => {
    const seen = await startInShell();
    const [, child] = await processTree(seen.pid);
    process.kill(child ?? Number.NaN, 'SIGSTOP');
    await seen.until(/Stopped/);
    seen.type('fg\r');
    await seen.until(lines => lines[2] === 'still' && !/Stopped|fg/.test(lines.join('\n')));
    seen.type('k');
    await seen.until(/typed k/);
    seen.type('q');
    await seen.until(() => seen.emulator.buffer.active.type === 'normal');
  });

  test('is lent to a child process, which gets what is typed, and taken again', async () => {
    const seen = await startInShell();
    seen.type('!');
    await seen.until(/child reads: /);
    expect(seen.emulator.buffer.active.type).toBe('normal');
    seen.type('some words\r');
    await seen.until(/child read some words/);
    // Only for the child.
    seen.type('\u0003');
    await seen.until(/the last row/);
    seen.type('k');
    expect((await seen.until(/typed .*k/))[0]).toMatch(/typed !k/);
    seen.type('q');
    await seen.until(() => seen.emulator.buffer.active.type === 'normal');
  });
});
