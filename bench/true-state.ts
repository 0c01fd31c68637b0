import {atMost, type Figure, type Row, ratio} from './figure.js';
import {startNodes} from './nodes.js';
import {missingNotes, withOthers} from './others.js';
import {emptyNode, firstPaint} from './start-up.js';
import {CIRCUSMAN, openTerminal} from './terminal.js';

const NODES = 32;
const RUNS = 15;
const WATCHERS = `[watcher:sleeper]
cmd = sleep 3600
autostart = True
[watcher:idler]
cmd = sleep 3600
autostart = False
`;

/** When the true state of every watcher is shown; CPU and memory come with the first statistics, up to a second later. */
export const trueState: Figure = {
  name: 'true-state',
  summary: `the state of every watcher of ${NODES} real nodes shown, from the start of the process; 200×50, in turn`,
  seconds: 20,
  run: async report => {
    report(`starting ${NODES} circusd nodes`);
    const cluster = await startNodes(NODES, WATCHERS);
    try {
      const [first] = cluster.nodes;
      if (first === undefined) throw new Error('there are no nodes');
      const command = [...CIRCUSMAN, first.host, String(NODES)];
      const hosts = cluster.nodes.map(node => node.host);
      return await withOthers(async others => {
        const samples = {node: [] as number[], state: [] as number[], htop: [] as number[]};
        const htop = others.get('htop');
        // The first run does not count: circusd may still be starting its watchers.
        await measure(command, hosts);
        for (let run = 0; run < RUNS; run++) {
          samples.node.push(await emptyNode());
          samples.state.push(await measure(command, hosts));
          if (htop !== undefined) samples.htop.push(await firstPaint(htop));
        }
        const rows: Row[] = [
          {what: 'node -e 0, to its end', unit: 'ms', samples: samples.node},
          {what: 'true state shown', unit: 'ms', samples: samples.state},
          ratio('true state / node -e 0', samples.state, samples.node, atMost(10)),
        ];
        if (htop !== undefined) {
          rows.push({what: 'htop, first paint, which has live figures', unit: 'ms', samples: samples.htop});
        }
        return {rows, notes: missingNotes(others, ['htop'])};
      });
    } finally {
      await cluster.close();
    }
  },
};

async function measure(command: readonly string[], hosts: readonly string[]): Promise<number> {
  const terminal = openTerminal(command);
  try {
    const isTrue = (lines: readonly string[]) =>
      hosts.every(host => {
        const row = lines.find(line => `${line} `.includes(` ${host} `));
        return row !== undefined && /running/.test(row) && /stopped/.test(row);
      });
    return (await terminal.timeOf(isTrue, 'the state of every watcher')) - terminal.startedAt;
  } finally {
    await terminal.close();
  }
}
