import {isForScreen} from '../command/command.js';
import {commandTable} from '../command/table.js';
import {type Flag, PROGRAMS, type Program, SHELLS, type Shell} from './programs.js';

/** A word that may follow, and what it means. */
interface Word {
  readonly text: string;
  readonly meaning: string;
}

/** What the shell is to read so that it completes programs, their options, and the commands that `exec` takes with theirs. */
export function completionScript(shell: Shell): string {
  switch (shell) {
    case 'bash':
      return bashScript();
    case 'zsh':
      return zshScript();
    case 'fish':
      return fishScript();
  }
}

const programs: readonly Program[] = Object.values(PROGRAMS);
const programWords: readonly Word[] = programs
  .filter(({name}) => name !== 'screen')
  .map(({name, summary}) => ({text: name, meaning: firstClause(summary)}));
const commands = [...commandTable.values()].filter(command => !isForScreen(command));
const commandWords: readonly Word[] = commands.map(({name, summary}) => ({text: name, meaning: firstClause(summary)}));
/** `exec` takes commands, and only it. */
const TAKES_COMMANDS = 'exec';

/** The rest says what a list has no room for. */
function firstClause(summary: string): string {
  return summary.replace(/[:;,(].*$/s, '').trim();
}

function flagWords(flags: readonly Flag[]): readonly Word[] {
  return flags.map(({name, summary}) => ({
    text: name.length === 1 ? `-${name}` : `--${name}`,
    meaning: firstClause(summary),
  }));
}

function optionWords(name: string): readonly Word[] {
  const options = commandTable.get(name)?.options ?? [];
  return options.map(option => ({text: `--${option.name}`, meaning: firstClause(option.summary)}));
}

/** What may stand where: `program` null: no word has said which. */
interface Place {
  readonly program: string | null;
  readonly command: string | null;
  readonly words: readonly Word[];
}

const PLACES: readonly Place[] = [
  {program: null, command: null, words: [...programWords, ...flagWords(PROGRAMS.screen.flags)]},
  ...programs
    .filter(({name}) => name !== 'screen')
    .map(({name, flags}) => ({
      program: name,
      command: null,
      words: [
        ...flagWords(flags),
        ...(name === TAKES_COMMANDS ? commandWords : []),
        ...(name === 'completion' ? SHELLS.map(text => ({text, meaning: 'shell'})) : []),
      ],
    })),
  ...commands.map(({name}) => ({program: TAKES_COMMANDS, command: name, words: optionWords(name)})),
];

const texts = (words: readonly Word[]) => words.map(({text}) => text).join(' ');
const wordList = texts(programWords).replaceAll(' ', '|');
const commandList = texts(commandWords).replaceAll(' ', '|');

/** Finds, in a POSIX `case`, which program and which command stand before the word that is completed. Shells give words with their quotes. */
const FIND_PLACE = `    case "$program" in
      '') case "$word" in ${wordList}) program=$word ;; esac ;;
      ${TAKES_COMMANDS}) case "$word" in *\\;|*\\;[\\'\\"]) command= ;; ${commandList}) [ -n "$command" ] || command=$word ;; esac ;;
    esac`;

function placeName({program, command}: Place): string {
  return `'${program ?? ''}:${command ?? ''}'`;
}

function bashScript(): string {
  const cases = PLACES.map(place => `    ${placeName(place)}) words='${texts(place.words)}' ;;`).join('\n');
  return `# circusman completion bash: source <(circusman completion bash)
_circusman() {
  local current=\${COMP_WORDS[COMP_CWORD]} program= command= words= word
  for word in "\${COMP_WORDS[@]:1:COMP_CWORD-1}"; do
${FIND_PLACE}
  done
  case "$program:$command" in
${cases}
  esac
  COMPREPLY=($(compgen -W "$words" -- "$current"))
}
complete -o default -F _circusman circusman
`;
}

function zshScript(): string {
  const described = ({text, meaning}: Word) => quoted(`${text.replaceAll(':', '\\:')}:${meaning}`);
  const cases = PLACES.map(place => `    ${placeName(place)}) found=(${place.words.map(described).join(' ')}) ;;`).join(
    '\n',
  );
  return `#compdef circusman
# circusman completion zsh: source <(circusman completion zsh), or as the file _circusman in a folder of $fpath
_circusman() {
  local program= command= word
  local -a found
  for word in "\${(@)words[2,CURRENT-1]}"; do
${FIND_PLACE}
  done
  case "$program:$command" in
${cases}
  esac
  _describe circusman found || _files
}
if [ "$funcstack[1]" = _circusman ]; then _circusman "$@"; else compdef _circusman circusman; fi
`;
}

function fishScript(): string {
  const conditions = PLACES.flatMap(place => {
    const condition = fishCondition(place);
    return place.words.map(({text, meaning}) => {
      const word = /^--?/.exec(text)?.[0] ?? '';
      const name = text.slice(word.length);
      const what = word === '--' ? `-l ${name}` : word === '-' ? `-s ${name}` : `-a ${quoted(name)}`;
      return `complete -c circusman -n ${quoted(condition)} ${what} -d ${quoted(meaning)}`;
    });
  });
  return `# circusman completion fish: circusman completion fish | source
function __circusman_at
  set -l program ''
  set -l command ''
  for word in (commandline -opc)[2..]
    if test -z "$program"
      contains -- $word ${texts(programWords)}; and set program $word
    else if test "$program" = ${TAKES_COMMANDS} -a -z "$command"
      contains -- $word ${texts(commandWords)}; and set command $word
    end
  end
  test "$program:$command" = "$argv[1]:$argv[2]"
end
${conditions.join('\n')}
`;
}

function fishCondition({program, command}: Place): string {
  return `__circusman_at "${program ?? ''}" "${command ?? ''}"`;
}

function quoted(text: string): string {
  return `'${text.replaceAll('\\', '\\\\').replaceAll("'", "'\\''")}'`;
}
