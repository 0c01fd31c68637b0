import type {Token} from '../command/arguments.js';
import {type CommandTokens, splitLine} from '../command/tokens.js';
import {parseDuration} from '../model/duration.js';
import {isNear} from '../model/near.js';
import type {Variables} from '../model/variables.js';
import {isProblem, readLine} from './lines.js';
import {
  EXPECTABLE,
  type Expected,
  type OnError,
  problemAt,
  type ScriptLine,
  type ScriptProblem,
  type Step,
} from './script.js';

/** The words that begin a line which is no command; no command has such a name. */
export const SCRIPT_WORDS = ['sleep', 'expect', 'on-error', 'parallel', 'repeat', 'end'] as const;

/** What was read of a file: all that is wrong with it, or its steps. */
export type ParsedScript =
  | {readonly ok: true; readonly steps: readonly Step[]}
  | {readonly ok: false; readonly problems: readonly ScriptProblem[]};

/** A block that has begun and not ended yet; `open` null: the file itself. */
interface Block {
  readonly open: {readonly line: ScriptLine; readonly make: (steps: readonly Step[]) => Step} | null;
  readonly steps: Step[];
  /** What `on-error` has said in it so far. */
  onError: OnError;
  /** Whether a line of it is wrong: then it may be that which leaves it empty. */
  hasWrong: boolean;
}

const MOST_DEEP = 20;
const MOST_PASSES = 10_000;

/**
 * Reads a bring-up file: a command a line, `#` comments, `${name}`, `sleep TIME`, `expect OUTCOME COMMAND`, `on-error continue|stop`,
 * `parallel … end` and `repeat N … end`. Of its commands only the words are read: `checkScript` knows whether they can be.
 */
export function parseScript(text: string, variables: Variables): ParsedScript {
  const problems: ScriptProblem[] = [];
  const file: Block = {open: null, steps: [], onError: 'stop', hasWrong: false};
  const blocks: Block[] = [];
  const inner = () => blocks.at(-1) ?? file;
  for (const [index, source] of text
    .replace(/^\uFEFF/, '')
    .split(/\r?\n/)
    .entries()) {
    const line = readLine(source, index + 1, variables);
    if (line === null) continue;
    const around = inner();
    const problem = isProblem(line) ? unfilled(line, source) : readStatement(line);
    if (problem === null) continue;
    around.hasWrong = true;
    // One sentence for each variable is enough, however many lines have it.
    if (problem.variable === undefined || !problems.some(({variable}) => variable === problem.variable))
      problems.push(problem);
  }
  for (const {open} of blocks) {
    if (open !== null) problems.push(problemAt(open.line, 0, 'this block has no end'));
  }
  if (problems.length > 0) return {ok: false, problems: problems.toSorted((one, other) => one.line - other.line)};
  if (file.steps.length === 0)
    return {ok: false, problems: [{line: 1, column: 1, message: 'there is no command in it'}]};
  return {ok: true, steps: file.steps};

  function readStatement(line: ScriptLine): ScriptProblem | null {
    const commands = splitLine(line.text);
    if (!commands.ok) return problemAt(line, commands.problem.at, commands.problem.message);
    const [words, another] = commands.value;
    if (another !== undefined) return problemAt(line, another[0]?.at ?? 0, 'one command a line');
    const [first, ...rest] = words ?? [];
    if (words === undefined || first === undefined) return problemAt(line, 0, 'there is no command in this line');
    const word = first.isLiteral === true ? null : SCRIPT_WORDS.find(known => known === first.text);
    const [operand, extra] = rest;
    const wants = (message: string, at = operand?.at ?? line.text.length) => problemAt(line, at, message);
    const onlyOne = extra === undefined ? null : wants(`"${extra.text}" is one word too many`, extra.at);
    switch (word) {
      case 'sleep': {
        const ms = operand === undefined ? null : parseDuration(operand.text);
        if (ms === null) return wants('sleep wants a time, such as 5s or 500ms');
        inner().steps.push({kind: 'sleep', line, ms});
        return onlyOne;
      }
      case 'on-error':
        if (operand?.text !== 'stop' && operand?.text !== 'continue') return wants('on-error wants continue or stop');
        inner().onError = operand.text;
        return onlyOne;
      case 'parallel':
        open(line, steps => ({kind: 'parallel', line, steps}));
        return operand === undefined ? tooDeep(line) : wants(`"${operand.text}" is one word too many`);
      case 'repeat': {
        const count = operand !== undefined && /^\d+$/.test(operand.text) ? Number(operand.text) : 0;
        open(line, steps => ({kind: 'repeat', line, count, steps}));
        if (count < 1 || count > MOST_PASSES) return wants(`repeat wants a number from 1 to ${MOST_PASSES}`);
        return onlyOne ?? tooDeep(line);
      }
      case 'end':
        return operand === undefined ? close(line) : wants(`"${operand.text}" is one word too many`);
      case 'expect':
        return readExpect(line, rest);
      default:
        return addCommand(line, words, 'ok');
    }
  }

  /** A line without its variables still begins a block, the end of which would else end nothing. */
  function unfilled(problem: ScriptProblem, source: string): ScriptProblem {
    const [word] = source.trimStart().split(/\s/);
    const line = {number: problem.line, text: '', places: []};
    if (word === 'repeat') open(line, steps => ({kind: 'repeat', line, count: 1, steps}));
    return problem;
  }

  function readExpect(line: ScriptLine, [outcome, ...words]: readonly Token[]): ScriptProblem | null {
    const expected = EXPECTABLE.find(each => each === outcome?.text);
    if (outcome === undefined || expected === undefined) {
      const near = EXPECTABLE.find(each => isNear(each, outcome?.text ?? ''));
      const hint = near === undefined ? '' : `: did you mean ${near}?`;
      return problemAt(
        line,
        outcome?.at ?? line.text.length,
        `expect wants ${EXPECTABLE.join(', ')} and a command${hint}`,
      );
    }
    const [first] = words;
    if (first === undefined) return problemAt(line, line.text.length, `expect ${expected} stands before a command`);
    const isOther = first.isLiteral !== true && SCRIPT_WORDS.some(known => known === first.text);
    if (isOther) return problemAt(line, first.at, `expect stands before a command, and ${first.text} is none`);
    return addCommand(line, words, expected);
  }

  function addCommand(line: ScriptLine, words: CommandTokens, expected: Expected): null {
    inner().steps.push({kind: 'command', line, words, expected, onError: inner().onError});
    return null;
  }

  function open(line: ScriptLine, make: (steps: readonly Step[]) => Step): void {
    blocks.push({open: {line, make}, steps: [], onError: inner().onError, hasWrong: false});
  }

  function close(line: ScriptLine): ScriptProblem | null {
    const block = blocks.pop();
    if (block?.open == null) return problemAt(line, 0, 'this ends nothing: no block is open here');
    inner().steps.push(block.open.make(block.steps));
    return block.steps.length > 0 || block.hasWrong
      ? null
      : problemAt(block.open.line, 0, 'there is nothing in this block');
  }

  function tooDeep(line: ScriptLine): ScriptProblem | null {
    return blocks.length <= MOST_DEEP ? null : problemAt(line, 0, `blocks are at most ${MOST_DEEP} deep`);
  }
}
