import {spawn} from 'node:child_process';
import {once} from 'node:events';
import {performance} from 'node:perf_hooks';
import process from 'node:process';
import {atMost, type Figure, type Row, ratio} from './figure.js';
import {needFleet} from './fleet.js';
import {watchers} from './fleet-options.js';
import {missingNotes, type Other, withOthers} from './others.js';
import {areInPlace, cursorLine, findPlaces, type Places} from './places.js';
import {CIRCUSMAN, openTerminal} from './terminal.js';

const NODES = 32;
const RUNS = 20;

/** From the start of the process: the time to the first frame, and until a key has an effect. */
export const startUp: Figure = {
  name: 'start-up',
  summary: `first frame that names ${NODES} nodes in their places, and a key sent at that moment answered; 200×50, in turn`,
  seconds: 8,
  run: async report => {
    const fleet = await needFleet({count: NODES, watchers: watchers(2), messages: 0});
    try {
      const command = [...CIRCUSMAN, ...fleet.operands()];
      report('once, to see where the names are');
      const places = await findNames(command, fleet.addresses);
      return await withOthers(async others => {
        const samples = {node: [] as number[], frame: [] as number[], key: [] as number[], htop: [] as number[]};
        const htop = others.get('htop');
        for (let run = 0; run < RUNS; run++) {
          samples.node.push(await emptyNode());
          const {frame, key} = await measure(command, places);
          samples.frame.push(frame);
          samples.key.push(key);
          if (htop !== undefined) samples.htop.push(await firstPaint(htop));
        }
        const rows: Row[] = [
          {what: 'node -e 0, to its end', unit: 'ms', samples: samples.node},
          {what: 'first frame', unit: 'ms', samples: samples.frame},
          ratio('first frame / node -e 0', samples.frame, samples.node, atMost(1.6)),
          {what: 'first key answered', unit: 'ms', samples: samples.key},
          ratio('first key answered / node -e 0', samples.key, samples.node, atMost(4)),
        ];
        if (htop !== undefined) {
          rows.push({what: 'htop, first paint', unit: 'ms', samples: samples.htop});
          rows.push(ratio("first frame / htop's first paint", samples.frame, samples.htop, atMost(1)));
        }
        return {rows, notes: missingNotes(others, ['htop'])};
      });
    } finally {
      await fleet.close();
    }
  },
};

/** Milliseconds that Node takes to run nothing. */
export async function emptyNode(): Promise<number> {
  const begin = performance.now();
  await once(spawn(process.execPath, ['-e', '0'], {stdio: 'ignore'}), 'exit');
  return performance.now() - begin;
}

/** Milliseconds until htop's first frame, which has live figures: htop waits for them. */
export async function firstPaint(htop: Other): Promise<number> {
  const terminal = openTerminal(htop.command, {env: htop.env});
  try {
    const isPainted = (lines: readonly string[]) =>
      lines.some(line => /PID\s+USER/.test(line)) && /F10/.test(lines.at(-1) ?? '');
    return (await terminal.timeOf(isPainted, "htop's first paint")) - terminal.startedAt;
  } finally {
    await terminal.close();
  }
}

async function findNames(command: readonly string[], names: readonly string[]): Promise<Places> {
  const terminal = openTerminal(command);
  try {
    await terminal.until(lines => lines.join('\n').includes(`${names.length} online`), 'all nodes online');
    return findPlaces(terminal.lines(), names);
  } finally {
    await terminal.close();
  }
}

async function measure(command: readonly string[], places: Places): Promise<{frame: number; key: number}> {
  const terminal = openTerminal(command);
  try {
    const {startedAt, timeOf, type} = terminal;
    const frame = await timeOf(lines => areInPlace(lines, places), 'the names in their places');
    const before = cursorLine(terminal.lines());
    type('j');
    const key = await timeOf(lines => cursorLine(lines) > Math.max(before, 0), 'the cursor one node further down');
    return {frame: frame - startedAt, key: key - startedAt};
  } finally {
    await terminal.close();
  }
}
