import {mkdtempSync, rmSync} from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import {performance} from 'node:perf_hooks';
import {readNodes} from '../src/command/node-operands.js';
import {thisProgram} from '../src/files/program.js';
import {type Journal, openJournal} from '../src/journal/writer.js';
import {atMost, type Figure, type FigureResult} from './figure.js';
import {type Fleet, needFleet} from './fleet.js';
import {watchers} from './fleet-options.js';
import {command, openBench} from './session.js';

const NODES = 1_000;
const WATCHER = 'service1';
const RUNS = 15;

/** What it costs a job of many targets that it is written down as it goes. */
export const journal: Figure = {
  name: 'journal',
  summary: `a job of ${NODES.toLocaleString('en')} targets on fake nodes, written down as it goes and not`,
  seconds: 80,
  run: async report => {
    report(`starting ${NODES} fake nodes`);
    const fleet = await needFleet({count: NODES, watchers: watchers(1), messages: 0});
    const folder = mkdtempSync(path.join(os.tmpdir(), 'circusman-bench-'));
    try {
      return await measureOn(fleet, folder, report);
    } finally {
      rmSync(folder, {recursive: true});
      await fleet.close();
    }
  },
};

async function measureOn(fleet: Fleet, folder: string, report: (text: string) => void): Promise<FigureResult> {
  const written = measuredJournal(folder);
  const nodes = readNodes(
    fleet.operands().map(text => ({text, at: 0})),
    {},
  );
  if (!nodes.ok) throw new Error(nodes.problem.message);
  const session = openBench(nodes.value, () => written.journal);
  const samples = {with: [] as number[], without: [] as number[], share: [] as number[]};
  try {
    await session.settled(new AbortController().signal);
    for (let run = 0; run < 2 * RUNS; run++) {
      report(`run ${run + 1} of ${2 * RUNS}`);
      const isWritten = run % 2 === 0;
      written.use(isWritten);
      const begin = performance.now();
      await command(session, `stop ${WATCHER}`, NODES);
      await command(session, `start ${WATCHER}`, NODES);
      const ms = (performance.now() - begin) / 2;
      samples[isWritten ? 'with' : 'without'].push(ms);
      if (isWritten) samples.share.push((written.spent() / 2 / ms) * 100);
    }
  } finally {
    await session.close();
  }
  return {
    rows: [
      {what: 'from its begin to its last outcome, written down', unit: 'ms', samples: samples.with},
      {what: 'the same, not written down', unit: 'ms', samples: samples.without},
      {what: 'of the time of the first, what writing takes', unit: '%', samples: samples.share, goal: atMost(5)},
    ],
    notes: ['of a start and a stop, half of the time of both'],
  };
}

/** A journal that can be left out, and is timed. */
function measuredJournal(folder: string) {
  const origin = {who: 'bench', from: null, program: thisProgram()};
  const warn = (sentence: string) => {
    throw new Error(sentence);
  };
  const kept = openJournal({folder, origin, isKept: () => true, warn});
  let isUsed = true;
  let spent = 0;
  let number = 1_000_000;
  const timed = <Value>(act: () => Value): Value => {
    const begin = performance.now();
    const value = act();
    spent += performance.now() - begin;
    return value;
  };
  const journal: Journal = {
    ...kept,
    nextJob: () => (isUsed ? timed(kept.nextJob) : ++number),
    write: facts => {
      if (isUsed) timed(() => kept.write(facts));
    },
  };
  return {
    journal,
    use: (isWritten: boolean) => {
      isUsed = isWritten;
      spent = 0;
    },
    /** Milliseconds since `use`. */
    spent: () => spent,
  };
}
