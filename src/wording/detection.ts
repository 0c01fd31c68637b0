import type {Detection} from '../model/detection.js';
import {formatDuration} from '../model/duration.js';
import {formatCount} from '../model/figures.js';
import {formatNodeSet} from '../model/node-set.js';
import type {DetectedRow} from '../store/detected.js';
import {formatAge} from './display-state.js';

/**
 * How far a detection is, or what came of it, in parts of which the first matter most: "120 of 254 addresses tried", "about 4s
 * left", "3 nodes, 2 new", "2 others answered".
 */
export function detectionFigures(detection: Detection, rows: readonly DetectedRow[]): readonly string[] {
  const {state, progress, beganAt, endedAt} = detection;
  const {tried, of, others, leftMs} = progress;
  const isAll = state === 'ended' && tried >= of;
  const all = counted(of, 'address', 'addresses');
  const time = endedAt === null ? null : formatDuration(endedAt.monotonic - beganAt.monotonic);
  const fresh = rows.filter(({known}) => known === null).length;
  return [
    `${isAll ? all : `${formatCount(tried)} of ${all}`} tried${time === null ? '' : ` in ${time}`}${state === 'broken-off' ? ', then broken off' : ''}`,
    ...(state === 'running' && leftMs !== null ? [timeLeft(leftMs)] : []),
    rows.length === 0 ? 'no node' : `${counted(rows.length, 'node', 'nodes')}, ${formatCount(fresh)} new`,
    ...(others === 0 ? [] : [others === 1 ? '1 other answered' : `${formatCount(others)} others answered`]),
  ];
}

/** The same where there is hardly any room: "120/254", "4s left", "3 found". */
export function shortDetectionFigures(
  {state, progress: {tried, of, leftMs}}: Detection,
  rows: readonly DetectedRow[],
): readonly string[] {
  return [
    `${tried}/${of}`,
    ...(state === 'running' && leftMs !== null ? [`${secondsOf(leftMs)} left`] : []),
    `${rows.length} found`,
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

/** What is to be known of a row beside its figures; empty where there is nothing: "also 10.0.1.5". */
export function detectedNotes({node, also, known}: DetectedRow): readonly string[] {
  return [
    ...(known === null || known === node.spec.id ? [] : [`in the cluster as ${known}`]),
    ...(also.length === 0 ? [] : [`also ${formatNodeSet(also.map(({spec}) => spec))}`]),
    ...(node.via === 'multicast' ? ['by multicast'] : []),
  ];
}

/** "No node was found on 10.0.0.1-254. 3 that answered do not answer as circusd does." */
export function nothingFound({of, progress: {others}}: Detection): string {
  if (of === '') return 'There was no address to look at.';
  const who = others === 1 ? '1 that answered does' : `${formatCount(others)} that answered do`;
  return `No node was found on ${of}.${others === 0 ? '' : ` ${who} not answer as circusd does.`}`;
}

export const USUAL_CAUSES =
  'Usual causes: circusd does not run there; its endpoint is bound to 127.0.0.1; it listens on another port than was tried; a firewall is between; the nodes are in another network.';
