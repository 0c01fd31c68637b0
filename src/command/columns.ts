import {readChange} from '../columns/change-choice.js';
import type {Arguments} from './arguments.js';
import type {ScreenCommand} from './command.js';
import {typedText} from './tokens.js';

/** Chooses the columns of the grid for this run; without operands it shows which there are. */
export const columns: ScreenCommand = {
  name: 'columns',
  summary:
    'Show or hide columns: state cpu io, +io -rtt, behind / those of cells, auto: the usual; alone: all there are',
  args: [{name: 'column', kind: 'column', isOptional: true, isMany: true}],
  takesOn: false,
  scope: 'screen',
  effect: 'none',
  plan: args => {
    const read = readChange(wordsOf(args));
    if (!read.ok) return {ok: false, problem: {message: read.message, at: read.at, kind: 'usage'}};
    const text = [columns.name, ...wordsOf(args).map(typedText)].join(' ');
    return {ok: true, value: {command: columns, args, text, targets: [], warnings: [], prepared: null}};
  },
  act: (screen, {args}) => {
    const read = readChange(wordsOf(args));
    if (wordsOf(args).length === 0) screen.show('columns');
    else if (read.ok) screen.columns(read.change);
  },
};

function wordsOf({operands}: Arguments) {
  return operands.get('column') ?? [];
}
