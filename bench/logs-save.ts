import {execFile} from 'node:child_process';
import {linkSync, mkdirSync, mkdtempSync, rmSync} from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import {performance} from 'node:perf_hooks';
import process from 'node:process';
import {promisify} from 'node:util';
import type {LogNodes} from '../test/support/log-nodes.js';
import {startSshd, whatSshdNeeds} from '../test/support/sshd.js';
import {atLeast, type Figure, type FigureResult, type Row, ratio} from './figure.js';
import {FILE, setOf, startLogCluster, WATCHER} from './log-cluster.js';
import {fillFiles} from './log-files.js';
import {cpuSecondsWithChildren} from './process-usage.js';
import {CIRCUSMAN} from './terminal.js';

const NODES = 32;
const BYTES = 20_000_000;
const RUNS = 5;

const runFile = promisify(execFile);

/** Logs are fetched whole, and by scp in turn with that. */
export const logsSave: Figure = {
  name: 'logs-save',
  summary: `log save of ${NODES} real nodes × 20 MB without a limit, beside scp of the same files from one sshd, in turn`,
  seconds: 60,
  run: async report => {
    report(`starting ${NODES} circusd nodes`);
    const cluster = await startLogCluster(NODES);
    try {
      const folder = inOneFolder(fillFiles(cluster, BYTES));
      const need = await whatSshdNeeds();
      const host = cluster.nodes[0]?.spec.host ?? '';
      const sshd = need === null ? await startSshd(host) : null;
      try {
        const scp = sshd === null ? null : (to: string) => byScp(host, folder, to, {...process.env, ...sshd.env});
        return await measure(cluster, scp, report);
      } finally {
        await sshd?.stop();
      }
    } finally {
      await cluster.stop();
    }
  },
};

/** Files of the same names, for one scp. @returns a folder beside the first of them, which goes with its node */
function inOneFolder(files: readonly string[]): string {
  const folder = path.join(path.dirname(files[0] ?? ''), 'all');
  mkdirSync(folder);
  for (const [index, file] of files.entries()) linkSync(file, path.join(folder, `${index}.log`));
  return folder;
}

async function measure(
  cluster: LogNodes,
  scp: ((to: string) => Promise<void>) | null,
  report: (text: string) => void,
): Promise<FigureResult> {
  const samples = {own: [] as number[], scp: [] as number[]};
  const work = {circusman: [] as number[], nodes: [] as number[]};
  const workOf = (pids: readonly number[]) => pids.reduce((sum, pid) => sum + cpuSecondsWithChildren(pid), 0);
  const [circusds, children] = [cluster.nodes.map(({pid}) => pid), [process.pid]];
  for (let run = 0; run < RUNS; run++) {
    report(`run ${run + 1} of ${RUNS}`);
    const before = {circusman: workOf(children), nodes: workOf(circusds)};
    samples.own.push(await rateOf(to => bySave(cluster, to)));
    work.circusman.push((workOf(children) - before.circusman) * 1_000);
    work.nodes.push((workOf(circusds) - before.nodes) * 1_000);
    if (scp !== null) samples.scp.push(await rateOf(scp));
  }
  const own: readonly Row[] = [
    {what: 'circusman exec log save', unit: 'MB/s', samples: samples.own},
    {what: '… CPU work of circusman', unit: 'ms', samples: work.circusman},
    {what: `… of the ${NODES} circusds, elsewhere each on its own machine`, unit: 'ms', samples: work.nodes},
  ];
  if (scp === null) return {rows: own, notes: ['scp: left out: it needs root and openssh-server']};
  return {
    rows: [
      ...own,
      {what: 'scp from one sshd', unit: 'MB/s', samples: samples.scp},
      ratio('log save / scp', samples.own, samples.scp, atLeast(0.5)),
    ],
  };
}

/** MB/s of fetching all the files into an empty folder. */
async function rateOf(fetchInto: (folder: string) => Promise<void>): Promise<number> {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'circusman-bench-'));
  try {
    const begin = performance.now();
    await fetchInto(folder);
    return (NODES * BYTES) / 1_000 / (performance.now() - begin);
  } finally {
    rmSync(folder, {recursive: true, force: true});
  }
}

async function bySave(cluster: LogNodes, to: string): Promise<void> {
  const words = ['log', 'save', to, WATCHER, '--source', FILE, '--rate', '0'];
  await runFile(CIRCUSMAN[0], [...CIRCUSMAN.slice(1), 'exec', '-c', setOf(cluster), ...words]);
}

async function byScp(host: string, folder: string, to: string, env: NodeJS.ProcessEnv): Promise<void> {
  await runFile('sh', ['-c', `exec scp -q -r -S "$(command -v ssh)" '${host}:${folder}' '${to}'`], {env});
}
