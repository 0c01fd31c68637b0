import {commandTable} from '../command/table.js';
import {isOfExec} from './for-screen.js';
import {type Flag, PROGRAMS, PROGRAMS_IN_EXEC, type Program, SHELLS, type Shell} from './programs.js';

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

const programs: readonly Program[] = Object.values(PROGRAMS).filter(({name}) => name !== 'screen');
const programWords: readonly Word[] = programs.map(({name, summary}) => ({text: name, meaning: firstClause(summary)}));
const helpWords: readonly Word[] = [
  {text: 'help', meaning: 'what all of this means, or one of them'},
  {text: 'version', meaning: 'print the version'},
];
const commands = [...commandTable.values()].filter(isOfExec);
const commandWords: readonly Word[] = commands.map(({name, summary}) => ({text: name, meaning: firstClause(summary)}));
/** Stands once in a command. */
const ON: Word = {text: 'on', meaning: 'which nodes, such as on 192.168.0.1-8'};
/** `exec` takes commands, and only it. */
const TAKES_COMMANDS = 'exec';

/** The rest says what a list has no room for; what is shorter than a few words says nothing alone. */
function firstClause(summary: string): string {
  const ends = [...summary.matchAll(/[:;,(]/g)].map(({index}) => index);
  const end = ends.find(index => summary.slice(0, index).trim().split(' ').length >= LEAST_WORDS);
  return summary.slice(0, end).trim();
}

const LEAST_WORDS = 3;

function flagWords(flags: readonly Flag[]): readonly Word[] {
  return flags.map(({name, summary}) => ({
    text: name.length === 1 ? `-${name}` : `--${name}`,
    meaning: firstClause(summary),
  }));
}

/** What words mean of which a command takes one. */
const CHOICES: ReadonlyMap<string, string> = new Map([
  ['running', 'it runs, ready or not'],
  ['ready', 'it is ready, as its readiness check says'],
  ['stopped', 'it does not run'],
]);

/** What may follow a command: what it can be asked to do, the nodes, and its options. */
function wordsBehind(name: string): readonly Word[] {
  const program = PROGRAMS_IN_EXEC.find(each => each === name);
  const command = commandTable.get(name);
  return [
    ...(command?.takesOn === true ? [ON] : []),
    ...(command?.args ?? []).flatMap(({choices = []}) =>
      choices.map(text => ({text, meaning: CHOICES.get(text) ?? ''})),
    ),
    ...(command?.ways ?? []).map(({word, summary}) => ({text: word, meaning: firstClause(summary)})),
    ...(program === undefined
      ? (command?.options ?? []).map(option => ({text: `--${option.name}`, meaning: firstClause(option.summary)}))
      : flagWords(PROGRAMS[program].flags)),
  ];
}

/** What may follow a program. */
function wordsOf({name, flags}: Program): readonly Word[] {
  if (PROGRAMS_IN_EXEC.some(each => each === name)) return wordsBehind(name);
  return [
    ...flagWords(flags),
    ...(name === TAKES_COMMANDS ? commandWords : []),
    ...(name === 'completion' ? SHELLS.map(text => ({text, meaning: 'shell'})) : []),
  ];
}

/** What may stand where: `program` null: no word has said which. */
interface Place {
  readonly program: string | null;
  readonly command: string | null;
  readonly words: readonly Word[];
}

/** Programs and the commands for bar and exec, each name once. */
function helpTopics(): readonly Word[] {
  const others = [...commandTable.values()].filter(({name}) => !programs.some(program => program.name === name));
  return [...programWords, ...others.map(({name, summary}) => ({text: name, meaning: firstClause(summary)}))];
}

const PLACES: readonly Place[] = [
  {program: null, command: null, words: [...programWords, ...helpWords, ...flagWords(PROGRAMS.screen.flags)]},
  {program: 'help', command: null, words: helpTopics()},
  ...programs.map(program => ({program: program.name, command: null, words: wordsOf(program)})),
  ...commands.map(({name}) => ({program: TAKES_COMMANDS, command: name, words: wordsBehind(name)})),
];

const texts = (words: readonly Word[]) => words.map(({text}) => text).join(' ');
const wordList = texts([...programWords, ...helpWords]).replaceAll(' ', '|');
const commandList = texts(commandWords).replaceAll(' ', '|');

/** Finds, in a POSIX `case`, which program, which command and whether `on` stand before the word that is completed. Shells give words with their quotes. */
const FIND_PLACE = `    case "$program" in
      '') case "$word" in ${wordList}) program=$word ;; esac ;;
      ${TAKES_COMMANDS}) case "$word" in *\\;|*\\;[\\'\\"]) command= on= ;; on) on=$command ;; ${commandList}) [ -n "$command" ] || command=$word ;; esac ;;
    esac`;

function placeName({program, command}: Place): string {
  return `'${program ?? ''}:${command ?? ''}'`;
}

function bashScript(): string {
  const cases = PLACES.map(place => `    ${placeName(place)}) words='${texts(place.words)}' ;;`).join('\n');
  return `# circusman completion bash: source <(circusman completion bash)
_circusman() {
  local current=\${COMP_WORDS[COMP_CWORD]} program= command= on= words= word
  for word in "\${COMP_WORDS[@]:1:COMP_CWORD-1}"; do
${FIND_PLACE}
  done
  case "$program:$command" in
${cases}
  esac
  [ -z "$on" ] || words=\${words#on}
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
  local program= command= on= word
  local -a found
  for word in "\${(@)words[2,CURRENT-1]}"; do
${FIND_PLACE}
  done
  case "$program:$command" in
${cases}
  esac
  [ -z "$on" ] || found=("\${(@)found:#on:*}")
  _describe circusman found || _files
}
if [ "$funcstack[1]" = _circusman ]; then _circusman "$@"; else compdef _circusman circusman; fi
`;
}

function fishScript(): string {
  const conditions = PLACES.flatMap(place => {
    return place.words.map(({text, meaning}) => {
      const condition = fishCondition(place, text);
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
  set -l on ''
  for word in (commandline -opc)[2..]
    if test -z "$program"
      contains -- $word ${texts([...programWords, ...helpWords])}; and set program $word
    else if string match -qr ';[\\'"]?$' -- $word
      set command ''
      set on ''
    else if test "$program" = ${TAKES_COMMANDS} -a -z "$command"
      contains -- $word ${texts(commandWords)}; and set command $word
    else if test "$word" = ${ON.text}
      set on $word
    end
  end
  test "$program:$command" = "$argv[1]:$argv[2]"; and test -z "$on" -o "$argv[3]" != "$on"
end
${conditions.join('\n')}
${PLACES.filter(isWithoutFiles)
  .map(place => `complete -c circusman -f -n ${quoted(fishCondition(place, ''))}`)
  .join('\n')}
`;
}

/** Where no file can follow, and fish is not to offer any. */
function isWithoutFiles({program, command}: Place): boolean {
  if (program === 'help' || program === 'completion') return true;
  return command !== null && (commandTable.get(command)?.args ?? []).some(({kind}) => kind === 'choice');
}

function fishCondition({program, command}: Place, word: string): string {
  return `__circusman_at "${program ?? ''}" "${command ?? ''}"${word === ON.text ? ` ${word}` : ''}`;
}

function quoted(text: string): string {
  return `'${text.replaceAll('\\', '\\\\').replaceAll("'", "'\\''")}'`;
}
