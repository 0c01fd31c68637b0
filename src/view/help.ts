import type {CommandTable} from '../command/command.js';
import {usageLine} from '../command/parse.js';
import {KEYS, type KeyBinding, MODE_TITLES, type Mode} from './keys.js';
import {spread} from './lines.js';
import type {Span, Theme} from './theme.js';

const MODES: readonly Mode[] = ['grid', 'jobs', 'bar', 'dialog', 'help'];
const KEY_WIDTH = 16;
const USAGE_WIDTH = 42;

/** A part of the help: what is typed, and what it does. */
interface Section {
  readonly title: string;
  readonly leftWidth: number;
  readonly entries: readonly {readonly left: string; readonly right: string}[];
}

/**
 * The help screen as lines, made from the tables of keys and commands: the keys of where one is come first.
 *
 * @param search only entries with these words are shown, under their titles; '': all
 */
export function helpLines(
  table: CommandTable,
  {from, search}: {readonly from: Mode; readonly search: string},
  width: number,
  theme: Theme,
): readonly string[] {
  const line = (spans: readonly Span[]) => spread(spans, [], width, theme);
  const words = search.toLowerCase().split(/\s+/);
  const lines = sections(table, from).flatMap(({title, leftWidth, entries}) => {
    const found = entries.filter(({left, right}) =>
      words.every(word => `${left} ${right}`.toLowerCase().includes(word)),
    );
    if (found.length === 0) return [];
    const texts = found.map(({left, right}) =>
      line([{text: `  ${theme.fit(left, leftWidth)} `}, {text: right, tone: 'dim'}]),
    );
    return [line([{text: title, isBold: true}]), ...texts, line([])];
  });
  return lines.length > 0 ? lines : [line([{text: `  nothing here has "${search}"`, tone: 'dim'}])];
}

function sections(table: CommandTable, from: Mode): readonly Section[] {
  const keys = (mode: Mode): Section => ({
    title: MODE_TITLES[mode],
    leftWidth: KEY_WIDTH,
    entries: KEYS[mode].map(binding => ({left: binding.keys.join(' '), right: describe(binding, table)})),
  });
  const commands: Section = {
    title: 'Commands, typed after :',
    leftWidth: USAGE_WIDTH,
    entries: [...table.values()].map(command => ({left: usageLine(command), right: command.summary})),
  };
  const notes: Section = {title: 'What they act on', leftWidth: KEY_WIDTH, entries: NOTES};
  return [keys(from), commands, notes, ...MODES.filter(mode => mode !== from).map(keys)];
}

const NOTES = [
  {left: 'a key', right: 'the marked cells if there are any, else the cell under the cursor'},
  {left: 'a command', right: 'the nodes that `on` names; without it the marked nodes if any, else all'},
  {left: 'no watcher', right: "every watcher that is not circus's own"},
];

function describe(binding: KeyBinding, table: CommandTable): string {
  if (binding.help !== null) return binding.help;
  return binding.action.type === 'command' ? (table.get(binding.action.command)?.summary ?? '') : '';
}
