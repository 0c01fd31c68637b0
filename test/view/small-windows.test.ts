import {describe, expect, test} from '@jest/globals';
import type {Fact} from '../../src/model/facts.js';
import {reduce} from '../../src/store/reduce.js';
import {createStore} from '../../src/store/store.js';
import {widthOf} from '../../src/text/width.js';
import {createTheme} from '../../src/view/theme.js';
import {at, clusterState} from '../support/cluster-state.js';
import {openController} from '../support/controller.js';
import {allLines} from '../support/drawn-frame.js';
import {logLines, logNote, logState, openLog} from '../support/log-state.js';

/** Every size there is up to this one: what is drawn fits without being cut by anybody else. */
const MOST_COLUMNS = 60;
const MOST_ROWS = 16;

const CLUSTER = clusterState({
  '10.0.0.1': {neo4j: 'running', 图数据库: 'stopped', 'ne\u0301o4j': 'starting', שלום: 'stopping'},
  'graph-database-of-the-third-rack-17.lab.example': {neo4j: 'running', '👍🏽': 'running'},
  '10.0.0.3': {neo4j: 'stopped', 'a-watcher-with-a-very-long-name': 'stopping'},
  '10.0.0.4': null,
});

const crash = (second: number, node: string, watcher: string): Fact => ({
  type: 'process-reaped',
  at: at(second),
  node,
  watcher,
  nodeTime: 100 + second,
  pid: second,
  exit: {code: 143, signal: null},
});

const LOGS = [
  openLog('10.0.0.1 图数据库 stdout'),
  openLog('graph-database-of-the-third-rack-17.lab.example neo4j data/graph.db/messages.log'),
];
const LINES = ['图数据库'.repeat(9), 'ne\u0301o4j\tשלום 👍🏽', '\u001b[31mred\u001b[0m', 'x'.repeat(300)];
const ROWS = [...logLines(LINES.map((text, index) => [index % 2, text])), logNote({type: 'lost', bytes: null}, 1)];

const STATE = reduce(CLUSTER, [
  crash(4, '10.0.0.1', '图数据库'),
  crash(5, '10.0.0.1', 'ne\u0301o4j'),
  crash(6, 'graph-database-of-the-third-rack-17.lab.example', '👍🏽'),
  {type: 'node-lost', at: at(7), node: '10.0.0.3', reason: '图数据库 '.repeat(30)},
  {type: 'log-shown', at: at(9), log: logState(LOGS, ROWS)},
]);

const SCREENS: readonly (readonly [what: string, keys: readonly string[]])[] = [
  ['the grid', []],
  ['marks and a filter', ['space', '/', ...'10.0.0', 'enter']],
  ['a command', [':', ...'start neo4j 图数据库']],
  ['a command with a long problem', [':', ...'start neo4j on 10.0.0.77']],
  ['a filter', ['/', ...'is:图']],
  ['a question', ['a', 'x']],
  ['a message', ['y']],
  ['what happened', ['e']],
  ['what happened, further up', ['e', 'g', 'j']],
  ['a filter of what happened', ['e', '/', ...'is:图']],
  ['another screen', ['?']],
  ['logs', ['L']],
  ['logs that are cut and coloured', ['L', 'w', 'c', 'right']],
  ['a search in logs', ['L', '/', 'x']],
  ['a time in logs', ['L', 't', 'x']],
];

describe.each([
  ['in Unicode', false],
  ['in ASCII', true],
])('in a window of every size, %s', (_theme, isAscii) => {
  test.each(SCREENS)('%s: no line is wider than the window, and there are no more lines than rows', (_what, keys) => {
    const theme = createTheme({isAscii, hasColor: true});
    const wrong: string[] = [];
    for (let rows = 1; rows <= MOST_ROWS; rows++) {
      const store = createStore(STATE);
      const {controller, draw} = openController({store, clock: () => at(10), rows});
      for (const key of keys) controller.press(key);
      for (let columns = 1; columns <= MOST_COLUMNS; columns++) {
        const lines = allLines(draw({width: columns, theme}));
        if (lines.length > rows) wrong.push(`${columns} × ${rows}: ${lines.length} lines`);
        wrong.push(...lines.filter(line => widthOf(line) > columns).map(line => `${columns} × ${rows}: ${line}`));
      }
    }
    expect(wrong).toEqual([]);
  });
});
