import {expect, test} from '@jest/globals';
import {FIRST_SCREEN} from '../../src/view/screen-state.js';
import {at} from '../support/cluster-state.js';
import {openController} from '../support/controller.js';
import {allLines, drawnFrame} from '../support/drawn-frame.js';
import {sampledCluster} from '../support/sampled-cluster.js';

const state = sampledCluster();

test.each([
  [120, 40],
  [80, 24],
  [40, 50],
])('the list of columns at %d × %d', (width, height) => {
  const columns = {nodes: ['name', 'state', 'cpu', 'io'], cells: ['state', 'threads', 'uptime']};
  const lines = allLines(drawnFrame({state, width, height, screen: {...FIRST_SCREEN, screen: 'columns', columns}}));
  expect(lines.map(line => line.trimEnd()).join('\n')).toMatchSnapshot();
});

/** A screen of which lines are typed into the bar. */
function open() {
  const {controller, draw} = openController({store: {state: () => state}, clock: () => at(10)});
  return {
    controller,
    type: (line: string) => {
      controller.press(':');
      controller.arrived(line);
      controller.press('enter');
    },
    seen: () => allLines(draw({width: 120})).join('\n'),
  };
}

test('columns changes the grid at once, for this run, and says how to keep it', () => {
  const {type, seen, controller} = open();
  expect(seen()).toMatch(/STATE +RTT +CPU% +MEM/);
  type('columns +io -rtt -memory / cpu threads uptime');
  expect(seen()).toMatch(/STATE +CPU% +IO\/s +neo4j/);
  expect(seen()).toMatch(/busy +online +22\.0 +160M +● +22% +731t +40s/);
  expect(seen()).toMatch(
    /to keep it, in config\.toml under \[grid\]: columns = \["state", "cpu", "io", "bars"\] and cells = \["cpu",\s+"threads", "uptime"\]/,
  );
  controller.press('>');
  controller.press('>');
  controller.press('>');
  controller.press('>');
  controller.press('>');
  controller.press('>');
  controller.press('>');
  expect(seen()).toMatch(/sorted by io/);
  type('columns auto');
  expect(seen()).toMatch(/STATE +RTT +CPU% +MEM +neo4j/);
});

test('columns alone lists them; esc goes back, and typed there it shows what it changes', () => {
  const {type, seen, controller} = open();
  type('columns');
  expect(seen()).toMatch(/Columns of nodes/);
  expect(seen()).toMatch(/\n {2}io +IO\/s/);
  type('columns +io');
  expect(seen()).toMatch(/\n✓ io +IO\/s/);
  controller.press('esc');
  expect(seen()).toMatch(/CPU% +MEM +IO\/s/);
});
