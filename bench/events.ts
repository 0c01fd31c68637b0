import {performance} from 'node:perf_hooks';
import {setImmediate as nextTurn} from 'node:timers/promises';
import {USUAL_COLUMNS} from '../src/columns/choice.js';
import {misused} from '../src/command/plan.js';
import type {Fact} from '../src/model/facts.js';
import {EVENTS_KEPT} from '../src/store/event-list.js';
import {createHistory} from '../src/store/history.js';
import {createStore, type Store} from '../src/store/store.js';
import {createController} from '../src/view/controller.js';
import {EVENTS} from '../src/view/events-screen.js';
import {frameOf} from '../src/view/frame.js';
import {GRID} from '../src/view/grid-screen.js';
import {keymapOf} from '../src/view/keymap.js';
import {sceneOf} from '../src/view/scene.js';
import type {ScreenTable} from '../src/view/screen.js';
import {createTheme} from '../src/view/theme.js';
import {at, clusterState} from '../test/support/cluster-state.js';
import {NO_DETAILS} from '../test/support/no-details.js';
import {NO_LOG} from '../test/support/no-log.js';
import {atMost, type Figure} from './figure.js';

const NODES = 32;
const ROWS = 50;
const COLUMNS = 200;
/** Entries that come between two keys, of which thirty are pressed in a second: 3,000 a second. */
const BETWEEN_KEYS = 100;
const ROUNDS = 12;
const FILTER = 'is:bad !192.168.0.7 SIGKILL';
const MOVES = ['k', 'k', 'g', 'j', 'pagedown', 'pagedown', 'pagedown', 'ctrl-u', 'N', 'G'];

/** The events screen with as many entries as are kept, while more come: in this process, from a key to the lines that it draws. */
export const events: Figure = {
  name: 'events',
  summary: `the events screen with ${EVENTS_KEPT.toLocaleString('en')} entries of ${NODES} nodes while more come, ${COLUMNS}×${ROWS}`,
  seconds: 5,
  run: async () => {
    const store = fullStore();
    const screen = openEvents(store);
    let number = EVENTS_KEPT;
    const timed = async (key: string) => {
      store.dispatch(Array.from({length: BETWEEN_KEYS}, () => crash(number++)));
      await nextTurn();
      const begin = performance.now();
      screen.press(key);
      screen.draw();
      return performance.now() - begin;
    };
    const all: number[] = [];
    const typed: number[] = [];
    const filtered: number[] = [];
    for (let round = 0; round < ROUNDS; round++) {
      for (const key of MOVES) all.push(await timed(key));
      await timed('/');
      for (const key of FILTER) typed.push(await timed(key === ' ' ? 'space' : key));
      await timed('enter');
      for (const key of MOVES) filtered.push(await timed(key));
      await timed('esc');
    }
    return {
      rows: [
        {what: 'key → lines, of all entries, p95', unit: 'ms', samples: all, statistic: 'p95', goal: atMost(20)},
        {what: `key of "${FILTER}" → lines, p95`, unit: 'ms', samples: typed, statistic: 'p95', goal: atMost(33)},
        {what: 'key → lines, of what fits it, p95', unit: 'ms', samples: filtered, statistic: 'p95', goal: atMost(20)},
      ],
    };
  },
};

/** The events screen without the others, which need Ink. */
function openEvents(store: Store) {
  const screens: ScreenTable = new Map([GRID, EVENTS].map(screen => [screen.name, screen]));
  const keymap = keymapOf([GRID, EVENTS]);
  const clock = () => at(2_000);
  const noPlan = () => misused('nothing is begun here', 0);
  const controller = createController({
    state: store.state,
    clock,
    rows: () => ROWS,
    planLine: noPlan,
    complete: () => ({from: 0, to: 0, candidates: []}),
    keep: () => {},
    planCells: noPlan,
    jobs: {
      begin: () => null,
      beginInTurn: async () => ({plans: [], isToBeAsked: false, reason: null}),
      cancel: () => 0,
      force: () => 0,
      look: () => {},
      takenUp: () => {},
      operandsOf: () => null,
    },
    detect: {again: () => {}, end: () => {}},
    log: NO_LOG,
    details: NO_DETAILS,
    history: createHistory(),
    quit: () => {},
    terminal: {repaint: () => {}, suspend: () => {}, ssh: async () => null, copy: () => 0},
    askAbove: 8,
    columns: USUAL_COLUMNS,
    greeting: null,
    screens,
    keymap,
  });
  const options = {
    width: COLUMNS,
    height: ROWS,
    theme: createTheme({isAscii: false, hasColor: true}),
    screens,
    keymap,
    planLine: noPlan,
  };
  controller.events(null);
  return {
    press: controller.press,
    draw: () => frameOf(sceneOf(store.state(), controller.screen(), clock(), store.history), options),
  };
}

function fullStore(): Store {
  const nodes = Array.from({length: NODES}, (_, index) => [
    nodeAt(index),
    {neo4j: 'running', titan: 'running'} as const,
  ]);
  const store = createStore(clusterState(Object.fromEntries(nodes)));
  store.dispatch(Array.from({length: EVENTS_KEPT}, (_, number) => crash(number)));
  return store;
}

function nodeAt(index: number): string {
  return `192.168.0.${index + 1}`;
}

/** Half of them are killed. */
function crash(number: number): Fact {
  return {
    type: 'process-reaped',
    at: at(number / 1_000),
    node: nodeAt(number % NODES),
    watcher: number % 3 === 0 ? 'titan' : 'neo4j',
    nodeTime: 100 + number / 1_000,
    pid: number,
    exit: number % 2 === 0 ? {code: null, signal: 'SIGKILL'} : {code: 1, signal: null},
  };
}
