import type {Completion} from '../command/complete.js';
import {commonStart} from '../text/common-start.js';
import type {Bar} from './bar.js';
import {LONGEST_TEXT, type TextField} from './text-field.js';

/** What stands above the bar to be chosen from. */
export type BarList =
  /** `field`: the bar as it was completed, to which `esc` goes back. `chosen`: the candidate that is in it now; null: none yet. */
  | {
      readonly type: 'completion';
      readonly field: TextField;
      readonly completion: Completion;
      readonly chosen: number | null;
    }
  /** Earlier commands with what the bar has in them, the last one first. `field`: the bar as it was before. */
  | {
      readonly type: 'history';
      readonly field: TextField;
      readonly matches: readonly string[];
      readonly chosen: number;
    };

/**
 * What tab makes of the bar: the only candidate, or what all of them begin with and the list of them; pressed again it walks through
 * that list, past its end to what was typed.
 */
export function completeBar(bar: Bar, by: 1 | -1, complete: (field: TextField) => Completion): Bar {
  if (bar.list?.type === 'completion') return walk(bar, bar.list, by);
  const completion = complete(bar.field);
  const {candidates} = completion;
  const [only, another] = candidates;
  if (only !== undefined && another === undefined) return {...bar, field: chosenIn(bar.field, completion, 0)};
  const common = commonStart(candidates.map(({text}) => text));
  const typed = bar.field.text.slice(completion.from, completion.to);
  const field = common.length > typed.length ? replaced(bar.field, completion, common, '') : bar.field;
  const to = field === bar.field ? completion.to : completion.from + common.length;
  return {...bar, field, list: {type: 'completion', field, completion: {...completion, to}, chosen: null}};
}

function walk(bar: Bar, list: Extract<BarList, {type: 'completion'}>, by: 1 | -1): Bar {
  const {completion, field} = list;
  const places = completion.candidates.length + 1;
  const next = ((list.chosen ?? -1) + 1 + by + places) % places;
  const chosen = next === 0 ? null : next - 1;
  return {
    ...bar,
    field: chosen === null ? field : chosenIn(field, completion, chosen),
    list: {...list, chosen},
  };
}

/** With a blank behind it, where one belongs there and is not there yet. */
function chosenIn(field: TextField, completion: Completion, index: number): TextField {
  const candidate = completion.candidates[index];
  if (candidate === undefined) return field;
  const isNext = candidate.isPart || /\s/.test(field.text[completion.to] ?? '');
  return replaced(field, completion, candidate.text, isNext ? '' : ' ');
}

/** A line that would be too long stays as it is. */
function replaced(field: TextField, {from, to}: Completion, text: string, behind: string): TextField {
  const before = field.text.slice(0, from) + text + behind;
  const all = before + field.text.slice(to);
  return all.length > LONGEST_TEXT ? field : {text: all, cursor: before.length};
}

/** Looks for what the bar has in earlier commands; once it does, the next one `by` further back. */
export function searchHistory(bar: Bar, by: 1 | -1, history: readonly string[]): Bar {
  if (bar.kind !== 'command') return bar;
  if (bar.list?.type !== 'history') return matched({...bar, list: null}, bar.field, history);
  const {matches, chosen} = bar.list;
  return {...bar, list: {...bar.list, chosen: Math.max(0, Math.min(chosen + by, matches.length - 1))}};
}

/** The list of what fits the bar as it is now. @param before what `esc` goes back to */
export function matched(bar: Bar, before: TextField, history: readonly string[]): Bar {
  const words = bar.field.text.toLowerCase().split(/\s+/);
  const fits = (text: string) => words.every(word => text.toLowerCase().includes(word));
  return {...bar, list: {type: 'history', field: before, matches: history.filter(fits).toReversed(), chosen: 0}};
}

/** The earlier command that is chosen; null: none fits, or none is looked for. */
export function chosenMatch({list}: Bar): string | null {
  return list?.type === 'history' ? (list.matches[list.chosen] ?? null) : null;
}

/** Puts the chosen command into the bar, to be looked at or changed; without one the bar is as it was before. */
export function takeMatch(bar: Bar): Bar {
  const text = chosenMatch(bar);
  return text === null ? closeList(bar) : {...bar, field: {text, cursor: text.length}, list: null, isCut: false};
}

/** Takes the list away, and what it put into the bar. */
export function closeList(bar: Bar): Bar {
  return bar.list === null ? bar : {...bar, field: bar.list.field, list: null};
}
