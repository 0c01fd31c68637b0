import {setTimeout as wait} from 'node:timers/promises';
import {atMost, type Figure} from './figure.js';
import {areInPlace, findPlaces} from './places.js';
import {CIRCUSMAN, openTerminal} from './terminal.js';

const NODES = 32;
const RUNS = 5;
/** Milliseconds: long after Ink has taken over, and before nodes that do not answer are given up. */
const SETTLED = 1_800;
/** Milliseconds: the first frame may come in pieces; loading Ink takes far longer. */
const LAST_PIECES = 15;
/** Nobody listens there. */
const OPERANDS = ['127.99.99.1', String(NODES)];

/** What is drawn again, although nothing changed, when Ink takes over the first frame. */
export const takeOver: Figure = {
  name: 'take-over',
  summary: 'Ink takes over the first frame, and nothing changes (nodes that do not answer)',
  seconds: 12,
  run: async () => {
    const names = Array.from({length: NODES}, (_, index) => `127.99.99.${index + 1}`);
    const cells: number[] = [];
    const bytes: number[] = [];
    for (let run = 0; run < RUNS; run++) {
      const terminal = openTerminal([...CIRCUSMAN, ...OPERANDS]);
      try {
        const areThere = (lines: readonly string[]) => lines.join('\n').includes(`${names.at(-1)} `);
        await terminal.until(areThere, 'the names of the nodes');
        const places = findPlaces(terminal.lines(), names);
        await wait(LAST_PIECES);
        const first = terminal.lines();
        const count = terminal.chunks.length;
        await wait(SETTLED);
        if (!areInPlace(terminal.lines(), places)) throw new Error('the names did not stay in their places');
        cells.push(differences(first, terminal.lines()));
        bytes.push(terminal.chunks.slice(count).reduce((sum, {text}) => sum + Buffer.byteLength(text), 0));
      } finally {
        await terminal.close();
      }
    }
    return {
      rows: [
        {what: 'cells that changed', unit: 'cells', samples: cells, statistic: 'worst', goal: atMost(0)},
        {what: 'bytes written', unit: 'bytes', samples: bytes},
      ],
      notes: [`Compared over ${SETTLED / 1_000} s from the first frame on.`],
    };
  },
};

function differences(before: readonly string[], after: readonly string[]): number {
  return after.reduce((sum, line, y) => {
    const was = (before[y] ?? '').padEnd(line.length);
    return sum + [...line.padEnd(was.length)].filter((char, x) => char !== was[x]).length;
  }, 0);
}
