/** Milliseconds until a small question to a node counts as unanswered. */
export const ANSWER = 5_000;
