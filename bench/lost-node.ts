import {performance} from 'node:perf_hooks';
import process from 'node:process';
import {setTimeout as wait} from 'node:timers/promises';
import {atMost, type Figure} from './figure.js';
import {startNodes} from './nodes.js';
import {CIRCUSMAN, openTerminal} from './terminal.js';

const NODES = 32;

/** How soon a loss is seen: a circusd is killed, and no message announces it. */
export const lostNode: Figure = {
  name: 'lost-node',
  summary: `kill -9 of a real circusd until its row says so, one after the other of ${NODES}; 200×50`,
  seconds: 20,
  run: async report => {
    report(`starting ${NODES} circusd nodes`);
    // Nothing runs on them: a killed circusd leaves its processes behind.
    const cluster = await startNodes(NODES, '[watcher:idler]\ncmd = sleep 3600\nautostart = False\n');
    try {
      const [first] = cluster.nodes;
      if (first === undefined) throw new Error('there are no nodes');
      const terminal = openTerminal([...CIRCUSMAN, first.host, String(NODES)]);
      try {
        await terminal.until(lines => lines.join('\n').includes(` ${NODES} online`), 'all nodes online');
        const samples: number[] = [];
        for (const [index, {host}] of cluster.nodes.entries()) {
          await wait(200 + Math.random() * 200);
          const isOnline = (lines: readonly string[]) =>
            lines.some(line => `${line} `.includes(` ${host} `) && /online/.test(line) && !/nodes/.test(line));
          if (!isOnline(terminal.lines())) throw new Error(`${host} was not shown as online`);
          const begin = performance.now();
          process.kill(cluster.pids[index] ?? 0, 'SIGKILL');
          samples.push((await terminal.timeOf(lines => !isOnline(lines), `${host} not online any more`)) - begin);
        }
        return {
          rows: [
            {what: 'kill → row changed, p50', unit: 'ms', samples},
            {what: 'kill → row changed, p95', unit: 'ms', samples, statistic: 'p95', goal: atMost(50)},
          ],
        };
      } finally {
        await terminal.close();
      }
    } finally {
      await cluster.close();
    }
  },
};
