/** What circus 0.19 refuses in Python's words or its own jargon, and what that means to a person who typed a command. */
const MEANINGS: readonly (readonly [pattern: RegExp, meaning: string])[] = [
  [/^program (.+) not found$/, 'no watcher $1 here'],
  [/^'(.+)' already exist$/, 'it has a watcher $1 already'],
  [/^process '?(\d+)'? not found in '.*'$/, 'it has no process $1'],
  [/^process (?:no longer exists|PID not found) \(pid=(\d+).*$/, 'process $1 has ended'],
  [/^\(?pid=(\d+).*$/, 'circusd may not touch process $1'],
  [/^Process count > numproceses\*2$/, 'it has more than twice the processes that it is to have: restart it'],
  [/^'(.+)' option not found$/, 'it has no option $1'],
  [/^'(.+)' not an existing option$/, 'circusd has no option $1'],
  [/^unknown key '(.+)'$/, 'circus has no option $1'],
  [/^'(.+)' isn't a valid rlimit setting$/, 'the system there has no limit $1'],
  [/^Singleton watcher has a single process$/, 'it is a singleton, which has one process at the most'],
  [/^Cannot have \d+ processes with a singleton +watcher$/, 'it is a singleton, which has one process at the most'],
  [/^'?(.+?)'? isn't a valid user (?:id|name)$/, 'there is no user $1 on that machine'],
  [/^No such group: '?(.+?)'?$/, 'there is no group $1 on that machine'],
  [/^uid does not match endpoint_owner$/, 'this circusd adds only what runs as its endpoint_owner: give its uid'],
  [/^signal invalid.*$/, 'circus knows no such signal'],
  [/^module 'signal' has no attribute '(.+)'$/, 'the system there has no signal $1'],
  [
    /^'NoneType' object does not support item assignment$/,
    'it has no such stream: write its class or filename into the circus.ini there, then reloadconfig',
  ],
  [/^stream configuration invalid$/, 'its stream has neither class nor filename: write one into the circus.ini there'],
  [/^.*\bunexpected keyword argument '(.+?)'.*$/, 'what it is made of takes no option $1'],
  [/^import_string\(\) failed for '(.+?)'.*$/, 'circusd finds no Python function $1 where it runs'],
  [/^No module named '(.+?)'.*$/, 'circusd finds no Python module $1 where it runs'],
  [/^module '(.+)' has no attribute '(.+?)'.*$/, 'the Python module $1 there has no $2'],
  [/^invalid literal for int\(\) with base 10: '(.*)'$/, '"$1" is no whole number'],
  [/^could not convert string to float: '(.*)'$/, '"$1" is no number'],
  [/^\[Errno \d+\] ([^:]+): '(.+)'$/, '$2: $1'],
  [/^\[Errno \d+\] ([^:]+)$/, 'the system there refuses it: $1'],
  [/^server error$/, 'circusd failed while it did this; its log has why'],
  [/^Watchers .* uses a socket which is deleted$/, 'a watcher uses a socket that the circus.ini there has no more'],
];

/** No reason that people read is longer. */
const LONGEST = 2_000;

/**
 * What a refusal means, in plain words, with circus's own behind them; a sentence of circus or of our package that is plain already
 * comes back as it is. It is one line, whatever it was before.
 *
 * @param trace the traceback behind an exception of Python; null: it is none
 */
export function plainReason(reason: string, trace: string | null): string {
  const said = inOneLine(reason.slice(0, LONGEST));
  for (const [pattern, meaning] of MEANINGS) {
    if (pattern.test(said)) return `${said.replace(pattern, meaning)} (circus: ${said})`;
  }
  if (trace === null) return said;
  const type = exceptionOf(trace);
  if (type === 'KeyError' && /^\d+$/.test(said)) return `it has no process ${said} (circus: KeyError: ${said})`;
  const words = [type, said].filter(Boolean).join(': ');
  return words === '' ? 'an error inside circusd' : `an error inside circusd (${words})`;
}

/** What Python calls the exception that a traceback ends with; null: it does not tell. */
function exceptionOf(trace: string): string | null {
  const last = trace.slice(-LONGEST).trimEnd().split('\n').at(-1) ?? '';
  return /^(?:[A-Za-z_]\w*\.)*([A-Z]\w*)(?=:|$)/.exec(last)?.[1] ?? null;
}

/** Lines become parts of one sentence. */
function inOneLine(text: string): string {
  const lines = text.split(/\s*[\r\n]+\s*/).filter(line => line !== '');
  return lines
    .map((line, index) => (index === lines.length - 1 || /[.,:;!?]$/.test(line) ? line : `${line};`))
    .join(' ');
}
