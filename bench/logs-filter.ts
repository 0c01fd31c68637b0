import {spawn} from 'node:child_process';
import {performance} from 'node:perf_hooks';
import type {LogNodes} from '../test/support/log-nodes.js';
import {startSshd, whatSshdNeeds} from '../test/support/sshd.js';
import type {Figure, FigureResult, Row} from './figure.js';
import {FILE, openOn, setOf, showLog, startLogCluster, WATCHER} from './log-cluster.js';
import {fillFiles, NEEDLE} from './log-files.js';
import {CIRCUSMAN, type Terminal} from './terminal.js';

const NODES = 32;
const BYTES = 100_000_000;
const RUNS = 3;
/** Sessions that an sshd lets in at a time; it refuses some of more than ten that have not logged in yet. */
const SESSIONS = 8;

/** A text is looked for in big logs, by the nodes and by grep over ssh. */
export const logsFilter: Figure = {
  name: 'logs-filter',
  summary: `a text that the first and the last line of ${NODES} logs of 100 MB have, one on each node: until the first hit, and the last`,
  seconds: 90,
  run: async report => {
    report(`starting ${NODES} circusd nodes`);
    const cluster = await startLogCluster(NODES);
    try {
      report(`writing ${NODES} × 100 MB`);
      const files = fillFiles(cluster, BYTES);
      const own = [...(await byExec(cluster, report)), ...(await onScreen(cluster, report))];
      const other = await byGrep(cluster, files, report);
      return {rows: [...own, ...other.rows], notes: other.notes ?? []};
    } finally {
      await cluster.stop();
    }
  },
};

/** When the lines with the text came, in ms from the start of the process; rejects when they are not two of each node. */
interface Hits {
  readonly first: number;
  readonly last: number;
}

async function byExec(cluster: LogNodes, report: (text: string) => void): Promise<readonly Row[]> {
  const hits: Hits[] = [];
  for (let run = 0; run < RUNS; run++) {
    report(`circusman exec log --filter, run ${run + 1} of ${RUNS}`);
    const words = ['exec', '-c', setOf(cluster), 'log', WATCHER, '--source', FILE, '--filter', `"${NEEDLE}"`];
    hits.push(await timeHits(NODES * 2, begin => [watchHits([...CIRCUSMAN, ...words], process.env, begin)]));
  }
  return rowsOf('circusman exec log --filter', hits);
}

async function onScreen(cluster: LogNodes, report: (text: string) => void): Promise<readonly Row[]> {
  const firsts: number[] = [];
  const all: number[] = [];
  const terminal = await openOn(cluster);
  try {
    await showLog(terminal, `${WATCHER} --source ${FILE}`);
    for (let run = 0; run < RUNS; run++) {
      report(`on the screen, run ${run + 1} of ${RUNS}`);
      await typeFilter(terminal, NEEDLE);
      const begin = performance.now();
      terminal.type('\r');
      firsts.push((await terminal.timeOf(hasOnlyHits, 'hits alone')) - begin);
      // The last that is found are the first lines of the files: they stand together at the begin.
      terminal.type('g');
      const isDone = (lines: readonly string[]) => lines.filter(line => / line 1 /.test(line)).length === NODES;
      all.push((await terminal.timeOf(isDone, 'the first lines of all logs')) - begin);
      await typeFilter(terminal, '');
      terminal.type('\r');
      await terminal.until(lines => linesOf(lines).length > 0 && !hasOnlyHits(lines), 'all lines again');
    }
  } finally {
    await terminal.close();
  }
  return [
    {what: 'on the screen (&), first hit', unit: 'ms', samples: firsts},
    {what: '… last hit', unit: 'ms', samples: all},
  ];
}

async function typeFilter(terminal: Terminal, text: string): Promise<void> {
  terminal.type('&\x15');
  terminal.type(text);
  await terminal.until(lines => lines.some(line => line.trimEnd() === `&${text}`), 'the filter as typed');
}

const linesOf = (lines: readonly string[]) => lines.filter(line => / INFO {2}line /.test(line));

function hasOnlyHits(lines: readonly string[]): boolean {
  const shown = linesOf(lines);
  return shown.length > 0 && shown.every(line => line.includes(NEEDLE));
}

async function byGrep(
  {nodes}: LogNodes,
  files: readonly string[],
  report: (text: string) => void,
): Promise<FigureResult> {
  const need = await whatSshdNeeds();
  const host = nodes[0]?.spec.host;
  if (need !== null || host === undefined) return {rows: [], notes: [`ssh … grep: left out: ${need}`]};
  const sshd = await startSshd(host);
  const env = {...process.env, ...sshd.env};
  try {
    const hits: Hits[] = [];
    for (let run = 0; run < RUNS; run++) {
      report(`ssh … grep, run ${run + 1} of ${RUNS}`);
      const waiting = [...files];
      const session = async (begin: number): Promise<readonly number[]> => {
        const file = waiting.shift();
        if (file === undefined) return [];
        const times = await watchHits(['ssh', host, 'grep', '-F', `'${NEEDLE}'`, file], env, begin);
        return [...times, ...(await session(begin))];
      };
      hits.push(await timeHits(NODES * 2, begin => Array.from({length: SESSIONS}, () => session(begin))));
    }
    return {rows: rowsOf(`ssh … grep -F, ${SESSIONS} at a time, one sshd`, hits)};
  } finally {
    await sshd.stop();
  }
}

async function timeHits(count: number, run: (begin: number) => readonly Promise<readonly number[]>[]): Promise<Hits> {
  const times = (await Promise.all(run(performance.now()))).flat();
  if (times.length !== count) throw new Error(`${times.length} lines of ${count} were found`);
  return {first: Math.min(...times), last: Math.max(...times)};
}

/** Ms since `begin` at which each line with the text came out of the program. */
function watchHits(
  [program = '', ...args]: readonly string[],
  env: NodeJS.ProcessEnv,
  begin: number,
): Promise<readonly number[]> {
  const child = spawn(program, args, {env, stdio: ['ignore', 'pipe', 'inherit']});
  const times: number[] = [];
  let rest = '';
  child.stdout.setEncoding('latin1').on('data', (text: string) => {
    const lines = `${rest}${text}`.split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) if (line.includes(NEEDLE)) times.push(performance.now() - begin);
  });
  return new Promise((resolve, reject) => child.once('error', reject).once('close', () => resolve(times)));
}

function rowsOf(what: string, hits: readonly Hits[]): readonly Row[] {
  return [
    {what: `${what}: first hit`, unit: 'ms', samples: hits.map(({first}) => first)},
    {what: '… last hit', unit: 'ms', samples: hits.map(({last}) => last)},
  ];
}
