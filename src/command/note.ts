import {cleanText} from '../text/clean-text.js';
import type {Arguments, Token} from './arguments.js';
import type {ScreenCommand} from './command.js';
import {typedText} from './tokens.js';

/** Writes a text down at this moment: it is listed among the events, and a tick in charts. */
export const note: ScreenCommand = {
  name: 'note',
  summary: 'Write a text down at this moment, to find it again among the events and below charts',
  args: [{name: 'text', kind: 'text', isOptional: false, isMany: true}],
  takesOn: false,
  scope: 'screen',
  effect: 'none',
  plan: args => {
    const text = ['note', ...wordsOf(args).map(typedText)].join(' ');
    return {ok: true, value: {command: note, args, text, targets: [], warnings: [], prepared: null}};
  },
  act: (screen, {args}) =>
    screen.note(
      cleanText(
        wordsOf(args)
          .map(word => word.text)
          .join(' '),
      ),
    ),
};

function wordsOf({operands}: Arguments): readonly Token[] {
  return operands.get('text') ?? [];
}
