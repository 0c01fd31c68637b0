import {describe, expect, test} from '@jest/globals';
import {planText} from '../../src/command/parse.js';
import {start} from '../../src/command/start.js';
import type {State} from '../../src/store/state.js';
import {describeWatcher} from '../../src/wording/display-state.js';
import {rowNotes} from '../../src/wording/row-notes.js';
import {at, clusterState} from '../support/cluster-state.js';
import {parseContext} from '../support/parse-context.js';
import {withOrphans, withServicesOn} from '../support/sample-node-info.js';
import {reply, runScripted} from '../support/scripted-run.js';

/** A start of a watcher of which an earlier process still runs: said before it, with its outcome, and for as long as both run. */

const node = '127.0.0.1';
const web = {node, watcher: 'web'};
const plain = withServicesOn(clusterState({[node]: {web: 'stopped', other: 'stopped'}, b: {web: 'stopped'}}), {
  [node]: [],
  b: [],
});
const state = withOrphans(plain, node, 'web', [3312]);

const plan = (text: string, of: State = state) => planText(text, parseContext(of));
const warnings = (text: string, of?: State) => {
  const planned = plan(text, of);
  return planned.ok ? planned.value.warnings : planned.problem.message;
};

describe('before it', () => {
  test.each(['start web', 'restart web', 'start'])('%s warns of it', text => {
    expect(warnings(text)).toEqual([`web on ${node}: orphan 3312 still runs: adopt --kill web ends it`]);
  });

  test('nobody is warned of what other watchers have, nor before a stop', () => {
    expect(warnings('start other')).toEqual([]);
    expect(warnings('start web on b')).toEqual([]);
    expect(warnings('stop web')).toEqual([]);
  });

  test('those of many nodes are one warning, which names some', () => {
    const many = withOrphans(withOrphans(plain, node, 'web', [1, 2, 3]), 'b', 'web', [4, 5]);
    expect(warnings('start web', many)).toEqual([
      `web on ${node},b: orphans 1, 2, 3, 4 still run (and 1 more): adopt --kill web ends them`,
    ]);
  });

  test('--strict refuses', () => {
    const message = `refused with --strict: web on ${node}: orphan 3312 still runs: adopt --kill web ends it`;
    expect(plan(`start web on ${node} --strict`)).toMatchObject({ok: false, problem: {message, kind: 'refused'}});
  });
});

describe('with its outcome', () => {
  const run = (script: Parameters<typeof runScripted>[2]['script']) => runScripted(start, web, {state, script});

  test('that is ok', async () => {
    const script = {
      options: reply({wanted: 1, gracefulTimeout: 1, warmupDelay: 0, respawns: true, isOnDemand: false}),
      start: reply({started: [7], kept: []}),
      processes: reply([7]),
      status: reply('running'),
    };
    const {outcome} = await run(script);
    expect(outcome).toMatchObject({kind: 'ok', reason: 'orphan 3312 still runs: adopt --kill web ends it'});
  });

  test('that says so already it is not said twice', async () => {
    const reason = 'orphan 3312 still runs; end it by adopt --kill web';
    const options = reply({wanted: 1, gracefulTimeout: 1, warmupDelay: 0, respawns: true, isOnDemand: false});
    const {outcome} = await run({options, start: {kind: 'refused', reason}});
    expect(outcome).toMatchObject({kind: 'failed', reason});
  });
});

test('and while both run the row says so', () => {
  const both = withOrphans(
    withServicesOn(clusterState({[node]: {web: 'running'}}), {[node]: []}),
    node,
    'web',
    [3312, 3313],
  );
  expect(rowNotes(both).get(node)).toEqual([
    {
      watcher: 'web',
      text: 'web runs twice',
      whole: 'runs, and orphans 3312, 3313 still run beside it: adopt --kill web ends them',
      isMild: false,
    },
  ]);
  const row = both.nodes.get(node)?.watchers.get('web');
  expect(row === undefined ? null : describeWatcher(row, at(9)).word).toBe('running +orphan');
  expect(rowNotes(state).size).toBe(0);
});
