import {performance} from 'node:perf_hooks';
import {setTimeout as wait} from 'node:timers/promises';
import {createHistory, type History} from '../src/store/history.js';
import {CHART} from '../src/view/chart-screen.js';
import {frameOf} from '../src/view/frame.js';
import {GRID} from '../src/view/grid-screen.js';
import {keymapOf} from '../src/view/keymap.js';
import {sceneOf} from '../src/view/scene.js';
import {FIRST_SCREEN, type ScreenState} from '../src/view/screen-state.js';
import {createTheme} from '../src/view/theme.js';
import {at, clusterState} from '../test/support/cluster-state.js';
import {openCircusman} from './circusman.js';
import {atMost, type Figure, medianAndP95} from './figure.js';
import {needFleet} from './fleet.js';
import {realMessages, watchers} from './fleet-options.js';
import type {Terminal} from './terminal.js';
import {bytesOf, chunksWithin} from './written.js';

const SERIES = 8;
const SECONDS = 600;
const ROUNDS = 100;
const KEYS = 100;
const WARM_UP = 10;
const WINDOW = 10;
const ROWS = 50;
const COLUMNS = 200;
const WATCHERS = watchers(4);

/** What a chart costs: in this process to draw it in full, and in a terminal from a key to its frame. */
export const chart: Figure = {
  name: 'chart',
  summary: `a chart of ${SERIES} × ${SECONDS} values with its table, and the keys on one of ${SERIES} nodes in a terminal; ${COLUMNS}×${ROWS}`,
  seconds: 45,
  run: async report => {
    const together = timeDrawing(false);
    const apart = timeDrawing(true);
    report('keys on a chart in a terminal');
    const fleet = await needFleet({count: SERIES, watchers: WATCHERS, messages: realMessages(WATCHERS)});
    try {
      const terminal = await openCircusman(fleet, SERIES);
      try {
        terminal.type(':chart cpu --last 1m\r');
        await terminal.until(lines => lines.some(line => line.includes('follows now')), 'the chart');
        const started = performance.now();
        await wait(WARM_UP * 1_000);
        const following = bytesOf(chunksWithin(terminal, started, performance.now())) / WARM_UP;
        const keys = await timeChartKeys(terminal);
        const from = performance.now();
        await wait(WINDOW * 1_000);
        // The cursor holds the picture: nothing of it changes.
        const held = bytesOf(chunksWithin(terminal, from, performance.now())) / WINDOW;
        return {
          rows: [
            {what: 'drawn in one plot', unit: 'ms', samples: together, goal: atMost(8)},
            {what: 'drawn apart', unit: 'ms', samples: apart, goal: atMost(8)},
            ...medianAndP95('key → changed frame', keys, 8, 12),
            {what: 'written while it follows', unit: 'bytes/s', samples: [following]},
            {what: 'written while it is held', unit: 'bytes/s', samples: [held]},
          ],
        };
      } finally {
        await terminal.close();
      }
    } finally {
      await fleet.close();
    }
  },
};

/** Milliseconds for a whole frame, with another end of the window each time. */
function timeDrawing(isApart: boolean): readonly number[] {
  const targets = Array.from({length: SERIES}, (_, index) => ({node: `192.168.0.${index + 1}`, watcher: 'neo4j'}));
  const history = filledHistory(targets);
  const state = clusterState(Object.fromEntries(targets.map(({node}) => [node, {neo4j: 'running'}])));
  const selection = {targets, figures: ['cpu'], left: 0} as const;
  const screens = new Map([GRID, CHART].map(screen => [screen.name, screen]));
  const keymap = keymapOf([...screens.values()]);
  return Array.from({length: ROUNDS}, (_, round) => {
    const held = {to: SECONDS + round, cursor: SECONDS - round};
    const screen: ScreenState = {
      ...FIRST_SCREEN,
      screen: CHART.name,
      chart: {...FIRST_SCREEN.chart, selection, isApart, held},
    };
    const begin = performance.now();
    frameOf(sceneOf(state, screen, at(2 * SECONDS), history), {
      width: COLUMNS,
      height: ROWS,
      theme: createTheme({isAscii: false, hasColor: true}),
      screens,
      keymap,
      planLine: () => ({ok: false, problem: {message: '', at: 0, kind: 'usage'}}),
    });
    return performance.now() - begin;
  });
}

/** Values that change all the time, so that every line is drawn over the whole height. */
function filledHistory(targets: readonly {readonly node: string; readonly watcher: string}[]): History {
  const history = createHistory();
  targets.forEach((target, index) => {
    for (let second = 0; second < 2 * SECONDS; second++) {
      const cpu = 50 + 40 * Math.sin(second / 20 + index) + ((second * 7) % 10);
      history.hold(target, second, second + 1, [cpu, 2 ** 30, 0, 0]);
    }
  });
  return history;
}

/** Milliseconds from each of a hundred keys that move the cursor until the frame with its moment has come. */
async function timeChartKeys(terminal: Terminal): Promise<readonly number[]> {
  const samples: number[] = [];
  const moment = (lines: readonly string[]) => lines.find(line => line.startsWith('Chart of')) ?? '';
  terminal.type('h');
  await terminal.until(lines => moment(lines).includes('held at'), 'the cursor');
  for (let key = 0; key < KEYS; key++) {
    await wait(60 + Math.random() * 80);
    const before = moment(terminal.lines());
    const begin = performance.now();
    terminal.type(key % 2 === 0 ? 'h' : 'l');
    samples.push((await terminal.timeOf(lines => moment(lines) !== before, 'the cursor elsewhere')) - begin);
  }
  return samples;
}
