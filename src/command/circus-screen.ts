import {formatNodeSet} from '../model/node-set.js';
import type {ScreenCommand} from './command.js';
import {typedAgain} from './options.js';
import {misused} from './plan.js';

/** circus `listen`: on the screen, the events screen; in `exec`, each event as it comes, until it is interrupted. */
export const listen: ScreenCommand = {
  name: 'listen',
  summary: 'Show events of nodes as they come; in exec one line each, until Ctrl-C',
  args: [],
  takesOn: true,
  scope: 'screen',
  effect: 'none',
  plan: args => {
    const text = typedAgain(listen, [], args.on === null ? null : formatNodeSet(args.on), args.options);
    return {ok: true, value: {command: listen, args, text, targets: [], warnings: [], prepared: null}};
  },
  act: (screen, {args}) => screen.events(args.on),
  listensTo: ({args}) => args.on,
};

/** circus `ipython`, which is of no use from afar. */
export const ipython: ScreenCommand = {
  name: 'ipython',
  summary: 'Not here: circus opens a Python shell inside circusd, for a terminal on that machine',
  args: [],
  takesOn: true,
  scope: 'screen',
  effect: 'none',
  plan: () =>
    misused(
      'ipython opens a Python shell inside circusd, which holds all of it up: run circusctl ipython on that machine',
      0,
    ),
  act: () => {},
};
