import type {Outcome} from '../model/job.js';
import type {WatcherState} from '../model/watcher.js';
import {deriveTimeout} from './allowance.js';
import type {Run, TargetCommand} from './command.js';
import {answersAgain} from './end-state.js';
import {leftSince, leftThere, withLeftOnNode} from './left-on-node.js';
import {nodeBeyondReach, planNodes} from './node-targets.js';
import {failed, ok, unknown, withoutReply} from './outcomes.js';
import {ANSWER} from './patience.js';
import {NOTHING, reportWaits} from './waiting.js';

/** circus `reloadconfig`; `ok` when circus has read its ini, and answers which watchers it has then. */
export const reloadconfig: TargetCommand = {
  name: 'reloadconfig',
  summary: 'Have circusd read its circus.ini anew: changed watchers are restarted, added ones deleted',
  args: [],
  takesOn: true,
  scope: 'watcher',
  effect: 'destroy',
  circus: 'reloadconfig',
  plan: (args, context) => planNodes(reloadconfig, args, context),
  run,
};

async function run(run: Run): Promise<Outcome> {
  const {ports, target, signal} = run;
  const beyond = nodeBeyondReach(run);
  if (beyond !== null) return beyond;
  const before = await ports.call(target.node, 'statuses', {}, {timeout: ANSWER, signal});
  if (before.kind === 'lost') return failed(before.reason, {sent: false});
  if (before.kind !== 'reply') return withoutReply(before, signal);
  const left = await leftThere(run);
  const row = ports.state().nodes.get(target.node);
  const count = Math.max(1, before.reply.size);
  const timeout = ports.timeout ?? count * deriveTimeout(row, null, {stops: true, starts: true, readyWithin: null});
  const options = {timeout, signal, onWait: reportWaits(run, NOTHING)};
  const answer = await ports.call(target.node, 'reloadConfig', {}, options);
  if (answer.kind === 'refused') {
    const isBroken = answer.reason.endsWith(SERVER_ERROR);
    const reason = isBroken ? `its circus.ini is missing or broken; its log says what ${SERVER_ERROR}` : answer.reason;
    return failed(reason, {sent: true});
  }
  if (answer.kind === 'unsent') return withoutReply(answer, signal);
  if (answer.kind === 'lost' && !(await answersAgain(run, answer.reason))) {
    return unknown(`${answer.reason}; it has not answered since`);
  }
  const after = await ports.call(target.node, 'statuses', {}, {timeout: ANSWER, signal});
  if (after.kind !== 'reply') return unknown(`it was sent, then ${after.reason}`);
  if (answer.kind === 'lost') return unknown(`${answer.reason}; ${changes(before.reply, after.reply)}`);
  const done = ok({changed: null, state: null, reason: changes(before.reply, after.reply)});
  if (left === null) return done;
  const since = typeof left === 'string' ? left : await leftSince(run, left);
  if (typeof since !== 'string') return withLeftOnNode(done, since);
  return unknown(`${done.reason}, but whether something of the watchers lives on is not known: ${since}`);
}

/** All that circus says of an ini that it cannot read. */
const SERVER_ERROR = '(circus: server error)';

type Statuses = ReadonlyMap<string, WatcherState>;

/** Which watchers came and went; circus does not tell which of the others it has restarted. */
function changes(before: Statuses, after: Statuses): string {
  const added = [...after.keys()].filter(name => !before.has(name));
  const removed = [...before.keys()].filter(name => !after.has(name));
  const parts = [
    ...(added.length === 0 ? [] : [`new: ${added.join(', ')}`]),
    ...(removed.length === 0 ? [] : [`gone: ${removed.join(', ')}`]),
  ];
  return parts.length === 0 ? 'the same watchers as before' : parts.join('; ');
}
