import {execFile} from 'node:child_process';
import {performance} from 'node:perf_hooks';
import process from 'node:process';
import {promisify} from 'node:util';
import {atMost, type Figure, type FigureResult, type Row, ratio} from './figure.js';
import {startNodes} from './nodes.js';
import {CIRCUSMAN} from './terminal.js';

const NODES = 32;
const ADDRESSES = 254;
const RUNS = 9;
const SILENT_RUNS = 3;
/** Of the program, in ms: `src/wire/detect.ts` says why. */
const PATIENCE = 1_200;
const WATCHERS = '[watcher:sleeper]\ncmd = sleep 3600\nautostart = False\n';

const runFile = promisify(execFile);

/** The nodes of a network, found: among addresses that refuse, and among such as say nothing. */
export const detect: Figure = {
  name: 'detect',
  summary: `circusman detect on ${ADDRESSES} addresses with ${NODES} real nodes, and on silent ones, from the start of the process`,
  seconds: 70,
  run: async report => {
    const found = await amongRefusing(report);
    const silent = await amongSilent(report);
    return {rows: [...found.rows, ...silent.rows], notes: [...(found.notes ?? []), ...(silent.notes ?? [])]};
  },
};

async function amongRefusing(report: (text: string) => void): Promise<FigureResult> {
  report(`starting ${NODES} circusd nodes`);
  const cluster = await startNodes(NODES, WATCHERS);
  try {
    const network = cluster.nodes[0]?.host.replace(/\.\d+$/, '') ?? '';
    const set = `${network}.1-${ADDRESSES}`;
    const nmap = await hasProgram('nmap');
    const samples = {circusman: [] as number[], nmap: [] as number[]};
    for (let run = 0; run < RUNS; run++) {
      samples.circusman.push(
        await timed(async () => {
          const {stdout} = await runFile(CIRCUSMAN[0], [...CIRCUSMAN.slice(1), 'detect', set, '--json']);
          const {nodes, probed}: {nodes: readonly unknown[]; probed: number} = JSON.parse(stdout);
          if (nodes.length !== NODES || probed !== ADDRESSES) throw new Error(`found ${nodes.length} of ${probed}`);
        }),
      );
      if (nmap) {
        samples.nmap.push(
          await timed(() => runFile('nmap', ['-sT', '-Pn', '-n', '-p', '5555', `${network}.1-${ADDRESSES}`])),
        );
      }
    }
    const own: Row = {
      what: `${NODES} nodes, ${ADDRESSES - NODES} addresses refuse`,
      unit: 'ms',
      samples: samples.circusman,
      goal: atMost(1_000),
    };
    if (!nmap) return {rows: [own], notes: ['nmap is not installed: left out']};
    return {
      rows: [
        own,
        {what: 'nmap -sT -Pn -n -p 5555, which only finds open ports', unit: 'ms', samples: samples.nmap},
        ratio('detect / nmap', samples.circusman, samples.nmap, atMost(1)),
      ],
    };
  } finally {
    await cluster.close();
  }
}

/** In a network namespace that drops what is sent to the port. */
async function amongSilent(report: (text: string) => void): Promise<FigureResult> {
  if (process.getuid?.() !== 0 || !(await hasProgram('nft'))) {
    return {rows: [], notes: ['silent addresses need root, ip and nft: left out']};
  }
  const namespace = `circusman-bench-${process.pid}`;
  const inside = (...command: readonly string[]) => runFile('ip', ['netns', 'exec', namespace, ...command]);
  try {
    await runFile('ip', ['netns', 'add', namespace]);
    await inside('ip', 'link', 'set', 'lo', 'up');
    await inside('nft', 'add table inet silent');
    await inside('nft', 'add chain inet silent input { type filter hook input priority 0; }');
    await inside('nft', 'add rule inet silent input tcp dport 5555 drop');
    const detectIn = async (set: string) => {
      const samples: number[] = [];
      for (let run = 0; run < SILENT_RUNS; run++) {
        report(`${set}, which is silent: run ${run + 1} of ${SILENT_RUNS}`);
        // It ends with 1, as it finds nobody.
        samples.push(await timed(() => inside(...CIRCUSMAN, 'detect', set, '--json').catch(() => {})));
      }
      return samples;
    };
    return {
      rows: [
        {
          what: `${ADDRESSES} silent addresses`,
          unit: 'ms',
          samples: await detectIn(`127.0.1.1-${ADDRESSES}`),
          goal: atMost(PATIENCE + 500),
        },
        {
          what: '4,094 silent addresses',
          unit: 'ms',
          samples: await detectIn('127.1.0.0/20'),
          goal: atMost(10_000),
        },
      ],
    };
  } finally {
    await runFile('ip', ['netns', 'del', namespace]).catch(() => {});
  }
}

async function timed(act: () => Promise<unknown>): Promise<number> {
  const begin = performance.now();
  await act();
  return performance.now() - begin;
}

function hasProgram(name: string): Promise<boolean> {
  return runFile('sh', ['-c', `command -v ${name}`]).then(
    () => true,
    () => false,
  );
}
