import {add} from './add.js';
import {adopt} from './adopt.js';
import {chart} from './chart.js';
import {
  dstats,
  get,
  globaloptions,
  list,
  listsockets,
  numprocesses,
  numwatchers,
  options,
  stats,
  status,
} from './circus-reads.js';
import {ipython, listen} from './circus-screen.js';
import {cluster} from './cluster.js';
import {columns} from './columns.js';
import type {Command, CommandTable} from './command.js';
import {configure} from './configure.js';
import {detect} from './detect.js';
import {events} from './events.js';
import {filter, sort} from './filter-sort.js';
import {jobs} from './jobs.js';
import {kill} from './kill.js';
import {log} from './log.js';
import {node} from './node.js';
import {note} from './note.js';
import {readonly} from './readonly.js';
import {reload} from './reload.js';
import {reloadconfig} from './reloadconfig.js';
import {reset} from './reset.js';
import {decr, incr} from './resize.js';
import {restart} from './restart.js';
import {rm} from './rm.js';
import {run} from './run.js';
import {help, quit} from './screen.js';
import {set} from './set.js';
import {shutdown} from './shutdown.js';
import {signal} from './signal.js';
import {start} from './start.js';
import {stop} from './stop.js';
import {wait} from './wait.js';

const COMMANDS: readonly Command[] = [
  start,
  stop,
  restart,
  reload,
  incr,
  decr,
  set,
  signal,
  kill,
  configure,
  reset,
  adopt,
  add,
  rm,
  reloadconfig,
  shutdown,
  status,
  list,
  options,
  get,
  stats,
  numprocesses,
  numwatchers,
  globaloptions,
  listsockets,
  dstats,
  wait,
  cluster,
  detect,
  log,
  chart,
  filter,
  sort,
  columns,
  node,
  events,
  listen,
  ipython,
  note,
  run,
  readonly,
  jobs,
  help,
  quit,
];

/** The only list of commands: keys, bar, help, previews, confirmations and `exec` are made from it. */
export const commandTable: CommandTable = new Map(COMMANDS.map(command => [command.name, command]));
