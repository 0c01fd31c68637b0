import type {TextEdit, TextField} from './text-field.js';

/** What takes text away so that it can be put back (`yank`), and on which side of the cursor. */
const KILLS: ReadonlyMap<TextEdit['type'], 'left' | 'right'> = new Map([
  ['delete-word-left', 'left'],
  ['delete-to-start', 'left'],
  ['delete-word-right', 'right'],
  ['delete-to-end', 'right'],
]);

export function isKill({type}: TextEdit): boolean {
  return KILLS.has(type);
}

/**
 * What there is to put back after an edit.
 *
 * @param killed what there was before
 * @param goesOn whether the edit before took text away, too: both go back together
 */
export function killedAfter(
  {before, after}: {readonly before: TextField; readonly after: TextField},
  edit: TextEdit,
  killed: string,
  goesOn: boolean,
): string {
  const side = KILLS.get(edit.type);
  const taken = before.text.slice(after.cursor, after.cursor + before.text.length - after.text.length);
  if (side === undefined || taken === '') return killed;
  if (!goesOn) return taken;
  return side === 'left' ? taken + killed : killed + taken;
}
