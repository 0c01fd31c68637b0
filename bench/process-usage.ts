import {readdirSync, readFileSync} from 'node:fs';
import {performance} from 'node:perf_hooks';
import {setTimeout as wait} from 'node:timers/promises';

/** What a process used while it was watched. */
export interface Usage {
  /** Percent of one core, over the whole window. */
  readonly cpu: number;
  /** Resident MiB at the end. */
  readonly rss: number;
}

/** Linux reports times in hundredths of a second, whatever its own tick is. */
const TICKS_A_SECOND = 100;
const PAGE = 4_096;
const MEBIBYTE = 2 ** 20;

/** Watches a process with all its threads for `seconds`. Throws a sentence when there is no /proc, or the process has ended. */
export async function watchUsage(pid: number, seconds: number): Promise<Usage> {
  const before = cpuSeconds(pid);
  const begin = performance.now();
  await wait(seconds * 1_000);
  const used = cpuSeconds(pid) - before;
  return {cpu: (used / (performance.now() - begin)) * 100_000, rss: residentMebibytes(pid)};
}

/** User and system time since its start. */
function cpuSeconds(pid: number): number {
  return times(pid, 2);
}

/** The same, with the time of its ended children. */
export function cpuSecondsWithChildren(pid: number): number {
  return times(pid, 4);
}

/** The sum of the first `count` of: user time, system time, and both of its ended children. */
function times(pid: number, count: number): number {
  const stat = read(`/proc/${pid}/stat`);
  // The name in parentheses may contain anything; the times are the 14th field and those after it.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return fields.slice(11, 11 + count).reduce((sum, field) => sum + Number(field), 0) / TICKS_A_SECOND;
}

export function residentMebibytes(pid: number): number {
  return (Number(read(`/proc/${pid}/statm`).split(' ')[1]) * PAGE) / MEBIBYTE;
}

/** What all its threads have used since they began: where a window is too short for the ticks in which Linux tells it elsewhere. */
export function cpuNanoseconds(pid: number): number {
  const threads = readdirSync(`/proc/${pid}/task`);
  return threads.reduce((sum, id) => sum + Number(read(`/proc/${pid}/task/${id}/schedstat`).split(' ')[0]), 0);
}

/** How many processes and threads the machine has started since its boot. */
export function forks(): number {
  return Number(/^processes (\d+)/m.exec(read('/proc/stat'))?.[1]);
}

/** The processes that it has started itself, with their command lines. */
export function childrenOf(pid: number): readonly {readonly pid: number; readonly command: string}[] {
  const pids = readdirSync(`/proc/${pid}/task`).flatMap(id => read(`/proc/${pid}/task/${id}/children`).split(' '));
  return pids.filter(id => id !== '').map(id => ({pid: Number(id), command: readIfThere(`/proc/${id}/cmdline`)}));
}

/** A zombie has ended. */
export function hasEnded(pid: number): boolean {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return stat.slice(stat.lastIndexOf(')') + 2).startsWith('Z');
  } catch {
    return true;
  }
}

/** Of a process that may end at any moment. */
function readIfThere(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}

function read(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    throw new Error(`${file} cannot be read: the process has ended, or this is not Linux`);
  }
}
