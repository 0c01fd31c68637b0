import {afterEach, describe, expect, test} from '@jest/globals';
import {cleanup} from 'ink-testing-library';
import {USUAL_COLUMNS} from '../../src/columns/choice.js';
import {parseNodeSet} from '../../src/model/node-set.js';
import {createStore} from '../../src/store/store.js';
import {App} from '../../src/view/app.js';
import {DEFAULT_KEYMAP} from '../../src/view/default-keymap.js';
import {firstFrame} from '../../src/view/first-frame.js';
import {FIRST_KEYMAP} from '../../src/view/first-keymap.js';
import {SCREENS} from '../../src/view/screens.js';
import {createTheme} from '../../src/view/theme.js';
import {at} from '../support/cluster-state.js';
import {openController} from '../support/controller.js';
import {frameText, renderAt} from '../support/render-at-size.js';

afterEach(cleanup);

function nodesOf(set: string) {
  const result = parseNodeSet(set);
  if (!result.ok) throw new Error(result.problem.message);
  return result.nodes;
}

/** What Ink draws first of these nodes. */
function drawnByInk(set: string, columns: number, rows: number, isAscii: boolean) {
  const store = createStore();
  const clock = () => at(10);
  store.dispatch([{type: 'cluster-changed', at: clock(), nodes: nodesOf(set)}]);
  const theme = createTheme({isAscii, hasColor: true});
  const {controller, planLine} = openController({store, clock, rows, isReadOnly: true});
  const {lastFrame} = renderAt(
    <App
      store={store}
      controller={controller}
      clock={clock}
      screens={SCREENS}
      keymap={DEFAULT_KEYMAP}
      planLine={planLine}
      theme={theme}
      isReadOnly
    />,
    columns,
    rows,
  );
  return lastFrame();
}

describe('the first picture is the one that Ink draws', () => {
  test.each([
    ['192.168.0.1-32', 200, 50, false],
    ['192.168.0.1-32', 80, 24, false],
    ['192.168.0.1-32', 80, 24, true],
    ['node[001-100].lab', 120, 40, false],
    ['10.0.0.1', 40, 10, false],
    ['10.0.0.1,ipc:///run/circus/commands.sock', 80, 24, false],
  ])('of %s at %d × %d (ASCII: %s)', (set, columns, rows, isAscii) => {
    const nodes = nodesOf(set);
    const lines = firstFrame({
      nodes,
      origin: null,
      now: at(10),
      isReadOnly: true,
      columns,
      rows,
      theme: createTheme({isAscii, hasColor: true}),
      keymap: FIRST_KEYMAP,
      columnChoice: USUAL_COLUMNS,
    });
    expect(lines).toHaveLength(rows);
    expect(frameText(lines.join('\n'))).toBe(frameText(drawnByInk(set, columns, rows, isAscii)));
  });
});
