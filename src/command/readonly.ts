import type {Arguments} from './arguments.js';
import type {ScreenCommand} from './command.js';
import {misused} from './plan.js';

/** Refuses from now on, or no longer, everything that would change a node. */
export const readonly: ScreenCommand = {
  name: 'readonly',
  summary: 'Refuse from now on everything that would change a node; off, which asks first, lets it through again',
  args: [{name: 'state', kind: 'choice', choices: ['on', 'off'], isOptional: false, isMany: false}],
  takesOn: false,
  scope: 'screen',
  effect: 'none',
  plan: args => {
    const word = wordOf(args);
    if (word?.text !== 'on' && word?.text !== 'off')
      return misused(`readonly is on or off, not "${word?.text ?? ''}"`, word?.at ?? 0);
    const text = `readonly ${word.text}`;
    return {ok: true, value: {command: readonly, args, text, targets: [], warnings: [], prepared: null}};
  },
  asks: args => (wordOf(args)?.text === 'off' ? 'readonly off: let commands change nodes' : null),
  act: (screen, {args}) => screen.readOnly(wordOf(args)?.text === 'on'),
};

function wordOf({operands}: Arguments) {
  return operands.get('state')?.[0];
}
