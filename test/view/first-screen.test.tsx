import {afterEach, describe, expect, test} from '@jest/globals';
import {cleanup} from 'ink-testing-library';
import {USUAL_COLUMNS} from '../../src/columns/choice.js';
import {parseNodeSet} from '../../src/model/node-set.js';
import {EMPTY_STATE} from '../../src/store/state.js';
import {createStore} from '../../src/store/store.js';
import {App} from '../../src/view/app.js';
import {DEFAULT_KEYMAP} from '../../src/view/default-keymap.js';
import {FIRST_KEYMAP} from '../../src/view/first-keymap.js';
import {firstScreen} from '../../src/view/first-screen.js';
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
function drawnByInk(set: string, columns: number, rows: number, isAscii: boolean, keys: readonly string[] = []) {
  const store = createStore({...EMPTY_STATE, isReadOnly: true});
  const clock = () => at(10);
  store.dispatch([{type: 'cluster-changed', at: clock(), nodes: nodesOf(set)}]);
  const theme = createTheme({isAscii, hasColor: true});
  const {controller, planLine} = openController({store, clock, rows});
  for (const key of keys) controller.press(key);
  const {lastFrame} = renderAt(
    <App
      store={store}
      controller={controller}
      clock={clock}
      screens={SCREENS}
      keymap={DEFAULT_KEYMAP}
      planLine={planLine}
      theme={theme}
    />,
    columns,
    rows,
  );
  return lastFrame();
}

function firstScreenOf(set: string, columns: number, rows: number, isAscii: boolean) {
  return firstScreen({
    nodes: nodesOf(set),
    origin: null,
    clock: () => at(10),
    isReadOnly: true,
    size: () => ({columns, rows}),
    theme: createTheme({isAscii, hasColor: true}),
    keymap: FIRST_KEYMAP,
    columnChoice: USUAL_COLUMNS,
  });
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
    const lines = firstScreenOf(set, columns, rows, isAscii).lines();
    expect(lines).toHaveLength(rows);
    expect(frameText(lines.join('\n'))).toBe(frameText(drawnByInk(set, columns, rows, isAscii)));
  });
});

test.each([[['j']], [['down', 'down', 'k']], [['G']], [['pagedown', 'pagedown', 'up']], [['ctrl-d', 'l', 'h', 'g']]])(
  'after %j it is what Ink draws after them',
  keys => {
    const set = '192.168.0.1-100';
    const screen = firstScreenOf(set, 80, 24, false);
    const before = screen.lines();
    expect(screen.press(keys)).toBe(true);
    expect(frameText(screen.lines().join('\n'))).toBe(frameText(drawnByInk(set, 80, 24, false, keys)));
    if (!keys.includes('g')) expect(screen.lines()).not.toEqual(before);
  },
);

test.each([[['q']], [['j', 's']], [['j', 'q', 'j']], [['zzz']], [['\u001B']]])('%j is left to Ink, all of it', keys => {
  const screen = firstScreenOf('192.168.0.1-32', 80, 24, false);
  const before = screen.lines();
  expect(screen.press(keys)).toBe(false);
  expect(screen.lines()).toEqual(before);
});
