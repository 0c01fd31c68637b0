import {parseDuration} from '../model/duration.js';
import type {NodeId} from '../model/node.js';
import type {Arguments, Token} from './arguments.js';
import type {CommandOption} from './command.js';
import {misused, type Result} from './plan.js';

/** How fast a job goes, and when it goes no further. */
export interface Pace {
  /** So many nodes at a time: the next batch begins when every target of the one before has ended; null: all at once. */
  readonly batch: number | null;
  /** Nothing more is begun once more targets than these are not ok; null: all are begun. */
  readonly maxFailures: number | null;
  /** Milliseconds that new processes must stay before their target is ok, where no readiness check tells that. */
  readonly settle: number;
  /** How many nodes are acted on at a time; null: as many as usual. */
  readonly fanout: number | null;
}

const BATCH = 'batch';
const MAX_FAILURES = 'max-failures';
const SETTLE = 'settle';
const FANOUT = 'fanout';

/** Nodes that a job acts on at a time, unless it says otherwise. */
export const USUAL_FANOUT = 64;

/** For commands on watchers that an operator wants to do bit by bit. */
export const PACE_OPTIONS: readonly CommandOption[] = [
  {
    name: BATCH,
    value: 'SIZE',
    isMany: false,
    summary:
      '4, or 25%: so many nodes at a time, or such a part of them; the next ones begin when these are ready, or have settled',
  },
  {
    name: MAX_FAILURES,
    value: 'N',
    valueKind: 'count',
    isMany: false,
    summary: `Begin nothing more once more targets than these are not ok (with --batch: 0); without --batch up to ${USUAL_FANOUT} nodes are begun at once, and only what comes behind them is held back`,
  },
  {
    name: SETTLE,
    value: 'TIME',
    isMany: false,
    summary: 'How long new processes must stay, where no readiness check tells that they serve (with --batch: 2s)',
  },
  {
    name: FANOUT,
    value: 'N',
    valueKind: 'count',
    isMany: false,
    summary: `Act on so many nodes at a time (usually ${USUAL_FANOUT}); with --max-failures the next one begins when one of these is ready, or has settled`,
  },
];

/** Milliseconds. */
const USUAL_SETTLE = 2_000;
const MOST_FANOUT = 1_000;

/** The pace that was asked for; null: none was. @param nodes how many nodes it is for */
export function readPace({options}: Arguments, nodes: number): Result<Pace | null> {
  const word = (name: string) => options.get(name)?.[0];
  const [batchWord, failuresWord, settleWord, fanoutWord] = [BATCH, MAX_FAILURES, SETTLE, FANOUT].map(word);
  if ([batchWord, failuresWord, settleWord, fanoutWord].every(each => each === undefined))
    return {ok: true, value: null};
  const batch = batchWord === undefined ? null : readBatch(batchWord, nodes);
  if (batchWord !== undefined && batch === null) {
    return misused(`"${batchWord.text}" is no batch, such as 4 or 25%`, batchWord.at);
  }
  const maxFailures = failuresWord === undefined ? null : readCount(failuresWord, 0);
  if (failuresWord !== undefined && maxFailures === null) {
    return misused(`"${failuresWord.text}" is no number of targets, such as 0`, failuresWord.at);
  }
  const settle = settleWord === undefined ? null : parseDuration(settleWord.text);
  if (settleWord !== undefined && settle === null) {
    return misused(`"${settleWord.text}" is no time, such as 2s`, settleWord.at);
  }
  const fanout = fanoutWord === undefined ? null : readCount(fanoutWord, 1);
  if (fanoutWord !== undefined && (fanout === null || fanout > MOST_FANOUT)) {
    return misused(
      `"${fanoutWord.text}" is no number of nodes, 1 to ${MOST_FANOUT.toLocaleString('en')}`,
      fanoutWord.at,
    );
  }
  const isBatch = batch !== null;
  return {
    ok: true,
    value: {
      batch,
      maxFailures: maxFailures ?? (isBatch ? 0 : null),
      settle: settle ?? (isBatch ? USUAL_SETTLE : 0),
      fanout,
    },
  };
}

/**
 * Of a limit of failures that cannot hold anything back, as all targets are begun before the first of them ends; null: it can, or
 * nobody asked for one.
 *
 * @param nodes the node of each target
 */
export function paceWarning({batch, maxFailures, fanout}: Pace, nodes: readonly NodeId[]): string | null {
  const isBegunAtOnce = batch === null && nodes.length <= (fanout ?? USUAL_FANOUT);
  const isOneEach = new Set(nodes).size === nodes.length;
  if (maxFailures === null || nodes.length < 2 || !isBegunAtOnce || !isOneEach) return null;
  return `--max-failures holds nothing back here: all ${nodes.length} targets are begun at once; --batch SIZE begins them bit by bit`;
}

/** A part of the nodes is one node at the least. */
function readBatch({text}: Token, nodes: number): number | null {
  const [, number, percent] = /^(\d{1,6})(%?)$/.exec(text) ?? [];
  const count = Number(number);
  if (number === undefined || count === 0) return null;
  if (percent !== '%') return count;
  return count > 100 ? null : Math.max(1, Math.floor((nodes * count) / 100));
}

function readCount({text}: Token, least: number): number | null {
  return /^\d{1,6}$/.test(text) && Number(text) >= least ? Number(text) : null;
}
