import {type DetectionSearch, mergePlaces} from '../model/detection.js';
import {DEFAULT_COMMAND_PORT, type NodeSpec} from '../model/node.js';
import {parsePorts} from '../model/port-list.js';
import {type CommandOption, preparing, type ScreenCommand} from './command.js';
import {readNodes} from './node-operands.js';
import {typedAgain} from './options.js';
import {misused} from './plan.js';
import {typedText} from './tokens.js';

const PORTS: CommandOption = {
  name: 'ports',
  value: 'PORTS',
  isMany: false,
  summary: 'Try these command ports, as in 5555,5565, where the set names none',
};
const MULTICAST: CommandOption = {
  name: 'multicast',
  value: null,
  isMany: false,
  summary: "Ask by circus's own multicast, too",
};

/** Looks for nodes, in this machine's own networks where no set is named. What it finds joins the cluster only when it is added. */
export const detect: ScreenCommand = preparing<DetectionSearch>({
  name: 'detect',
  summary: "Look for nodes: in SET, or in this machine's own networks",
  args: [{name: 'set', kind: 'nodes', isOptional: true, isMany: true}],
  options: [PORTS, MULTICAST],
  takesOn: false,
  scope: 'screen',
  effect: 'read',
  plan: (args, context) => {
    const words = args.operands.get('set') ?? [];
    const portsWord = args.options.get(PORTS.name)?.[0];
    const ports =
      portsWord === undefined ? [context.sets.defaultPort ?? DEFAULT_COMMAND_PORT] : parsePorts(portsWord.text);
    if (typeof ports === 'string') return misused(`--ports: ${ports}`, portsWord?.at ?? 0);
    const named: (readonly NodeSpec[])[] = [];
    for (const port of words.length === 0 ? [] : ports) {
      const read = readNodes(words, {...context.sets, defaultPort: port});
      if (!read.ok) return read;
      named.push(read.value);
    }
    const typed = words.map(typedText);
    const nodes = words.length === 0 ? null : mergePlaces(named);
    if (typeof nodes === 'string') return misused(nodes, words[0]?.at ?? 0);
    const search = {
      nodes,
      ports,
      isMulticast: args.options.has(MULTICAST.name),
      typed: words.length === 0 ? null : typed.join(' '),
    };
    const text = typedAgain(detect, typed, null, args.options);
    return {ok: true, value: {command: detect, args, text, targets: [], warnings: [], prepared: search}};
  },
  act: (screen, plan) => screen.detect(plan.prepared),
  searchOf: plan => plan.prepared,
});
