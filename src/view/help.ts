import type {Command, CommandTable} from '../command/command.js';
import {usageLine, usageOfOption} from '../command/usage.js';
import {widthOf} from '../text/width.js';
import {wrapText} from '../text/wrap-text.js';
import {KEYS, type KeyBinding, MODE_TITLES} from './keys.js';
import type {Mode} from './screen-state.js';
import {spread} from './spread.js';
import type {Glyph, Span, Theme} from './theme.js';

const MODES: readonly Mode[] = ['grid', 'jobs', 'bar', 'dialog', 'count', 'help'];
const LONGEST_LEFT = 36;
/** Below this many columns for what is said, it stands under what it is said of. */
const SHORTEST_RIGHT = 24;

/** A part of the help: what is typed or seen, and what it does or means. */
interface Section {
  readonly title: string;
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
  const lines = sections(table, from, theme).flatMap(({title, entries}) => {
    const found = entries.filter(({left, right}) =>
      words.every(word => `${left} ${right}`.toLowerCase().includes(word)),
    );
    if (found.length === 0) return [];
    const leftWidth = Math.min(LONGEST_LEFT, Math.max(...entries.map(({left}) => widthOf(theme.printable(left)))));
    const rightWidth = Math.max(SHORTEST_RIGHT, width - leftWidth - 4);
    const texts = found.flatMap(({left, right}) =>
      wrapText(right, rightWidth).map((part, index) =>
        line([{text: `  ${theme.fit(index === 0 ? left : '', leftWidth)}  `}, {text: part, tone: 'dim'}]),
      ),
    );
    return [line([{text: title, isBold: true}]), ...texts, line([])];
  });
  return lines.length > 0 ? lines : [line([{text: `  nothing here has "${search}"`, tone: 'dim'}])];
}

function sections(table: CommandTable, from: Mode, theme: Theme): readonly Section[] {
  const keys = (mode: Mode): Section => ({
    title: MODE_TITLES[mode],
    entries: KEYS[mode].map(binding => ({left: binding.keys.join(' '), right: describe(binding, table)})),
  });
  const commands: Section = {
    title: 'Commands, typed after :',
    entries: [...table.values()].flatMap(commandEntries),
  };
  const legend: Section = {
    title: 'What is seen',
    entries: [...LEGEND.map(({glyph, left, right}) => ({left: `${theme.glyph(glyph)} ${left}`, right})), ...WORDS],
  };
  const targets: Section = {title: 'What they act on', entries: TARGETS};
  return [keys(from), commands, targets, legend, ...MODES.filter(mode => mode !== from).map(keys)];
}

/** A command, then each of its options under its name, so that a search for one shows whose it is. */
function commandEntries(command: Command): Section['entries'] {
  const options = (command.options ?? []).map(option => ({
    left: `${command.name} ${usageOfOption(option)}`,
    right: option.summary,
  }));
  return [{left: usageLine({...command, options: []}), right: command.summary}, ...options];
}

const TARGETS = [
  {left: 'a key', right: 'the marked cells if there are any, else the cell under the cursor'},
  {left: 'a command', right: 'the nodes that `on` names; without it the marked nodes if any, else all'},
  {left: 'no watcher', right: "every watcher that is not circus's own"},
];

const LEGEND: readonly {readonly glyph: Glyph; readonly left: string; readonly right: string}[] = [
  {glyph: 'running', left: 'running, ready', right: 'it runs; ready: and its readiness check passes'},
  {glyph: 'not-ready', left: 'not ready 12s', right: 'it runs, its readiness check does not pass yet'},
  {glyph: 'not-ready', left: 'running 1 of 4', right: 'fewer processes run than it shall have'},
  {glyph: 'changing', left: 'starting, stopping', right: 'a change is under way, for so long'},
  {glyph: 'stopped', left: 'stopped', right: 'it does not run'},
  {glyph: 'stopped', left: 'done', right: 'its processes returned 0, and none is to come for them'},
  {glyph: 'down', left: 'exited 3, killed SIGKILL', right: 'it does not run, and went down by itself'},
  {glyph: 'changing', left: 'removing 40%', right: 'a reset is removing its files'},
  {glyph: 'alarm', left: 'flapping 6/5min', right: 'it crashed so often in five minutes'},
  {glyph: 'alarm', left: 'orphan 3312', right: 'a process that a killed circusd or a stop left behind still runs'},
  {glyph: 'alarm', left: 'running +orphan', right: 'it runs, and so does such a process of it'},
  {glyph: 'alarm', left: 'configured for 4 nodes', right: 'a service of the node was configured for another cluster'},
  {glyph: 'alarm', left: 'home cannot be used', right: 'the node says why, below the grid and in status --json'},
  {glyph: 'unknown', left: 'unknown', right: 'an answer is owed'},
  {glyph: 'absent', left: '', right: 'the node has no such watcher'},
  {glyph: 'sum', left: '', right: 'sums over the nodes that are shown and online'},
];

const WORDS = [
  {left: 'stale 4s', right: 'the node owes an answer; its cells are what was known so long ago'},
  {left: 'edited: conf/x', right: 'this configured file of the node was changed by hand'},
  {left: 'plain', right: 'how the nodes are reached: TCP, neither encrypted nor authenticated'},
  {left: '#12', right: 'a job: one command on its targets; J shows every outcome'},
  {
    left: 'CPU 5 min',
    right: 'what the services of the node used, half a minute a bar; "full bar" below says what a full one is',
  },
];

function describe(binding: KeyBinding, table: CommandTable): string {
  if (binding.help !== null) return binding.help;
  return binding.action.type === 'command' ? (table.get(binding.action.command)?.summary ?? '') : '';
}
