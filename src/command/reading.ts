import type {CallResult} from '../model/calls.js';
import type {Outcome} from '../model/job.js';
import type {NodeReading, ReadValues, WatcherReading} from '../model/reading.js';
import type {Arguments} from './arguments.js';
import type {Argument, CommandOption, Run, TargetCommand} from './command.js';
import {nodeBeyondReach, planNodes} from './node-targets.js';
import {failed, ok, unknown, withoutReply} from './outcomes.js';
import {ANSWER} from './patience.js';
import {misused} from './plan.js';
import {withWatcher} from './target-watcher.js';
import {planWatchers} from './targets.js';

/** `stats` of many processes blocks its circusd for a second and more. */
const SLOW_ANSWER = 30_000;

/** What a command that only reads is made of. */
interface Reading {
  readonly name: string;
  readonly summary: string;
  /** Of nodes, where no watcher is named; null: it is of watchers. */
  readonly ofNode: NodeReading | null;
  /** Of the watchers that are named; null: it is of nodes. */
  readonly ofWatcher: WatcherReading | null;
  /** circus has them for watchers, and ignores them where it is asked for a node. */
  readonly options?: readonly CommandOption[];
  /** What of it is shown. */
  readonly shown?: (values: ReadValues, args: Arguments) => ReadValues;
}

const SOME_WATCHERS: Argument = {name: 'watcher', kind: 'watcher', isOptional: true, isMany: true};

/** A command that asks circus for something, and shows what it tells. Its answer is `data` in JSON. */
export function reading({name, summary, ofNode, ofWatcher, options = [], shown}: Reading): TargetCommand {
  const command: TargetCommand = {
    name,
    summary,
    args: ofWatcher === null ? [] : [SOME_WATCHERS],
    options,
    takesOn: true,
    scope: 'reading',
    effect: 'read',
    circus: name,
    plan: (args, context) => {
      if (!isOfNode(args)) return planWatchers(command, args, context);
      const given = options.find(option => args.options.has(option.name));
      if (given === undefined) return planNodes(command, args, context);
      const message = `--${given.name} is of watchers, not of nodes: ${name} WATCHER --${given.name}`;
      return misused(message, args.options.get(given.name)?.[0]?.at ?? 0);
    },
    run: run => (run.target.watcher === null && ofNode !== null ? ask(run, ofNode) : withWatcher(run, askWatcher)),
  };

  /** A row of the grid that is marked as a whole means the node. */
  function isOfNode({operands, cells}: Arguments): boolean {
    if (ofNode === null) return false;
    return (
      ofWatcher === null ||
      ((operands.get('watcher') ?? []).length === 0 && (cells ?? []).every(cell => cell.watcher === null))
    );
  }

  async function ask(run: Run, what: NodeReading): Promise<Outcome> {
    const {ports, target, signal} = run;
    const beyond = nodeBeyondReach(run);
    if (beyond !== null) return beyond;
    return told(
      run,
      await ports.call(target.node, 'readNode', {command: what}, {timeout: patience(run, what), signal}),
    );
  }

  async function askWatcher(run: Run, watcher: string): Promise<Outcome> {
    const {ports, target, signal, plan} = run;
    if (ofWatcher === null) return failed('it is of nodes, not of watchers', {sent: false});
    const args = {watcher, command: ofWatcher, isExtended: plan.args.options.has('extended')};
    return told(run, await ports.call(target.node, 'readWatcher', args, {timeout: patience(run, ofWatcher), signal}));
  }

  function told(run: Run, answer: CallResult<ReadValues>): Outcome {
    const values = answer.kind === 'reply' ? (shown?.(answer.reply, run.plan.args) ?? answer.reply) : null;
    return toldValues(run, answer, values);
  }

  return command;
}

/** The outcome of a question; what was told, if it was, is reported. */
export function toldValues(run: Run, answer: CallResult<unknown>, values: ReadValues | null): Outcome {
  if (answer.kind === 'lost') return unknown(answer.reason);
  if (answer.kind !== 'reply') return withoutReply(answer, run.signal);
  run.report({type: 'answer', answer: {kind: 'values', data: values ?? {}}});
  return ok({changed: null, state: null});
}

function patience({ports}: Run, what: string): number {
  return ports.timeout ?? (what === 'stats' ? SLOW_ANSWER : ANSWER);
}
