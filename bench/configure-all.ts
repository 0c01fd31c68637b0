import os from 'node:os';
import {performance} from 'node:perf_hooks';
import process from 'node:process';
import {atMost, type Figure, type FigureResult, ratio} from './figure.js';
import {type Nodes, startNodes} from './nodes.js';
import {cpuSecondsWithChildren} from './process-usage.js';
import {FILES, serviceIn, WATCHER} from './service.js';
import {command, openBench} from './session.js';

const NODES = 32;
const RUNS = 9;

/** One `configure` of 32 real nodes, until every outcome is known, compared with the CPU time that it takes. */
export const configureAll: Figure = {
  name: 'configure-all',
  summary: `one configure of ${NODES} real nodes, ${FILES} files each, until all outcomes are known`,
  seconds: 60,
  run: async report => {
    report(`starting ${NODES} circusd nodes`);
    const cluster = await startNodes(NODES, serviceIn);
    try {
      return await measureOn(cluster, report);
    } finally {
      await cluster.close();
    }
  },
};

async function measureOn({nodes, pids}: Nodes, report: (text: string) => void): Promise<FigureResult> {
  const session = openBench(nodes);
  const cores = os.availableParallelism();
  try {
    await session.settled(new AbortController().signal);
    const taken: number[] = [];
    const work: number[] = [];
    for (let run = 0; run < RUNS; run++) {
      report(`run ${run + 1} of ${RUNS}`);
      const before = cpuSeconds(pids);
      const begin = performance.now();
      await command(session, `configure ${WATCHER} --set round=${run}`, NODES);
      taken.push(performance.now() - begin);
      work.push(((cpuSeconds(pids) - before) / cores) * 1_000);
    }
    return {
      rows: [
        {what: 'configure, until all outcomes are known', unit: 'ms', samples: taken},
        {what: `its CPU work (nodes, their children, circusman) over ${cores} cores`, unit: 'ms', samples: work},
        ratio('the one / the other', taken, work, atMost(1.3)),
      ],
    };
  } finally {
    await session.close();
  }
}

/** Of this program and of all nodes, each with its ended children. */
function cpuSeconds(pids: readonly number[]): number {
  return [process.pid, ...pids].reduce((sum, pid) => sum + cpuSecondsWithChildren(pid), 0);
}
