import type {NodeId} from '../model/node.js';
import type {NodeDetailsPort} from '../model/node-details.js';
import {cursorRow, type GridView} from './grid-cursor.js';
import type {ScreenState} from './screen-state.js';

/** Has the details of the node read whose screen is shown, and of no other: called after each change of the screen. */
export function attendToDetails(port: NodeDetailsPort, screen: ScreenState, view: () => GridView): void {
  port.look(screen.screen === 'node' ? shownNode(screen, view()) : null, screen.node.hasSettings);
}

function shownNode({cursor}: ScreenState, {nodes}: GridView): NodeId | null {
  return nodes[cursorRow(cursor, nodes)]?.spec.id ?? null;
}
