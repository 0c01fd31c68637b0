import {openChart} from './chart-actions.js';
import {cursorRow} from './grid-cursor.js';
import type {ActPorts} from './key-binding.js';
import {openNode} from './node-actions.js';
import {removalText} from './screen-state.js';

/** What keys of the grid do that only it does. */
export type GridKey = 'node' | 'chart' | 'remove-nodes' | 'ssh';

/** Does in the grid what its key means. */
export function performInGrid(does: GridKey, on: ActPorts): void {
  switch (does) {
    case 'chart':
      openChart(on);
      break;
    case 'node':
      openNode(on);
      break;
    case 'remove-nodes':
      proposeRemoval(on);
      break;
    case 'ssh':
      openSsh(on);
      break;
  }
}

function proposeRemoval({screen, view, change}: ActPorts): void {
  change({type: 'open-bar', bar: 'command', text: removalText(screen(), view())});
}

function openSsh({ports, screen, view, say}: ActPorts): void {
  const {nodes} = view();
  const row = nodes[cursorRow(screen().cursor, nodes)];
  if (row === undefined) return;
  if (row.spec.socket !== undefined) {
    say(`${row.spec.id} is on this machine: there is no host to open ssh to`, true);
    return;
  }
  void ports.terminal.ssh(row.spec.host).then(problem => {
    if (problem !== null) say(problem, true);
  });
}
