import type {NodeDetailsPort} from '../model/node-details.js';
import {cursorNode, type GridView} from './grid-cursor.js';
import type {ScreenState} from './screen-state.js';

/** Has the details of the node read whose screen is shown, and of no other: called after each change of the screen. */
export function attendToDetails(port: NodeDetailsPort, screen: ScreenState, view: () => GridView): void {
  port.look(
    screen.screen === 'node' ? (cursorNode(screen.cursor, view())?.spec.id ?? null) : null,
    screen.node.hasSettings,
  );
}
