import {formatCount} from '../model/figures.js';

/** How many files (sockets count as such) a process of this shell may have open, and who may change that. */
export interface OpenFileLimit {
  /** Infinity: any number. */
  readonly limit: number;
  /** What raises it: the shell itself, or an administrator, by `prlimit` on Linux. */
  readonly raisedBy: 'shell' | 'prlimit' | 'sudo';
}

/** What a number of nodes takes of them. */
interface OpenFileNeed {
  /** For each node. */
  readonly perNode: number;
  /** For all that is no node. */
  readonly others: number;
}

/**
 * Says that so many nodes cannot be connected to, with both numbers and what to type; null: they can be.
 * What is proposed is a power of two, so that a few nodes more will fit, too.
 */
export function refuseForOpenFiles(
  nodes: number,
  {perNode, others}: OpenFileNeed,
  {limit, raisedBy}: OpenFileLimit,
): string | null {
  const need = nodes * perNode + others;
  if (need <= limit) return null;
  const enough = 2 ** Math.ceil(Math.log2(need));
  const most = Math.floor((limit - others) / perNode);
  const fewer = most > 0 ? `, or name ${most === 1 ? 'one node' : `at most ${formatCount(most)} nodes`}` : '';
  const who = nodes === 0 ? 'circusman' : counted(nodes, 'node');
  const numbers = `${who} ${nodes < 2 ? 'needs' : 'need'} ${formatCount(need)} open files, this shell allows ${formatCount(limit)}`;
  return `${numbers}: type ulimit -n ${enough}${elsewhere(enough, raisedBy)} and start circusman again${fewer}`;
}

/** Where, and how else: a shell that was forbidden more cannot allow it to itself. */
function elsewhere(limit: number, raisedBy: OpenFileLimit['raisedBy']): string {
  switch (raisedBy) {
    case 'shell':
      return '';
    case 'prlimit':
      return ` in a new shell, as this one may not, or sudo prlimit --pid $$ --nofile=${limit} in this one,`;
    case 'sudo':
      return ` in a new shell, as this one may not, or sudo sh -c "ulimit -n ${limit}; exec su $USER" in this one,`;
  }
}

function counted(count: number, thing: string): string {
  return `${formatCount(count)} ${thing}${count === 1 ? '' : 's'}`;
}
