import type {NodeId} from '../model/node.js';
import type {Arguments, Token} from './arguments.js';
import {preparing, type ScreenCommand} from './command.js';
import {readNodes} from './node-operands.js';
import {misused, type PlanContext, type Result} from './plan.js';

const NODE: ScreenCommand<NodeId | null> = {
  name: 'node',
  summary: 'Show one node: its machine, its circusd, its watchers and their processes',
  args: [{name: 'node', kind: 'nodes', isOptional: true, isMany: false}],
  takesOn: false,
  scope: 'screen',
  effect: 'none',
  plan: (args, context) => {
    const word = args.operands.get('node')?.[0];
    const found: Result<NodeId | null> = word === undefined ? {ok: true, value: null} : nodeOf(word, context);
    if (!found.ok) return found;
    const text = word === undefined ? NODE.name : `${NODE.name} ${found.value}`;
    return {
      ok: true,
      value: {command: node, args: args satisfies Arguments, text, targets: [], warnings: [], prepared: found.value},
    };
  },
  act: (screen, {prepared}) => screen.node(prepared),
};

/** Shows the node that is named, else the one under the grid's cursor. */
export const node: ScreenCommand = preparing(NODE);

function nodeOf(word: Token, {sets, state}: PlanContext): Result<NodeId> {
  const read = readNodes([word], sets);
  if (!read.ok) return read;
  const [one, ...others] = read.value;
  if (one === undefined || others.length > 0)
    return misused(`${word.text} is ${read.value.length} nodes; name one`, word.at);
  if (!state.nodes.has(one.id)) return misused(`${one.id} is not in the cluster`, word.at);
  return {ok: true, value: one.id};
}
