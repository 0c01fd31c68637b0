import {commandTable} from '../command/table.js';
import {usageLine, usageOfOption} from '../command/usage.js';
import {isOfExec} from './for-screen.js';
import {type Flag, PROGRAMS, type Program} from './programs.js';

/** `docs/circusman.1`, made from the tables of programs and commands: `npm run docs` writes it. */
export function manPage(): string {
  const {screen, ...others} = PROGRAMS;
  const lines = [
    '.\\" Made by npm run docs from the tables of programs and commands.',
    '.TH CIRCUSMAN 1',
    '.SH NAME',
    `circusman \\- ${escaped('run a cluster of circus nodes from one terminal')}`,
    '.SH SYNOPSIS',
    ...Object.values(PROGRAMS).flatMap(program => [synopsis(program), '.br']),
    '.SH DESCRIPTION',
    escaped(
      'A full-screen terminal program with which an operator starts, stops, configures and resets what circus runs on the nodes of a cluster, and sees what became of it on each of them. Press ? there for its keys.',
    ),
    '.SH OPTIONS',
    ...screen.flags.flatMap(flagLines),
    '.SH PROGRAMS',
    ...Object.values(others).flatMap(program => [
      `.SS ${escaped([program.name, program.operands].join(' ').trim())}`,
      escaped(program.summary),
      ...ownFlags(program).flatMap(flagLines),
    ]),
    '.SH COMMANDS',
    escaped('Typed after : on the screen, given to exec, or written into a file for run, one a line.'),
    ...[...commandTable.values()].flatMap(command => [
      '.TP',
      `.B ${escaped(usageLine({...command, options: []}))}`,
      escaped(`${command.summary}${isOfExec(command) ? '' : ' (on the screen alone)'}`),
      ...(command.options ?? []).flatMap(option => [
        '.RS',
        '.TP',
        `.B ${escaped(usageOfOption(option))}`,
        escaped(option.summary),
        '.RE',
      ]),
    ]),
    '.SH EXIT STATUS',
    ...[
      ['0', 'every target is ok'],
      ['1', 'some target is not ok'],
      ['2', 'the command line or the configuration is wrong, or it was refused'],
      ['129, 130, 143', 'ended by SIGHUP, SIGINT or SIGTERM; what was done and what was not is printed'],
    ].flatMap(([code = '', meaning = '']) => ['.TP', `.B ${code}`, escaped(meaning)]),
    '.SH SEE ALSO',
    '.BR circusd (1),',
    '.BR circusctl (1)',
  ];
  return `${lines.join('\n')}\n`;
}

function synopsis({name, operands}: Program): string {
  return `.B circusman ${escaped([...(name === 'screen' ? [] : [name]), '[options]', operands].join(' ').trim())}`;
}

/** Those that not every program has. */
function ownFlags({flags}: Program): readonly Flag[] {
  const common = new Set(PROGRAMS.screen.flags.map(({name}) => name));
  return flags.filter(({name}) => !common.has(name));
}

function flagLines({name, short, value, summary}: Flag): readonly string[] {
  const long = name.length === 1 ? [] : [`--${name}`];
  const spellings = [...(short === undefined ? [] : [`-${short}`]), ...long].join(', ');
  return ['.TP', `.B ${escaped(value === null ? spellings : `${spellings} ${value}`)}`, escaped(summary)];
}

/** For roff, in ASCII: a page must read the same in every locale. */
function escaped(text: string): string {
  const ascii = text.replaceAll('…', '...').replaceAll('’', "'").replaceAll('→', '->').replaceAll('–', '-');
  const safe = ascii.replaceAll('\\', '\\e').replaceAll('-', '\\-');
  return /^[.']/.test(safe) ? `\\&${safe}` : safe;
}
