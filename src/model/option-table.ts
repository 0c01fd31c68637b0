/** What a value of an option is, as circus wants it in JSON. `signal`: a number, or a name that people know it by. */
export type OptionType = 'integer' | 'number' | 'flag' | 'text' | 'user' | 'signal' | 'environment';

/**
 * What circus `set` does with an option. now: it counts from then on · reload: all processes are replaced, if the watcher runs ·
 * ignored: circus answers `ok`, and nothing changes · refused: circus does not know it there, only in the ini.
 */
export type SetEffect = 'now' | 'reload' | 'ignored' | 'refused';

/** What an option is set to, in circus's JSON. */
export type OptionValue = string | number | boolean | Readonly<Record<string, string>>;

/** An option of a watcher. */
export interface WatcherOption {
  /** As circus calls it; of a family, such as `stdout_stream.filename`, what it begins with: `stdout_stream.`. */
  readonly name: string;
  readonly type: OptionType;
  readonly onSet: SetEffect;
  /** Whether `get` knows it. */
  readonly isRead: boolean;
  /** One line for people. */
  readonly summary: string;
}

/**
 * The options of circus 0.19 (its `commands/util.py`, and `set_opt` and `optnames` of its `watcher.py`); an ini may have more, which
 * circus keeps and does not use.
 */
export const WATCHER_OPTIONS: readonly WatcherOption[] = [
  option('numprocesses', 'integer', 'now', 'how many processes it has'),
  option('warmup_delay', 'number', 'now', 'seconds between the starts of two of its processes'),
  option('graceful_timeout', 'number', 'now', 'seconds from the stop signal to SIGKILL'),
  option('stop_signal', 'signal', 'now', 'what ends a process'),
  option('stop_children', 'flag', 'now', 'whether what its processes have started is stopped, too'),
  option('send_hup', 'flag', 'now', 'whether a reload sends SIGHUP instead of starting new processes'),
  option('cmd', 'text', 'reload', 'the program, with its arguments or without'),
  option('args', 'text', 'reload', 'its arguments'),
  option('env', 'environment', 'reload', 'its whole environment, as A=1,B=2'),
  option('working_dir', 'text', 'reload', 'the folder that it starts in'),
  option('shell', 'flag', 'reload', 'whether a shell runs the command'),
  option('uid', 'user', 'reload', 'the user that it runs as'),
  option('gid', 'user', 'reload', 'the group that it runs as'),
  option('max_age', 'integer', 'reload', 'seconds after which a process is replaced; 0: never'),
  option('max_age_variance', 'integer', 'reload', 'seconds by which that varies'),
  {...option('stdout_stream.', 'text', 'reload', 'where its output goes'), isRead: false},
  {...option('stderr_stream.', 'text', 'reload', 'where its errors go'), isRead: false},
  {...option('hooks.', 'text', 'now', 'a Python function that circus calls'), isRead: false},
  option('respawn', 'flag', 'ignored', 'whether a process that ends is started anew'),
  option('singleton', 'flag', 'ignored', 'whether it has one process at the most'),
  option('max_retry', 'integer', 'ignored', 'how often a start is tried'),
  {...option('retry_in', 'number', 'ignored', 'seconds between two tries'), isRead: false},
  option('copy_env', 'flag', 'ignored', 'whether it gets the environment of circusd'),
  option('close_child_stdin', 'flag', 'ignored', 'whether its input is closed'),
  option('close_child_stdout', 'flag', 'ignored', 'whether its output is closed'),
  option('close_child_stderr', 'flag', 'ignored', 'whether its errors are closed'),
  {...option('rlimit_', 'integer', 'ignored', 'a limit of the system'), isRead: false},
  option('executable', 'text', 'refused', 'the program, where it is not the first word of cmd'),
  option('shell_args', 'text', 'refused', 'what the shell gets'),
  option('priority', 'integer', 'refused', 'its place in the order of starts'),
  option('use_sockets', 'flag', 'refused', 'whether it gets the sockets of circusd'),
  option('on_demand', 'flag', 'refused', 'whether it starts when a client of its sockets comes'),
  option('stdout_stream_conf', 'text', 'refused', 'where its output goes, as circus keeps it'),
  option('stderr_stream_conf', 'text', 'refused', 'where its errors go, as circus keeps it'),
];

/** The option of that name, also of a family; null: circus has no such option. */
export function watcherOption(name: string): WatcherOption | null {
  const isMeant = ({name: known}: WatcherOption) => (isFamily(known) ? name.startsWith(known) : name === known);
  return WATCHER_OPTIONS.find(each => isMeant(each) && name.length >= each.name.length) ?? null;
}

/** Whether the name is only what the names of several options begin with. */
export function isFamily(name: string): boolean {
  return /[._]$/.test(name);
}

function option(name: string, type: OptionType, onSet: SetEffect, summary: string): WatcherOption {
  return {name, type, onSet, isRead: true, summary};
}
