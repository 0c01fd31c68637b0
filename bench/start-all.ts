import {spawn} from 'node:child_process';
import {performance} from 'node:perf_hooks';
import type {NodeSpec} from '../src/model/node.js';
import {formatNodeSet} from '../src/model/node-set.js';
import {atLeast, type Figure, type FigureResult, ratio} from './figure.js';
import {CIRCUSCTL, startNodes} from './nodes.js';
import {command, openBench} from './session.js';
import {CIRCUSMAN} from './terminal.js';

const NODES = 32;
const WATCHER = 'sleeper';
const EXEC_RUNS = 7;
const INSIDE_RUNS = 15;
const LOOP_RUNS = 3;

const loop = 'a loop of circusctl start --waiting';
const exec = 'circusman exec, start of the program included';
const inside = 'inside the program';

/** One `start` to 32 real nodes, until every outcome is known. */
export const startAll: Figure = {
  name: 'start-all',
  summary: `one start to ${NODES} real nodes until all outcomes are known`,
  seconds: 50,
  run: async report => {
    report(`starting ${NODES} circusd nodes`);
    const cluster = await startNodes(NODES, `[watcher:${WATCHER}]\ncmd = sleep 3600\nautostart = False\n`);
    try {
      return await measureOn(cluster.nodes, report);
    } finally {
      await cluster.close();
    }
  },
};

async function measureOn(nodes: readonly NodeSpec[], report: (text: string) => void): Promise<FigureResult> {
  const session = openBench(nodes);
  try {
    await session.settled(new AbortController().signal);
    const samples = {loop: [] as number[], exec: [] as number[], inside: [] as number[]};
    const measure = async (into: number[], start: () => Promise<void>) => {
      const begin = performance.now();
      await start();
      into.push(performance.now() - begin);
      await command(session, `stop ${WATCHER}`, NODES);
    };
    const set = formatNodeSet(nodes);
    for (let run = 0; run < INSIDE_RUNS; run++) {
      if (run < EXEC_RUNS) await measure(samples.exec, () => finish(...CIRCUSMAN, 'exec', '-c', set, 'start', WATCHER));
      await measure(samples.inside, () => command(session, `start ${WATCHER}`, NODES));
    }
    for (let run = 0; run < LOOP_RUNS; run++) {
      report(`circusctl, run ${run + 1} of ${LOOP_RUNS}`);
      await measure(samples.loop, async () => {
        for (const {host} of nodes) {
          await finish(CIRCUSCTL, '--endpoint', `tcp://${host}:5555`, 'start', '--waiting', WATCHER);
        }
      });
    }
    return {
      rows: [
        {what: loop, unit: 'ms', samples: samples.loop},
        {what: exec, unit: 'ms', samples: samples.exec},
        {what: inside, unit: 'ms', samples: samples.inside},
        ratio('the loop / exec', samples.loop, samples.exec, atLeast(10)),
        ratio('the loop / inside', samples.loop, samples.inside, atLeast(30)),
      ],
    };
  } finally {
    await session.close();
  }
}

async function finish(program: string, ...args: readonly string[]): Promise<void> {
  const child = spawn(program, args, {stdio: ['ignore', 'ignore', 'inherit']});
  const code = await new Promise<number | null>((resolve, reject) => child.on('error', reject).on('exit', resolve));
  if (code !== 0) throw new Error(`${program} ${args.join(' ')}: exit code ${code}`);
}
