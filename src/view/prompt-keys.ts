import {type KeyAction, type KeyBinding, onScreen, TERMINAL} from './key-binding.js';
import type {ScreenAction, ScreenState} from './screen-state.js';

/** What takes all keys while it is open: the command bar, the search for an earlier command in it, a question, a question for the count of targets. */
type PromptName = 'bar' | 'history' | 'dialog' | 'count';

interface Prompt {
  /** Heads its keys in the help. */
  readonly title: string;
  readonly keys: readonly KeyBinding[];
  /** Whether a key types something into it. */
  readonly isTyped: (key: string) => boolean;
}

/** The innermost prompt that is open; null: the screen itself has the keys. */
export function promptOf({bar, dialog}: ScreenState): PromptName | null {
  if (dialog !== null) return dialog.type === 'confirm' && dialog.count !== null ? 'count' : 'dialog';
  if (bar === null) return null;
  return bar.list?.type === 'history' ? 'history' : 'bar';
}

const edit = (type: Exclude<Extract<ScreenAction, {type: 'edit'}>['edit']['type'], 'insert'>): KeyAction =>
  onScreen({type: 'edit', edit: {type}});

const COMPLETE = 'Complete the word; where several fit, list what each means, and again: take the next of them';

const BAR: readonly KeyBinding[] = [
  {name: 'run', keys: ['enter'], action: {type: 'submit'}, help: 'Run the command, keep the filter', label: 'enter'},
  {
    name: 'close',
    keys: ['esc', 'ctrl-c', 'ctrl-g'],
    action: {type: 'close'},
    help: 'Close the bar; a filter is as before',
    label: 'close',
  },
  {name: 'complete', keys: ['tab'], action: {type: 'complete', by: 1}, help: COMPLETE, label: 'complete'},
  {name: 'complete-back', keys: ['shift-tab'], action: {type: 'complete', by: -1}, help: 'Back through that list'},
  {
    name: 'history-back',
    keys: ['up', 'ctrl-p'],
    action: onScreen({type: 'history-back'}),
    help: 'The command before',
    label: 'history',
  },
  {
    name: 'history-forward',
    keys: ['down', 'ctrl-n'],
    action: onScreen({type: 'history-forward'}),
    help: 'The command after',
  },
  {
    name: 'search-history',
    keys: ['ctrl-r'],
    action: onScreen({type: 'search-history', by: 1}),
    help: 'Look for an earlier command',
  },
  {name: 'left', keys: ['left', 'ctrl-b'], action: edit('left'), help: 'One character to the left'},
  {name: 'right', keys: ['right', 'ctrl-f'], action: edit('right'), help: 'One character to the right'},
  {name: 'word-left', keys: ['meta-b', 'ctrl-left'], action: edit('word-left'), help: 'One word to the left'},
  {name: 'word-right', keys: ['meta-f', 'ctrl-right'], action: edit('word-right'), help: 'One word to the right'},
  {name: 'start', keys: ['home', 'ctrl-a'], action: edit('start'), help: 'To the start'},
  {name: 'end', keys: ['end', 'ctrl-e'], action: edit('end'), help: 'To the end'},
  {name: 'delete-left', keys: ['backspace', 'ctrl-h'], action: edit('delete-left'), help: 'Delete to the left'},
  {name: 'delete-right', keys: ['delete', 'ctrl-d'], action: edit('delete-right'), help: 'Delete to the right'},
  {
    name: 'delete-word-left',
    keys: ['ctrl-w', 'meta-backspace'],
    action: edit('delete-word-left'),
    help: 'Delete the word to the left',
  },
  {
    name: 'delete-word-right',
    keys: ['meta-d'],
    action: edit('delete-word-right'),
    help: 'Delete the word to the right',
  },
  {name: 'delete-to-start', keys: ['ctrl-u'], action: edit('delete-to-start'), help: 'Delete to the start'},
  {name: 'delete-to-end', keys: ['ctrl-k'], action: edit('delete-to-end'), help: 'Delete to the end'},
  {
    name: 'yank',
    keys: ['ctrl-y'],
    action: onScreen({type: 'yank'}),
    help: 'Put back what was deleted last, by words or to an end',
  },
  {name: 'transpose', keys: ['ctrl-t'], action: edit('transpose'), help: 'Swap the characters beside the cursor'},
  {name: 'upper-case', keys: ['meta-u'], action: edit('upper-case'), help: 'The word in capital letters'},
  {name: 'lower-case', keys: ['meta-l'], action: edit('lower-case'), help: 'The word in small letters'},
  {name: 'capitalize', keys: ['meta-c'], action: edit('capitalize'), help: 'The word with a capital letter'},
  ...TERMINAL,
];

