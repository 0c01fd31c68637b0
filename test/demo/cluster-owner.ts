// A program that owns a cluster, so that a test can kill it. It prints a line when the cluster is up, and stops it when its input ends.
import process from 'node:process';
import {demoWatchers, quirksOf} from '../../src/demo/demo-watchers.js';
import {startLocalNodes} from '../../src/demo/local-nodes.js';

const [python = '', packageRoot = '', count = ''] = process.argv.slice(2);
const standIn = {python, program: `${packageRoot}circus/demo/stand-in`};
const quirks = quirksOf(Number(count));
const cluster = await startLocalNodes({
  launcher: {python, program: `${packageRoot}circus/circusman-node`},
  count: Number(count),
  watchers: number => demoWatchers(quirks.get(number), standIn),
});
process.stdout.write(`${JSON.stringify(cluster.nodes.map(({address, pid}) => ({address, pid})))}\n`);
process.stdin.on('end', () => void cluster.stop()).resume();
