import {type Command, isForScreen} from '../command/command.js';
import {commandTable} from '../command/table.js';
import {usageLine, usageOfOption} from '../command/usage.js';
import {CONFIG_VARIABLE} from '../config/config-file.js';
import {SETTING_NAMES, SETTINGS} from '../config/settings.js';
import {isNear} from '../model/near.js';
import {wrapText} from '../text/wrap-text.js';
import {isOfExec} from './for-screen.js';
import {DEFAULT_CLUSTER, type Flag, PROGRAM_WORDS, PROGRAMS, type Program} from './programs.js';

/** Columns of the help. */
const WIDTH = 80;
const INDENT = 2;
const GAP = 2;

const NOTES = `A SET is 192.168.0.1-32, 10.0.0.0/28, node[01-08].lab, host:5565, host:5565/5566/5567, [fd00::1], joined by commas;
!10.0.0.3 takes one out again. Two operands, 192.168.0.1 32, are 32 addresses from there on.
ipc:///run/circus/commands.sock is a circusd of this machine, by its unix socket.
@lab is a cluster that was saved (cluster save lab), or one of the configuration file; @./file is a file with one SET a line.`;

const VARIABLES: readonly (readonly [string, string])[] = [
  [CONFIG_VARIABLE, '--config'],
  ...SETTING_NAMES.flatMap(name => {
    const {variable, flag, flagValue, help} = SETTINGS[name];
    if (variable === undefined) return [];
    const what = flag === undefined ? help : `--${flag}`;
    return [[variable, flag !== undefined && flagValue === undefined ? `1: ${what}` : what] as const];
  }),
];

/** The help of a program, made from the table of programs and, for `exec`, that of commands. */
export function helpText(program: Program): string {
  const isWhole = program.name === 'screen';
  const others = Object.values(PROGRAMS).filter(({name}) => PROGRAM_WORDS.includes(name));
  const parts = [
    usage(program),
    wrapText(program.summary, WIDTH).join('\n'),
    ...(isWhole
      ? [
          titled('Arguments:', [
            [
              'SET',
              `the nodes, such as 192.168.0.1-32 or node[01-08].lab (default: the default cluster, if one is named, else ${DEFAULT_CLUSTER})`,
            ],
          ]),
        ]
      : []),
    titled(
      'Options:',
      program.flags.map(flag => [spelled(flag), flag.summary]),
    ),
    ...(isWhole
      ? [
          titled('Commands:', [
            ...others.map(({name, operands, summary}) => [`${name} ${operands}`.trim(), summary] as const),
            ['help [COMMAND]', 'print this, or what a command takes'],
            ['version', 'print the version'],
          ]),
          NOTES,
          titled('Variables, which count less than an option, and more than the configuration file:', VARIABLES),
        ]
      : []),
    ...(program.name === 'exec' ? [commandsOfExec()] : []),
  ];
  return `${parts.join('\n\n')}\n`;
}

/** What there is about a word: a program, a command for bar and exec, or both of that name; null: there is neither. */
export function topicHelp(topic: string): string | null {
  const program = Object.values(PROGRAMS).find(({name}) => PROGRAM_WORDS.includes(name) && name === topic);
  const command = commandTable.get(topic);
  const parts = [
    ...(program === undefined ? [] : [helpText(program)]),
    ...(command === undefined ? [] : [commandHelp(command)]),
  ];
  return parts.length === 0 ? null : parts.join('\n');
}

/** Why there is no help about a word. */
export function noTopic(topic: string): string {
  const near = [...PROGRAM_WORDS, ...commandTable.keys()].find(name => isNear(name, topic));
  const meant = near === undefined ? '' : `: did you mean ${near}?`;
  return `help ${topic}: there is no such command${meant || '; circusman help is about all of it'}`;
}

/** The help of a command for bar and exec, made from the table of commands. */
function commandHelp(command: Command): string {
  const {circus, options = [], summary, ways = []} = command;
  const where = isOfExec(command)
    ? 'On the screen it is typed behind a colon; circusman exec takes it, too.'
    : 'It is typed behind a colon on the screen, and for the screen alone.';
  const parts = [
    wrapText(`In the command bar: ${usageLine(command)}`, WIDTH).join('\n'),
    wrapText(`${summary}.`, WIDTH).join('\n'),
    ...(ways.length === 0
      ? []
      : [
          titled(
            'Forms:',
            ways.map(way => [usageLine({name: `${command.name} ${way.word}`, args: way.args}), way.summary]),
          ),
        ]),
    ...(options.length === 0
      ? []
      : [
          titled(
            'Options:',
            options.map(option => [usageOfOption(option), option.summary]),
          ),
        ]),
    wrapText(circus === undefined ? where : `${where} It sends circus's message ${circus}.`, WIDTH).join('\n'),
  ];
  return `${parts.join('\n\n')}\n`;
}

function usage({name, operands}: Program): string {
  const word = name === 'screen' ? '[command]' : name;
  return ['Usage: circusman', ...(name === 'screen' ? ['[options]', word] : [word, '[options]']), operands]
    .join(' ')
    .trim();
}

/** "-h, --help", "--port <port>", "-c <SET>". */
function spelled({name, short, value}: Flag): string {
  const long = name.length === 1 ? [] : [`--${name}`];
  const spellings = [...(short === undefined ? [] : [`-${short}`]), ...long].join(', ');
  return value === null ? spellings : `${spellings} <${value}>`;
}

/** Two columns below a title; the second one is wrapped. */
function titled(title: string, rows: readonly (readonly [string, string])[]): string {
  const first = Math.max(...rows.map(([term]) => term.length));
  const margin = ' '.repeat(INDENT + first + GAP);
  const lines = rows.flatMap(([term, text]) =>
    wrapText(text, WIDTH - margin.length).map((line, index) =>
      index === 0 ? `${' '.repeat(INDENT)}${term.padEnd(first + GAP)}${line}` : margin + line,
    ),
  );
  return [title, ...lines].join('\n');
}

/** The commands that exec takes: those of the table that act on nodes, or look for them. */
function commandsOfExec(): string {
  const commands = [...commandTable.values()].filter(command => !isForScreen(command));
  const lines = commands.flatMap(command => [
    `  ${usageLine(command)}`,
    `      ${command.summary}`,
    ...(command.options ?? []).map(option => `      ${usageOfOption(option)}: ${option.summary}`),
  ]);
  return ['Commands:', ...lines].join('\n');
}
