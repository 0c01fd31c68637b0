import {execFile} from 'node:child_process';
import process from 'node:process';
import {promisify} from 'node:util';

const run = promisify(execFile);

/** Session id and command line of each process in the session of this leader, such as a program in a pseudo-terminal. */
export async function sessionOf(leader: number): Promise<readonly string[]> {
  const {stdout} = await run('ps', ['-A', '-ww', '-o', 'sess=,args=']);
  return stdout.split('\n').filter(line => Number.parseInt(line, 10) === leader);
}

interface Process {
  readonly pid: number;
  readonly parent: number;
  readonly state: string;
}

/** The process itself and all its descendants. */
export async function processTree(pid: number): Promise<readonly number[]> {
  const processes = await allProcesses();
  const found = [pid];
  for (const parent of found) found.push(...processes.filter(one => one.parent === parent).map(one => one.pid));
  return found;
}

/** Those that still run; a zombie does not. */
export async function alive(pids: readonly number[]): Promise<readonly number[]> {
  const processes = await allProcesses();
  return pids.filter(pid => processes.some(one => one.pid === pid && !one.state.startsWith('Z')));
}

/** Kills it, unless it has already ended. */
export function killIfThere(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}

/** The bytes that they have in memory together; shared memory counts for each. */
export async function residentMemory(pids: readonly number[]): Promise<number> {
  const {stdout} = await run('ps', ['-A', '-o', 'pid=,rss=']);
  const lines = stdout.trim().split('\n');
  const sizes = new Map(lines.map(line => line.trim().split(/\s+/).map(Number) as [number, number]));
  return pids.reduce((sum, pid) => sum + (sizes.get(pid) ?? 0) * 1024, 0);
}

async function allProcesses(): Promise<readonly Process[]> {
  const {stdout} = await run('ps', ['-A', '-o', 'pid=,ppid=,state=']);
  return stdout
    .trim()
    .split('\n')
    .map(line => {
      const [pid, parent, state = ''] = line.trim().split(/\s+/);
      return {pid: Number(pid), parent: Number(parent), state};
    });
}
