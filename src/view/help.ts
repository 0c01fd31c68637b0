import type {CommandTable} from '../command/command.js';
import {usageLine} from '../command/parse.js';
import {fitText} from './fit-text.js';
import {KEYS, type KeyBinding, MODE_TITLES, type Mode} from './keys.js';
import {spread} from './lines.js';
import type {Span, Theme} from './theme.js';

const MODES: readonly Mode[] = ['grid', 'jobs', 'bar', 'dialog', 'help'];
const KEY_WIDTH = 16;
const USAGE_WIDTH = 42;

/** The help screen as lines, made from the tables of keys and commands. */
export function helpLines(table: CommandTable, width: number, theme: Theme): readonly string[] {
  const line = (spans: readonly Span[]) => spread(spans, [], width, theme);
  const ellipsis = theme.glyph('ellipsis');
  const title = (text: string) => [line([]), line([{text, isBold: true}])];
  const keys = (mode: Mode) =>
    KEYS[mode].map(binding =>
      line([
        {text: `  ${fitText(binding.keys.join(' '), KEY_WIDTH, ellipsis)} `},
        {text: describe(binding, table), tone: 'dim'},
      ]),
    );
  const commands = [...table.values()].map(command =>
    line([
      {text: `  ${fitText(theme.plain(usageLine(command)), USAGE_WIDTH, ellipsis)} `},
      {text: command.summary, tone: 'dim'},
    ]),
  );
  const notes = NOTES.map(text => line([{text: `  ${text}`, tone: 'dim'}]));
  return [
    ...MODES.slice(0, 1).flatMap(mode => [line([{text: MODE_TITLES[mode], isBold: true}]), ...keys(mode)]),
    ...title('Commands, typed after :'),
    ...commands,
    ...notes,
    ...MODES.slice(1).flatMap(mode => [...title(MODE_TITLES[mode]), ...keys(mode)]),
  ];
}

const NOTES = [
  'Keys act on the marked cells if there are any, else on the cell under the cursor.',
  'on NODES names nodes of the cluster; without it: the marked nodes if any, else all.',
];

function describe(binding: KeyBinding, table: CommandTable): string {
  if (binding.help !== null) return binding.help;
  return binding.action.type === 'command' ? (table.get(binding.action.command)?.summary ?? '') : '';
}
