import {performance} from 'node:perf_hooks';
import {complete as completed} from '../src/command/complete.js';
import {planLine} from '../src/command/parse.js';
import {watcherColumns} from '../src/store/selectors.js';
import type {State} from '../src/store/state.js';
import {clusterState} from '../test/support/cluster-state.js';
import {parseContext} from '../test/support/parse-context.js';
import {atMost, type Figure, medianAndP95, type Row} from './figure.js';

const NODES = 1_000;
const WATCHERS = 8;
const RUNS = 200;
const WARM_UP = 50;
const LIMIT = 5;

/** What is typed when tab is pressed. */
const TYPED: readonly string[] = [
  '',
  'st',
  'stop ',
  'stop w',
  'stop w3 --',
  'stop w3 on ',
  'stop w3 on node0',
  'stop w3 on node0001,node0002,node09',
  'stop w3 on w3:st',
  'set w3 ',
  'filter w',
  'stop w1 on node0001; start w2 on node0',
];
const SET = `node[0001-${NODES}]`;
/** Resolved: to nodes alone, to a target on each, to all there are. */
const LINES: readonly string[] = [`events on ${SET}`, `stop w3 on ${SET}`, `stop on ${SET}`];

/** What a key costs in the command bar of a large cluster, in this process: nothing is drawn, and no node is asked. */
export const complete: Figure = {
  name: 'complete',
  summary: `completing what is typed, and reading a command, with ${NODES.toLocaleString('en')} nodes × ${WATCHERS} watchers`,
  seconds: 15,
  run: async () => {
    const state = largeCluster();
    const rows: Row[] = [
      ...TYPED.map(text =>
        row(
          `tab behind "${text}"`,
          samplesOf(state, now => tab(text, now)),
        ),
      ),
      ...LINES.flatMap(text =>
        medianAndP95(
          `reading "${text}"`,
          samplesOf(state, now => read(text, now)),
          LIMIT,
          LIMIT,
        ),
      ),
    ];
    return {
      rows,
      notes: [
        'Each time with another state, as nodes report each second: what is worked out once for a state is worked out anew.',
      ],
    };
  },
};

function row(what: string, samples: readonly number[]): Row {
  return {what: `${what}, p95`, unit: 'ms', samples, statistic: 'p95', goal: atMost(LIMIT)};
}

function largeCluster(): State {
  const watchers = Object.fromEntries(Array.from({length: WATCHERS}, (_, index) => [`w${index}`, 'running' as const]));
  const names = Array.from({length: NODES}, (_, index) => `node${String(index + 1).padStart(4, '0')}`);
  return clusterState(Object.fromEntries(names.map(name => [name, watchers])));
}

function tab(text: string, state: State): void {
  completed(text, text.length, {...parseContext(state), filesIn: () => []});
}

function read(text: string, state: State): void {
  const plans = planLine(text, parseContext(state));
  if (!plans.ok) throw new Error(plans.problem.message);
}

/** Milliseconds of each run. The picture knows which watchers there are before a key is pressed. */
function samplesOf(state: State, act: (state: State) => void): readonly number[] {
  const samples: number[] = [];
  for (let run = -WARM_UP; run < RUNS; run++) {
    const now = {...state};
    watcherColumns(now);
    const begin = performance.now();
    act(now);
    if (run >= 0) samples.push(performance.now() - begin);
  }
  return samples;
}
