/** Linux's signal numbers by name: the nodes' numbers, whatever system the controller runs on. */
const NUMBERS: ReadonlyMap<string, number> = new Map(
  (
    'HUP INT QUIT ILL TRAP ABRT BUS FPE KILL USR1 SEGV USR2 PIPE ALRM TERM STKFLT CHLD CONT STOP TSTP TTIN TTOU URG ' +
    'XCPU XFSZ VTALRM PROF WINCH IO PWR SYS'
  )
    .split(' ')
    .map((name, index) => [name, index + 1]),
);

const NAMES: ReadonlyMap<number, string> = new Map([...NUMBERS].map(([name, number]) => [number, `SIG${name}`]));

/** "HUP", "INT" and so on: all that have a name, in the order of their numbers. */
export const SIGNAL_NAMES: readonly string[] = [...NUMBERS.keys()];

const HIGHEST = 64;

/** Signals that leave the process running, if it does nothing special about them. */
const HARMLESS = new Set(
  ['CHLD', 'CONT', 'STOP', 'TSTP', 'TTIN', 'TTOU', 'URG', 'WINCH'].map(name => NUMBERS.get(name)),
);

/** @returns "SIGKILL" for 9; "signal 40" where Linux has no name for it. */
export function signalName(number: number): string {
  return NAMES.get(number) ?? `signal ${number}`;
}

/** @returns the number of "KILL", "sigkill" or "9"; null when there is no such signal. */
export function signalNumber(text: string): number | null {
  if (/^\d+$/.test(text)) {
    const number = Number(text);
    return number >= 1 && number <= HIGHEST ? number : null;
  }
  return NUMBERS.get(text.toUpperCase().replace(/^SIG/, '')) ?? null;
}

/** Whether a process that gets it may well end from it, so that its end is no crash. */
export function mayEndProcess(number: number): boolean {
  return number > 0 && !HARMLESS.has(number);
}
