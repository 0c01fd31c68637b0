import {type BarList, matched} from './bar-list.js';
import {isKill} from './kill.js';
import {EMPTY_FIELD, editText, isTooLong, type TextEdit, type TextField} from './text-field.js';

/** What the line at the bottom takes: a command, a filter of the grid or of the events, text to look for in the help; in logs text, a filter, a time. */
export type BarKind = 'command' | 'filter' | 'events' | 'search' | 'log-search' | 'log-filter' | 'log-time';

export interface Bar {
  readonly kind: BarKind;
  readonly field: TextField;
  /** How many commands back in the history; 0: what is being typed. */
  readonly back: number;
  /** How lines of the history, and the one being typed (0), were left when another one was gone to, by how far back they are. */
  readonly drafts: ReadonlyMap<number, Draft>;
  /** What there was before it was opened, for esc. */
  readonly before: string;
  /** Some of what was typed or pasted was left out, and nothing was taken away since: as it is nobody wrote it. */
  readonly isCut: boolean;
  /** What stands above it to be chosen from; null: nothing does. */
  readonly list: BarList | null;
  /** Whether the last edit took text away that can be put back. */
  readonly isKilling: boolean;
}

/** A line that was left for another one of the history. */
interface Draft {
  readonly text: string;
  readonly isCut: boolean;
}

export function openBar(kind: BarKind, text: string): Bar {
  return {
    kind,
    field: editText(EMPTY_FIELD, {type: 'insert', text}),
    back: 0,
    drafts: new Map(),
    before: text,
    isCut: isTooLong(EMPTY_FIELD, text),
    list: null,
    isKilling: false,
  };
}

/** @param history what is looked through anew while an earlier command is looked for */
export function editBar(bar: Bar, edit: TextEdit, history: readonly string[]): Bar {
  const edited = {
    ...bar,
    field: editText(bar.field, edit),
    isCut: isCutAfter(bar, edit),
    list: null,
    isKilling: isKill(edit),
  };
  return bar.list?.type === 'history' ? matched(edited, bar.list.field, history) : edited;
}

function isCutAfter({field, isCut}: Bar, edit: TextEdit): boolean {
  if (edit.type === 'insert') return isCut || isTooLong(field, edit.text);
  return isCut && !edit.type.startsWith('delete');
}

/** The command `by` further back in the history, oldest first; before all of it is what was being typed. Each is as it was left, as in shells. */
export function recall(bar: Bar, by: number, history: readonly string[]): Bar {
  const back = Math.max(0, Math.min(bar.back + by, history.length));
  if (bar.kind !== 'command' || back === bar.back) return bar;
  const drafts = new Map(bar.drafts).set(bar.back, {text: bar.field.text, isCut: bar.isCut});
  const {text, isCut} = drafts.get(back) ?? {text: history.at(-back) ?? '', isCut: false};
  return {...bar, field: {text, cursor: text.length}, back, drafts, isCut, list: null, isKilling: false};
}
