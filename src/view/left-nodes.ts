import type {NodeId} from '../model/node.js';
import type {NodeRow} from '../store/state.js';
import type {Store} from '../store/store.js';
import type {Controller} from './controller.js';
import {type Cursor, type GridView, moveCursor} from './grid-cursor.js';
import type {ScreenState} from './screen-state.js';

/** What the screen keeps once only these nodes are in the cluster: what was said of a node that has left is not true of it when it comes again. */
export function withoutLeft(screen: ScreenState, nodes: ReadonlyMap<NodeId, NodeRow>, view: GridView): ScreenState {
  const here = (cursor: Cursor) =>
    cursor.node === null || nodes.has(cursor.node) ? cursor : moveCursor(cursor, {type: 'move'}, view);
  const marks = new Map([...screen.marks].filter(([node]) => nodes.has(node)));
  const isMarked = marks.size < screen.marks.size;
  return {
    ...screen,
    cursor: here(screen.cursor),
    range: screen.range === null ? null : here(screen.range),
    marks: isMarked ? marks : screen.marks,
    usedMarks: isMarked && screen.usedMarks === screen.marks ? marks : screen.usedMarks,
    following: screen.following !== null && nodes.has(screen.following) ? screen.following : null,
  };
}

/** Tells the controller each time that nodes have come or left. @returns the way to stop that */
export function followNodes(store: Pick<Store, 'state' | 'subscribe'>, controller: Controller): () => void {
  let before = store.state().nodes;
  return store.subscribe(() => {
    const {nodes} = store.state();
    const isSame = nodes.hasSameKeys(before);
    before = nodes;
    if (!isSame) controller.nodesChanged();
  });
}