const HISTORY: readonly KeyBinding[] = [
  {
    name: 'take',
    keys: ['enter', 'tab', 'right'],
    action: onScreen({type: 'take-match'}),
    help: 'Put the command into the bar; nothing runs yet',
    label: 'take it',
  },
  {
    name: 'close',
    keys: ['esc', 'ctrl-c', 'ctrl-g'],
    action: {type: 'close'},
    help: 'Back to what was typed',
    label: 'close',
  },
  {
    name: 'older',
    keys: ['ctrl-r', 'down', 'ctrl-n'],
    action: onScreen({type: 'search-history', by: 1}),
    help: 'The one before it',
    label: 'older',
  },
  {
    name: 'newer',
    keys: ['ctrl-s', 'up', 'ctrl-p'],
    action: onScreen({type: 'search-history', by: -1}),
    help: 'The one after it',
  },
  {name: 'delete-left', keys: ['backspace', 'ctrl-h'], action: edit('delete-left'), help: 'Delete to the left'},
  {
    name: 'delete-word-left',
    keys: ['ctrl-w', 'meta-backspace'],
    action: edit('delete-word-left'),
    help: 'Delete the word to the left',
  },
  {name: 'delete-to-start', keys: ['ctrl-u'], action: edit('delete-to-start'), help: 'Delete to the start'},
  ...TERMINAL,
];

const isCharacter = (key: string): boolean => key === 'space' || [...key].length === 1;

const DIALOG: readonly KeyBinding[] = [
  {name: 'yes', keys: ['y'], action: {type: 'answer', isYes: true}, help: 'Yes', label: 'yes'},
  {
    name: 'cancel',
    keys: ['n', 'esc', 'ctrl-c', 'q'],
    action: {type: 'answer', isYes: false},
    help: 'Cancel',
    label: 'cancel',
  },
  {
    name: 'other-answer',
    keys: ['left', 'right', 'tab', 'h', 'l'],
    action: onScreen({type: 'toggle-answer'}),
    help: 'The other answer',
  },
  {
    name: 'take',
    keys: ['enter'],
    action: {type: 'answer', isYes: null},
    help: 'The answer that is highlighted',
    label: 'take the highlighted',
  },
  ...TERMINAL,
];

const COUNT: readonly KeyBinding[] = [
  {
    name: 'take',
    keys: ['enter'],
    action: {type: 'answer', isYes: null},
    help: 'Begin, when the count that was typed is that of the targets',
    label: 'take the count',
  },
  {
    name: 'delete',
    keys: ['backspace', 'ctrl-h'],
    action: onScreen({type: 'erase-digit'}),
    help: 'Delete the last digit',
  },
  {
    name: 'cancel',
    keys: ['esc', 'ctrl-c', 'n', 'q'],
    action: {type: 'answer', isYes: false},
    help: 'Cancel',
    label: 'cancel',
  },
  ...TERMINAL,
];

/** The only list of what takes the place of a screen's keys. */
export const PROMPTS: Readonly<Record<PromptName, Prompt>> = {
  bar: {title: 'In the command bar', keys: BAR, isTyped: isCharacter},
  history: {title: 'While an earlier command is looked for', keys: HISTORY, isTyped: isCharacter},
  dialog: {title: 'When asked', keys: DIALOG, isTyped: () => false},
  count: {title: 'When asked for the count of targets', keys: COUNT, isTyped: key => /^\d$/.test(key)},
};
