import {execFile} from 'node:child_process';
import process from 'node:process';
import {promisify} from 'node:util';

const run = promisify(execFile);

/** The command lines of those in the session that this process leads, as one in a pseudo-terminal of its own does. */
export async function sessionOf(leader: number): Promise<readonly string[]> {
  const {stdout} = await run('ps', ['-A', '-ww', '-o', 'sess=,args=']);
  return stdout.split('\n').filter(line => Number.parseInt(line, 10) === leader);
}

interface Process {
  readonly pid: number;
  readonly parent: number;
  readonly state: string;
}

/** The process itself and all under it. */
export async function processTree(pid: number): Promise<readonly number[]> {
  const processes = await allProcesses();
  const found = [pid];
  for (const parent of found) found.push(...processes.filter(one => one.parent === parent).map(one => one.pid));
  return found;
}

/** Those that still run: a zombie does not. */
export async function alive(pids: readonly number[]): Promise<readonly number[]> {
  const processes = await allProcesses();
  return pids.filter(pid => processes.some(one => one.pid === pid && !one.state.startsWith('Z')));
}

/** Kills it; one that ends by itself may be gone since it was seen. */
export function killIfThere(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}

/** Bytes that they have in memory together; what two share counts twice. */
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
