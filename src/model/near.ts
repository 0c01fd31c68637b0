/** Whether a word may be a typing error for the other: one letter added, missing, wrong or swapped; or its beginning. */
export function isNear(known: string, typed: string): boolean {
  if (typed.length >= 2 && known.startsWith(typed)) return true;
  if (Math.abs(known.length - typed.length) > 1) return false;
  let head = 0;
  while (head < known.length && known[head] === typed[head]) head++;
  const knownRest = known.slice(head);
  const typedRest = typed.slice(head);
  return (
    knownRest.slice(1) === typedRest ||
    knownRest === typedRest.slice(1) ||
    knownRest.slice(1) === typedRest.slice(1) ||
    (knownRest[0] === typedRest[1] && knownRest[1] === typedRest[0] && knownRest.slice(2) === typedRest.slice(2))
  );
}
