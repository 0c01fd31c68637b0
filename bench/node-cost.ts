import {spawn} from 'node:child_process';
import {performance} from 'node:perf_hooks';
import {setTimeout as wait} from 'node:timers/promises';
import {Subscriber} from 'zeromq';
import type {NodeWatchers} from '../src/demo/local-node.js';
import {atMost, type Figure, type Row, ratio} from './figure.js';
import {startNodes} from './nodes.js';
import {childrenOf, cpuNanoseconds, forks, residentMebibytes} from './process-usage.js';

const COUNTS = [
  {processes: 4, goal: 0.1},
  {processes: 200, goal: 1},
];

/** So many windows of so many seconds: what circusd does every 5 s falls into each of them. */
const WINDOWS = 5;
const WINDOW = 5;

/** Milliseconds: between two looks whether all processes run, how long their start may take, and what it leaves to be done. */
const POLL = 200;
const START_LIMIT = 60_000;
const SETTLED = 6_000;

/** A node that runs. */
interface Watched {
  readonly host: string;
  readonly pid: number;
  readonly close: () => Promise<void>;
}

/** What it costs a node that its processes are watched. */
export const nodeCost: Figure = {
  name: 'node-cost',
  summary: `a node that tells each second what its processes use, over ${WINDOWS} × ${WINDOW} s, with a listener`,
  seconds: 90,
  run: async report => {
    const rows: Row[] = [];
    const [begun, before] = [performance.now(), forks()];
    for (const {processes, goal} of COUNTS) rows.push(...(await measure(processes, goal, report)));
    const others = Math.round(((forks() - before) * 1_000) / (performance.now() - begun));
    return {
      rows,
      notes: [
        'Of circusman-node: what it costs more than one beside it that has as many processes and tells nothing.',
        "top reads all processes of the machine: the three nodes' and others; circusd-stats those of its own node.",
        `The machine started ${others} processes and threads a second meanwhile: circusman-node looks once at each that lasts, whose it is.`,
      ],
    };
  },
};

/** Three nodes at once, watched by circusman-node itself, by nobody, and by circusd-stats; beside them top. */
async function measure(count: number, goal: number, report: (text: string) => void): Promise<readonly Row[]> {
  report(`starting three nodes with ${count} processes each`);
  const watchers = `[watcher:box]\ncmd = sleep 3600\nnumprocesses = ${count}\n`;
  const untold = () => ({watchers, nodeFile: 'samples = false\n'});
  const open: (() => Promise<void> | void)[] = [];
  const start = async (content: NodeWatchers, hasStatistics: boolean) => {
    const node = await startOne(content, hasStatistics);
    open.push(node.close);
    return node;
  };
  try {
    const telling = await start(watchers, false);
    const silent = await start(untold, false);
    const stock = await start(untold, true);
    for (const {pid} of [telling, silent, stock]) await started(pid, 'sleep', count);
    const statistics = await started(stock.pid, 'stats', 1);
    open.push(listenTo(`tcp://${telling.host}:5556`, 'circusman.samples'));
    open.push(listenTo(`tcp://${stock.host}:5557`, 'stat.'));
    const top = spawn('top', ['-b', '-d', '1'], {stdio: 'ignore'});
    open.push(() => void top.kill());
    const {pid: topPid} = top;
    if (topPid === undefined) throw new Error('top cannot be started');
    await wait(SETTLED);
    const used: Used[] = [];
    for (let window = 1; window <= WINDOWS; window++) {
      report(`${count} processes, ${window} of ${WINDOWS}`);
      used.push(await usedIn({telling: telling.pid, silent: silent.pid, statistics, top: topPid}));
    }
    const own = used.map(each => each.telling - each.silent);
    const others = used.map(each => each.statistics);
    const memory = residentMebibytes(telling.pid) - residentMebibytes(silent.pid);
    return [
      {what: `${count} processes: circusman-node, CPU`, unit: '%', samples: own, goal: atMost(goal)},
      {what: '… circusd-stats, CPU', unit: '%', samples: others},
      ratio('… the one divided by the other', own, others, atMost(0.1)),
      {what: '… top -b -d 1, CPU', unit: '%', samples: used.map(each => each.top)},
      {what: '… circusman-node, memory', unit: 'MiB', samples: [memory], goal: atMost(2)},
      {what: '… circusd-stats, memory', unit: 'MiB', samples: [residentMebibytes(statistics)]},
      {what: '… top, memory', unit: 'MiB', samples: [residentMebibytes(topPid)]},
    ];
  } finally {
    await Promise.all(open.map(close => close()));
  }
}

async function startOne(content: NodeWatchers, hasStatistics: boolean): Promise<Watched> {
  const {nodes, pids, close} = await startNodes(1, content, hasStatistics);
  const [[node], [pid]] = [nodes, pids];
  if (node === undefined || pid === undefined) throw new Error('no node came up');
  return {host: node.host, pid, close};
}

/** Waits until a circusd has that many processes with that word in their command lines; @returns the pid of the first */
async function started(circusd: number, word: string, count: number): Promise<number> {
  const deadline = performance.now() + START_LIMIT;
  while (performance.now() < deadline) {
    const found = childrenOf(circusd).filter(({command}) => command.includes(word));
    const [first] = found;
    if (first !== undefined && found.length >= count) return first.pid;
    await wait(POLL);
  }
  throw new Error(`${count} × ${word} did not start in ${START_LIMIT / 1_000} s`);
}

/** Reads what is published, as a controller does; @returns what ends that */
function listenTo(endpoint: string, topic: string): () => void {
  const socket = new Subscriber({linger: 0});
  socket.connect(endpoint);
  socket.subscribe(topic);
  void (async () => {
    for await (const _message of socket);
  })();
  return () => socket.close();
}

type Watchers = 'telling' | 'silent' | 'statistics' | 'top';
type Used = Readonly<Record<Watchers, number>>;

/** Percent of one core that each process uses in a window. */
async function usedIn(pids: Used): Promise<Used> {
  const read = () => ({
    telling: cpuNanoseconds(pids.telling),
    silent: cpuNanoseconds(pids.silent),
    statistics: cpuNanoseconds(pids.statistics),
    top: cpuNanoseconds(pids.top),
  });
  const begun = performance.now();
  const before = read();
  await wait(WINDOW * 1_000);
  const after = read();
  const perPercent = (performance.now() - begun) * 10_000;
  return {
    telling: (after.telling - before.telling) / perPercent,
    silent: (after.silent - before.silent) / perPercent,
    statistics: (after.statistics - before.statistics) / perPercent,
    top: (after.top - before.top) / perPercent,
  };
}
