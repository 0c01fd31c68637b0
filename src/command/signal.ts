import type {Outcome} from '../model/job.js';
import {signalName, signalNumber} from '../model/signals.js';
import type {Arguments} from './arguments.js';
import type {Run, TargetCommand} from './command.js';
import {observe} from './end-state.js';
import {beyondReach, failed, ok, unknown, withoutReply} from './outcomes.js';
import {ANSWER} from './patience.js';
import {planWatchers} from './targets.js';

/** circus `signal`; never refused, not even while another command holds the node's lock. `ok`: it was delivered. */
export const signal: TargetCommand = {
  name: 'signal',
  summary: 'Send a signal, such as HUP or 9, to all processes of watchers',
  args: [
    {name: 'watcher', kind: 'watcher', isOptional: true, isMany: true},
    {name: 'signal', kind: 'signal', isOptional: false, isMany: false},
  ],
  takesOn: true,
  scope: 'process',
  effect: 'interrupt',
  plan: (args, context) => {
    if (wanted(args) !== null) return planWatchers(signal, args, context);
    const {text, at} = args.operands.get('signal')?.[0] ?? {text: '', at: 0};
    return {ok: false, problem: {message: `"${text}" is no signal: HUP, USR1, KILL, 9 …`, at, kind: 'usage'}};
  },
  run: sendSignal,
};

async function sendSignal(run: Run): Promise<Outcome> {
  const {target, ports} = run;
  const beyond = beyondReach(target, ports.state());
  if (beyond !== null) return beyond;
  const number = wanted(run.plan.args);
  if (target.watcher === null || number === null) return failed('no watcher was named', {sent: false});
  const before = await observe(run, target.watcher);
  if (before.kind === 'lost') return failed(before.reason, {sent: false});
  if (before.kind !== 'reply') return withoutReply(before, run.signal);
  const {state, pids} = before.reply;
  if (pids.length === 0) return failed(`${target.watcher} has no process to signal`, {sent: false, state});
  const args = {watcher: target.watcher, signal: number, pid: null};
  const result = await ports.call(target.node, 'signal', args, {timeout: ports.timeout ?? ANSWER, signal: run.signal});
  if (result.kind === 'lost') return unknown(result.reason);
  if (result.kind !== 'reply') return withoutReply(result, run.signal);
  return ok({changed: null, state, reason: `${signalName(number)} sent to ${pids.join(', ')}`});
}

function wanted(args: Arguments): number | null {
  const word = args.operands.get('signal')?.[0];
  return word === undefined ? null : signalNumber(word.text);
}
