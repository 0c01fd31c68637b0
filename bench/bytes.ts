import {performance} from 'node:perf_hooks';
import {setTimeout as wait} from 'node:timers/promises';
import {startBusyProcesses} from './busy-processes.js';
import {openCircusman} from './circusman.js';
import {atMost, type Figure, median, type Row, ratio} from './figure.js';
import {type Fleet, needFleet} from './fleet.js';
import {type FleetOptions, realMessages, watchers} from './fleet-options.js';
import {missingNotes, type Other, withOthers} from './others.js';
import {replay, type Second} from './replay.js';
import {openTerminal} from './terminal.js';
import {bytesOf, chunksWithin} from './written.js';

export const NODES = 45;
/** The most whose columns all fit into this width. */
const WATCHERS = watchers(4);
export const FLEET: FleetOptions = {count: NODES, watchers: WATCHERS, messages: realMessages(WATCHERS)};
const WARM_UP = 5;
const WINDOW = 15;
const OTHERS = ['htop', 'btop'];

/** The bytes that are written to the terminal while everything changes. */
export const bytes: Figure = {
  name: 'bytes',
  summary: `${NODES} nodes × 4 watchers, every figure changing at 1 Hz, for ${WINDOW} s; others with ${NODES} busy processes; 200×50`,
  seconds: 60,
  run: report =>
    withOthers(async others => {
      report('every figure changing, in Unicode and in ASCII');
      const [unicode, ascii] = await withFleet(FLEET, fleet =>
        Promise.all([record(fleet), record(fleet, '--ascii')] as const),
      );
      report('the others');
      const stop = startBusyProcesses(NODES);
      const theirs = await Promise.all(OTHERS.map(name => recordOther(others.get(name)))).finally(stop);
      return {
        rows: [
          ...rowsOf('Unicode', unicode.seconds),
          ...rowsOf('ASCII', ascii.seconds),
          ...OTHERS.flatMap((name, index) => compare(name, theirs[index], unicode.seconds, ascii.seconds)),
        ],
        notes: [`${unicode.nodes} of the ${NODES} nodes have a row on the screen.`, ...missingNotes(others, OTHERS)],
      };
    }),
};

export async function withFleet<T>(options: FleetOptions, use: (fleet: Fleet) => Promise<T>): Promise<T> {
  const fleet = await needFleet(options);
  try {
    return await use(fleet);
  } finally {
    await fleet.close();
  }
}

interface Recording {
  readonly seconds: readonly Second[];
  /** How many of the nodes have a row on the screen. */
  readonly nodes: number;
}

async function record(fleet: Fleet, ...options: readonly string[]): Promise<Recording> {
  const terminal = await openCircusman(fleet, NODES, options);
  try {
    await wait(WARM_UP * 1_000);
    const from = performance.now();
    await wait(WINDOW * 1_000);
    const screen = terminal.lines().map(line => `${line} `);
    const nodes = fleet.addresses.filter(address => screen.some(line => line.includes(` ${address} `))).length;
    return {seconds: await replay(terminal.chunks, from, WINDOW), nodes};
  } finally {
    await terminal.close();
  }
}

async function recordOther(other: Other | undefined): Promise<number | null> {
  if (other === undefined) return null;
  const terminal = openTerminal(other.command, {env: other.env});
  try {
    await wait(WARM_UP * 1_000);
    const from = performance.now();
    await wait(WINDOW * 1_000);
    return bytesOf(chunksWithin(terminal, from, performance.now())) / WINDOW;
  } finally {
    await terminal.close();
  }
}

function rowsOf(what: string, seconds: readonly Second[]): readonly Row[] {
  const written = seconds.map(second => second.bytes);
  const ideal = seconds.map(second => second.ideal);
  return [
    {what: `${what}, written`, unit: 'bytes/s', samples: written},
    {what: `${what}, cells that changed each second`, unit: 'cells', samples: seconds.map(second => second.cells)},
    {what: `${what}, the ideal cell diff`, unit: 'bytes/s', samples: ideal},
    ratio(`${what}, written / ideal`, written, ideal, atMost(1.1)),
  ];
}

function compare(
  name: string,
  written: number | null | undefined,
  unicode: readonly Second[],
  ascii: readonly Second[],
): readonly Row[] {
  if (written === null || written === undefined) return [];
  const times = (seconds: readonly Second[]) => median(seconds.map(second => second.bytes)) / written;
  const isGoal = name === 'htop';
  return [
    {what: name, unit: 'bytes/s', samples: [written]},
    {what: `ASCII / ${name}`, unit: '×', samples: [times(ascii)], ...(isGoal ? {goal: atMost(0.9)} : {})},
    {what: `Unicode / ${name}`, unit: '×', samples: [times(unicode)], ...(isGoal ? {goal: atMost(1.5)} : {})},
  ];
}
