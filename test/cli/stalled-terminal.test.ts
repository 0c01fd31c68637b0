import process from 'node:process';
import {afterEach, describe, expect, test} from '@jest/globals';
import {CIRCUSMAN} from '../support/circusman-screen.js';
import {eventually} from '../support/eventually.js';
import {fillTerminal} from '../support/fill-terminal.js';
import {alive, processTree, sessionOf} from '../support/processes.js';
import {openPseudoTerminal, type PseudoTerminal} from '../support/pseudo-terminal.js';

/** Nobody answers there. */
const SET = '127.0.97.1:1';

let pty: PseudoTerminal | undefined;

afterEach(() => pty?.close());

/** Makes the program throw at SIGUSR2. */
const THROWING = `process.on('SIGUSR2', () => { throw new Error('out of the blue'); });`;

/** A shell in which the program was begun; its terminal then takes no output. */
async function stalled() {
  const seen = openPseudoTerminal(
    ['/bin/sh', '-c', 'echo before; "$0" "$@"; echo "the code is $?"', process.execPath, CIRCUSMAN, SET],
    {
      columns: 200,
      rows: 50,
      answers: true,
      env: {NODE_OPTIONS: `--import=data:text/javascript,${encodeURIComponent(THROWING)}`},
    },
  );
  pty = seen;
  // Ink has taken the first picture over.
  await seen.until(() => seen.emulator.modes.bracketedPasteMode);
  const [, program = Number.NaN] = await processTree(seen.pid);
  seen.stall();
  await fillTerminal(seen.pid);
  return {
    seen,
    end: async (how: 'q' | NodeJS.Signals) => {
      if (how === 'q') seen.type('q');
      else process.kill(program, how);
      await eventually(async () => expect(await alive([program])).toEqual([]), 5_000);
    },
    /** What is to write to the terminal once the program has ended. */
    late: async () => (await sessionOf(seen.pid)).filter(args => args.includes('circusman-leaves')),
  };
}

describe('a terminal that takes no output when the program ends', () => {
  test.each([
    ['q', 0],
    ['SIGTERM', 143],
    ['SIGHUP', 129],
    ['SIGUSR2', 1],
  ] as const)('by %s is left as it was found once it does, before anything of the shell', async (how, code) => {
    const {seen, end, late} = await stalled();
    await end(how);
    seen.resume();
    await seen.until(
      new RegExp(`before\\n(circusman: ended by an error of its own: out of the blue; .*\\n)?the code is ${code}`),
    );
    expect(await seen.exit).toMatchObject({code: 0});
    expect(seen.lines().join('\n').includes('out of the blue')).toBe(how === 'SIGUSR2');
    expect(seen.emulator.buffer.active.type).toBe('normal');
    expect(seen.emulator.modes).toMatchObject({bracketedPasteMode: false, wraparoundMode: true});
    expect(seen.received().lastIndexOf('\u001B[?25h')).toBeGreaterThan(seen.received().lastIndexOf('\u001B[?25l'));
    expect(await late()).toEqual([]);
  });

  test('and never again, leaves nothing behind when it is closed', async () => {
    const {seen, end, late} = await stalled();
    await end('q');
    expect(await late()).toHaveLength(1);
    seen.hangUp();
    await eventually(async () => expect(await late()).toEqual([]));
  });
});
