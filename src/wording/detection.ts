import type {Detection} from '../model/detection.js';
import {formatDuration} from '../model/duration.js';
import {formatCount} from '../model/figures.js';
import type {DetectedRow} from '../store/detected.js';
import {formatAge} from './display-state.js';

/**
 * How far a detection is, or what came of it, in parts of which the first matter most: "120 of 254 addresses tried", "about 4s
 * left", "3 nodes found", "2 answered as something else".
 */
export function detectionFigures({state, progress, beganAt, endedAt}: Detection): readonly string[] {
  const {tried, of, found, others, leftMs} = progress;
  const isAll = state === 'ended' && tried >= of;
  const many = isAll
    ? counted(tried, 'address', 'addresses')
    : `${formatCount(tried)} of ${counted(of, 'address', 'addresses')}`;
  const time = endedAt === null ? null : formatDuration(endedAt.monotonic - beganAt.monotonic);
  return [
    `${many} tried${time === null ? '' : ` in ${time}`}${state === 'broken-off' ? ', then broken off' : ''}`,
    ...(state === 'running' && leftMs !== null ? [timeLeft(leftMs)] : []),
    `${found === 0 ? 'no node' : counted(found, 'node', 'nodes')} found`,
    ...(others === 0 ? [] : [`${formatCount(others)} answered as something else`]),
  ];
}

/** The same where there is hardly any room: "120/254", "4s left", "3 found". */
export function shortDetectionFigures({state, progress}: Detection): readonly string[] {
  const {tried, of, found, leftMs} = progress;
  return [
    `${tried}/${of}`,
    ...(state === 'running' && leftMs !== null ? [`${secondsOf(leftMs)} left`] : []),
    `${found} found`,
  ];
}

function timeLeft(ms: number): string {
  return ms < 1_000 ? 'less than 1s left' : `about ${secondsOf(ms)} left`;
}

/** Begun seconds count: nobody waits for "0s". */
function secondsOf(ms: number): string {
  return formatAge(Math.ceil(ms / 1_000) * 1_000);
}

function counted(count: number, one: string, many: string): string {
  return `${formatCount(count)} ${count === 1 ? one : many}`;
}

/** Whether the cluster has it: "new", "in cluster". */
export function membershipOf({known}: DetectedRow): string {
  return known === null ? 'new' : 'in cluster';
}

/** What is to be known of a row beside its figures; empty where there is nothing: "also 10.0.1.5 (same circusd)". */
export function detectedNotes({node, also, known}: DetectedRow): readonly string[] {
  const ids = also.map(({spec}) => spec.id);
  return [
    ...(known === null || known === node.spec.id ? [] : [`in the cluster as ${known}`]),
    ...(ids.length === 0 ? [] : [`the same node as ${ids.join(', ')}`]),
    ...(node.via === 'multicast' ? ['by multicast'] : []),
  ];
}

/** That nobody answered, and why that may be: a paragraph each. */
export function nothingFound({of, progress: {others}}: Detection): readonly string[] {
  const who = others === 1 ? 'One that answered does' : `${formatCount(others)} that answered do`;
  return [
    `No node was found on ${of}.${others === 0 ? '' : ` ${who} not answer as circusd does.`}`,
    'Usual causes: circusd does not run there; its endpoint is bound to 127.0.0.1; it listens on another port than was tried; a firewall is between; the nodes are in another network.',
  ];
}
