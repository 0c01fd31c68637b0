import type {NodeId} from '../model/node.js';
import type {DetectedRow} from '../store/detected.js';
import {scrollTo} from './row-layout.js';

/** Where the operator is among the nodes that were detected, and which of them are to be added. All by name: rows come in between. */
export interface DetectChoice {
  /** Null: on the node that answered first, so that it stays on one node from the beginning. */
  readonly cursor: NodeId | null;
  /** Its row when the cursor was last moved: where it is while that node has not answered again. */
  readonly row: number;
  /** The first node that is shown; null: the first there is. */
  readonly top: NodeId | null;
  /** Whether new nodes are marked as they appear. */
  readonly isMarking: boolean;
  /** The new nodes of which the other is true. */
  readonly exceptions: ReadonlySet<NodeId>;
}

export const FIRST_CHOICE: DetectChoice = {cursor: null, row: 0, top: null, isMarking: true, exceptions: new Set()};

/** How the cursor is moved: by so many rows, or to an end. */
export type DetectMove = number | 'first' | 'last';

/**
 * The row of the cursor.
 *
 * @param first the node that answered first
 */
export function choiceRow({cursor, row}: DetectChoice, rows: readonly DetectedRow[], first: NodeId | null): number {
  const wanted = cursor ?? first;
  const found = rows.findIndex(({node}) => node.spec.id === wanted);
  return found === -1 ? Math.max(0, Math.min(row, rows.length - 1)) : found;
}

/** The first row that is shown, so that the cursor's is among them, and those that are shown stay where they are. */
export function topRow(choice: DetectChoice, cursor: number, visible: number, rows: readonly DetectedRow[]): number {
  const top = choice.top === null ? 0 : rows.findIndex(({node}) => node.spec.id === choice.top);
  return scrollTo(cursor, Math.max(0, top), visible, rows.length);
}

/** @param visible how many rows are shown, at least */
export function moveChoice(
  choice: DetectChoice,
  move: DetectMove,
  {
    rows,
    first,
    visible,
  }: {readonly rows: readonly DetectedRow[]; readonly first: NodeId | null; readonly visible: number},
): DetectChoice {
  const now = choiceRow(choice, rows, first);
  const wanted = move === 'first' ? 0 : move === 'last' ? rows.length - 1 : now + move;
  const row = Math.max(0, Math.min(wanted, rows.length - 1));
  const top = topRow(choice, row, visible, rows);
  return {...choice, cursor: rows[row]?.node.spec.id ?? null, row, top: rows[top]?.node.spec.id ?? null};
}

/** Only a new node can be. */
export function isMarked({isMarking, exceptions}: DetectChoice, {node, known}: DetectedRow): boolean {
  return known === null && isMarking !== exceptions.has(node.spec.id);
}

export function toggleMark(choice: DetectChoice, {node}: DetectedRow): DetectChoice {
  const exceptions = new Set(choice.exceptions);
  if (!exceptions.delete(node.spec.id)) exceptions.add(node.spec.id);
  return {...choice, exceptions};
}

/** Marks all new nodes, or none, those that are found later among them. */
export function markAll(choice: DetectChoice, isMarking: boolean): DetectChoice {
  return {...choice, isMarking, exceptions: new Set()};
}

export function invertMarks(choice: DetectChoice): DetectChoice {
  return {...choice, isMarking: !choice.isMarking};
}
