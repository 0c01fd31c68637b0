import type {Command} from '../command/command.js';
import {commandTable} from '../command/table.js';
import {usageLine, usageOfOption} from '../command/usage.js';
import {widthOf} from '../text/width.js';
import {wrapText} from '../text/wrap-text.js';
import {type HelpEntry, LEGEND, TARGETS, WORDS} from './help-legend.js';
import {HELP_OPENER} from './help-opener.js';
import {type KeyBinding, onScreen, SCROLL} from './key-binding.js';
import {PROMPTS} from './prompt-keys.js';
import type {Scene} from './scene.js';
import {type Body, keysOf, type Room, type Screen, type ScreenTable, screenOf, scrollIn} from './screen.js';
import {spread} from './spread.js';
import type {Span, Theme} from './theme.js';

const KEYS: readonly KeyBinding[] = [
  {keys: ['down', 'j'], action: onScreen({type: 'scroll', lines: 1}), help: 'One line down'},
  {keys: ['up', 'k'], action: onScreen({type: 'scroll', lines: -1}), help: 'One line up'},
  {keys: ['/'], action: onScreen({type: 'open-bar', bar: 'search'}), help: 'Search the help', label: 'search'},
];

/** The keys, the commands, and what is seen on the screen. */
export const HELP: Screen = {
  name: 'help',
  title: 'On this screen',
  keys: KEYS,
  lastKeys: SCROLL,
  opener: HELP_OPENER,
  draw,
  searchedIn: 'keys and commands',
  hasJobLine: false,
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
function helpLines(from: string, search: string, {width, theme, screens}: Room): readonly string[] {
  const line = (spans: readonly Span[]) => spread(spans, [], width, theme);
  const words = search.toLowerCase().split(/\s+/);
  const lines = sections(from, screens, theme).flatMap(({title, entries}) => {
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

function sections(from: string, screens: ScreenTable, theme: Theme): readonly Section[] {
  const section = (title: string, keys: readonly KeyBinding[]): Section => ({
    title,
    entries: keys.map(binding => ({left: binding.keys.join(' '), right: describe(binding)})),
  });
  const ofScreen = (screen: Screen) => section(screen.title, keysOf(screen, screens));
  const others = [...screens.values()].filter(({name}) => name !== from && name !== HELP.name);
  const commands: Section = {
    title: 'Commands, typed after :',
    entries: [...commandTable.values()].flatMap(commandEntries),
  };
  const legend: Section = {
    title: 'What is seen',
    entries: [...LEGEND.map(({glyph, left, right}) => ({left: `${theme.glyph(glyph)} ${left}`, right})), ...WORDS],
  };
  const targets: Section = {title: 'What they act on', entries: TARGETS};
  return [
    ofScreen(screenOf(screens, from)),
    commands,
    targets,
    legend,
    ...others.map(ofScreen),
    ...Object.values(PROMPTS).map(({title, keys}) => section(title, keys)),
    ...(from === HELP.name ? [] : [ofScreen(HELP)]),
  ];
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
