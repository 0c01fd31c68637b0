import type {Command} from '../command/command.js';
import {commandTable} from '../command/table.js';
import {usageLine, usageOfOption} from '../command/usage.js';
import {widthOf} from '../text/width.js';
import {wrapText} from '../text/wrap-text.js';
import {HELP_KEYS} from './help-keys.js';
import {type HelpEntry, LEGEND, TARGETS, WORDS} from './help-legend.js';
import type {KeyBinding} from './key-binding.js';
import {bindingsIn, type Keymap, keyOf} from './keymap.js';
import type {Scene} from './scene.js';
import {type Body, type Room, type Screen, scrollIn} from './screen.js';
import {spread} from './spread.js';
import type {Span, Theme} from './theme.js';

/** The keys, the commands, and what is seen on the screen. */
export const HELP: Screen = {
  ...HELP_KEYS,
  draw,
  searchedIn: 'keys and commands',
  hint: () => null,
};

const LONGEST_LEFT = 36;
/** Below this many columns for the explanation, it stands under what it explains. */
const SHORTEST_RIGHT = 24;

interface Section {
  readonly title: string;
  readonly entries: readonly HelpEntry[];
}

function draw({screen}: Scene, room: Room): Body {
  const from = screen.trail.at(-1)?.screen ?? screen.screen;
  const lines = helpLines(from, screen.search, room);
  const scroll = scrollIn(screen.scrolled, lines.length, room.height);
  return {parts: [{type: 'lines', lines: lines.slice(scroll.top, scroll.top + room.height)}], scroll};
}

/**
 * All lines of the help, made from the tables of screens, keys and commands.
 *
 * @param from the screen whose keys come first
 * @param search only entries with these words are shown, under their titles; '': all
 */
function helpLines(from: string, search: string, {width, theme, keymap}: Room): readonly string[] {
  const line = (spans: readonly Span[]) => spread(spans, [], width, theme);
  const words = search.toLowerCase().split(/\s+/);
  const lines = sections(from, keymap, theme).flatMap(({title, entries}) => {
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

function sections(from: string, keymap: Keymap, theme: Theme): readonly Section[] {
  const section = ({name, title}: {readonly name: string; readonly title: string}): Section => ({
    title,
    entries: bindingsIn(keymap, name).flatMap(keyEntry),
  });
  const isFirst = ({name}: {readonly name: string}) => name === from;
  const isLast = ({name}: {readonly name: string}) => name === HELP.name && name !== from;
  const places = [...keymap.values()];
  const typed = keyOf(keymap, from, 'command') ?? '';
  const commands: Section = {
    title: typed === '' ? 'Commands' : `Commands, typed after ${typed}`,
    entries: [...commandTable.values()].flatMap(commandEntries),
  };
  const legend: Section = {
    title: 'What is seen',
    entries: [...LEGEND.map(({glyph, left, right}) => ({left: `${theme.glyph(glyph)} ${left}`, right})), ...WORDS],
  };
  const targets: Section = {title: 'What they act on', entries: TARGETS};
  return [
    ...places.filter(isFirst).map(section),
    commands,
    targets,
    legend,
    ...places.filter(place => !isFirst(place) && !isLast(place)).map(section),
    ...places.filter(isLast).map(section),
  ];
}

/** What has no key is not in the help. */
function keyEntry(binding: KeyBinding): readonly HelpEntry[] {
  return binding.keys.length === 0 ? [] : [{left: binding.keys.join(' '), right: describe(binding)}];
}

/** A command, then each of its options under its name, so that a search for one shows whose it is. */
function commandEntries(command: Command): Section['entries'] {
  const options = (command.options ?? []).map(option => ({
    left: `${command.name} ${usageOfOption(option)}`,
    right: option.summary,
  }));
  return [{left: usageLine({...command, options: []}), right: command.summary}, ...options];
}

function describe({help, action}: KeyBinding): string {
  if (help !== null) return help;
  return action.type === 'command' ? (commandTable.get(action.command)?.summary ?? '') : '';
}
