import {formatNodeSet} from '../model/node-set.js';
import type {ScreenCommand} from './command.js';
import {typedAgain} from './options.js';

/** Shows what happened on the nodes that `on` names, else everything. */
export const events: ScreenCommand = {
  name: 'events',
  summary: 'Show what happened, the newest last: crashes, links, jobs and changes',
  args: [],
  takesOn: true,
  scope: 'screen',
  effect: 'none',
  plan: args => {
    const nodes = args.on === null ? null : formatNodeSet(args.on);
    const text = typedAgain(events, [], nodes, args.options);
    return {ok: true, value: {command: events, args, text, targets: [], warnings: [], prepared: null}};
  },
  act: (screen, {args}) => screen.events(args.on),
};
