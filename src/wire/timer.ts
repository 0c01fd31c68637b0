/** Milliseconds; beyond this `setTimeout` fires at once. */
const LONGEST = 2 ** 31 - 1;

/** `setTimeout` for however long: what would be longer than 24 days is 24 days. */
export function startTimer(act: () => void, ms: number): NodeJS.Timeout {
  return setTimeout(act, Math.min(Math.ceil(ms), LONGEST));
}
