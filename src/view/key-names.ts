import {isNear} from '../model/near.js';

/** The part of Ink's description of a key that names are made from. */
export interface PressedKey {
  readonly upArrow: boolean;
  readonly downArrow: boolean;
  readonly leftArrow: boolean;
  readonly rightArrow: boolean;
  readonly pageUp: boolean;
  readonly pageDown: boolean;
  readonly home: boolean;
  readonly end: boolean;
  readonly return: boolean;
  readonly escape: boolean;
  readonly tab: boolean;
  readonly backspace: boolean;
  readonly delete: boolean;
  readonly shift: boolean;
  readonly ctrl: boolean;
  readonly meta: boolean;
}

/** What Ink gives as text, an enter among it; null: it is a key, and `keyNames` says which. */
export function charactersOf(input: string, key: PressedKey): string | null {
  if (key.ctrl || key.meta) return null;
  if (key.return) return '\r';
  return specialName(key) === null && input !== '' ? input : null;
}

/** The keys that Ink says were pressed, by name: one, or a character each where several arrived together. */
export function keyNames(input: string, key: PressedKey): readonly string[] {
  const special = specialName(key);
  if (special !== null) return [prefix(key) + special];
  if (key.ctrl || key.meta) return input === '' ? [] : [prefix(key) + input.toLowerCase()];
  return characterNames(input);
}

/** The names of characters that arrived together. */
export function characterNames(text: string): readonly string[] {
  return [...text].map(characterName);
}

/** On a slow line control keys arrive together with the text around them. */
function characterName(char: string): string {
  const named = CHARACTER_NAMES.get(char);
  if (named !== undefined) return named;
  const code = char.charCodeAt(0);
  return code >= 1 && code <= 26 ? `ctrl-${String.fromCharCode(code + 96)}` : char;
}

function prefix(key: PressedKey): string {
  if (key.ctrl) return 'ctrl-';
  return key.meta && !key.escape ? 'meta-' : '';
}

const CHARACTER_NAMES: ReadonlyMap<string, string> = new Map([
  [' ', 'space'],
  ['\r', 'enter'],
  ['\n', 'enter'],
  ['\t', 'tab'],
  ['\u007F', 'backspace'],
]);

/** Keys that are pressed with ctrl or meta, or alone. */
const ARROWS_AND_SUCH = ['up', 'down', 'left', 'right', 'home', 'end', 'pageup', 'pagedown', 'delete'] as const;
const ALONE = ['enter', 'esc', 'tab', 'shift-tab', 'space', 'backspace'] as const;
/** With these letters ctrl sends what backspace, tab and enter do. */
const SAME_AS_ANOTHER = /^ctrl-[hijm]$/;

const NAMED: readonly string[] = [...ARROWS_AND_SUCH, ...ALONE];

/** Whether it is the name of a key that terminals tell apart from others: "S", "ctrl-x", "meta-b", "ctrl-left", "pageup". */
export function isKeyName(name: string): boolean {
  if (NAMED.includes(name)) return true;
  const [, held, rest = ''] = /^(ctrl|meta)-(.+)$/s.exec(name) ?? [];
  if (held === undefined) return [...name].length === 1 && !/[\s\p{C}\p{M}]/u.test(name);
  if (ARROWS_AND_SUCH.some(each => each === rest)) return true;
  if (held === 'ctrl') return /^[a-z]$/.test(rest) && !SAME_AS_ANOTHER.test(name);
  return /^[a-z\d]$/.test(rest) || rest === 'backspace' || rest === 'enter';
}

/** What `isKeyName` takes, for people. */
export const KEYS_THERE_ARE = `a key is a character (x, X, ?), one of ${NAMED.join(', ')}, ctrl- with a letter but h, i, j and m (ctrl-x), meta- with a letter or digit (meta-b), or either with an arrow and such (ctrl-left)`;

/** The named key that a typing error may stand for; null: none. */
export function nearestKey(typed: string): string | null {
  const wanted = typed
    .toLowerCase()
    .replace(/^c-(?=.)/, 'ctrl-')
    .replace(/^(alt|m)-(?=.)/, 'meta-');
  if (wanted !== typed && isKeyName(wanted)) return wanted;
  return NAMED.find(each => isNear(each, wanted)) ?? null;
}

function specialName(key: PressedKey): string | null {
  if (key.upArrow) return 'up';
  if (key.downArrow) return 'down';
  if (key.leftArrow) return 'left';
  if (key.rightArrow) return 'right';
  if (key.pageUp) return 'pageup';
  if (key.pageDown) return 'pagedown';
  if (key.home) return 'home';
  if (key.end) return 'end';
  if (key.return) return 'enter';
  if (key.escape) return 'esc';
  if (key.tab) return key.shift ? 'shift-tab' : 'tab';
  if (key.backspace) return 'backspace';
  if (key.delete) return 'delete';
  return null;
}
