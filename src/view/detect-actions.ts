import {formatCount} from '../model/figures.js';
import {formatNodeSet} from '../model/node-set.js';
import type {DetectedRow} from '../store/detected.js';
import {orderedRows} from '../store/detected-order.js';
import {choiceRow, type DetectChoice, type DetectMove, isMarked, moveChoice, toggleMark} from './detect-choice.js';
import type {ActPorts} from './key-binding.js';

/** Of the rows that the grid has room for so many at least are shown here, whatever stands above them. */
export const PAGE = 0.75;

/** Moves the cursor by so many rows, or to an end. */
export function moveBy(move: DetectMove, on: ActPorts): void {
  on.change({type: 'choose', choice: moveChoice(on.screen().detect, move, rowsOf(on))});
}

/** By so many of the pages that the grid has. */
export function moveByPages(pages: number, on: ActPorts): void {
  const rows = Math.trunc(Math.abs(pages) * on.view().visibleRows);
  moveBy(Math.sign(pages) * Math.max(1, rows), on);
}

export function choose(change: (choice: DetectChoice) => DetectChoice, on: ActPorts): void {
  on.change({type: 'choose', choice: change(on.screen().detect)});
}

/** Marks the row of the cursor, or takes its mark away. */
export function markUnderCursor(on: ActPorts): void {
  const seen = rowsOf(on);
  const choice = moveChoice(on.screen().detect, 0, seen);
  const row = seen.rows[choiceRow(choice, seen.rows, seen.first)];
  if (row === undefined) on.say('no node has answered yet', false);
  else if (row.known !== null) on.say(inCluster(row, row.known), false);
  else on.change({type: 'choose', choice: toggleMark(choice, row)});
}

/** What is marked becomes a job of `cluster add`, as if that had been typed; the search ends with it. */
export function addMarked({ports, screen, say, change, propose}: ActPorts): void {
  const state = ports.state();
  const marked = orderedRows(state).filter(row => isMarked(screen().detect, row));
  if (marked.length === 0) {
    say('nothing is marked that could be added', false);
    return;
  }
  const plans = ports.planLine(`cluster add ${formatNodeSet(marked.map(({node}) => node.spec))}`, []);
  if (!plans.ok) {
    say(plans.problem.message, true);
    return;
  }
  ports.detect.end();
  change({type: 'home'});
  for (const plan of plans.value) propose({ok: true, value: plan});
  if (state.detection?.state !== 'running') return;
  const {tried, of} = state.detection.progress;
  say(`looking for nodes was stopped: ${formatCount(tried)} of ${formatCount(of)} addresses were tried`, false);
}

/** Ends the search, and goes back. */
export function leave({ports, change}: ActPorts): void {
  ports.detect.end();
  change({type: 'back'});
}

function rowsOf({ports, view}: ActPorts) {
  const state = ports.state();
  return {
    rows: orderedRows(state),
    first: state.detection?.nodes[0]?.spec.id ?? null,
    visible: Math.max(1, Math.trunc(PAGE * view().visibleRows)),
  };
}

function inCluster({node}: DetectedRow, known: string): string {
  const as = known === node.spec.id ? '' : `, as ${known}`;
  return `${node.spec.id} is in the cluster already${as}: it cannot be marked`;
}
