import {afterEach, describe, expect, test} from '@jest/globals';
import {cleanup} from 'ink-testing-library';
import type {Fact} from '../../src/model/facts.js';
import {createStore} from '../../src/store/store.js';
import {App} from '../../src/view/app.js';
import {DEFAULT_KEYMAP} from '../../src/view/default-keymap.js';
import {SCREENS} from '../../src/view/screens.js';
import {createTheme} from '../../src/view/theme.js';
import {at, clusterState} from '../support/cluster-state.js';
import {openController} from '../support/controller.js';
import {eventually} from '../support/eventually.js';
import {frameText, renderAt} from '../support/render-at-size.js';

afterEach(cleanup);

const NODE = '10.0.0.1';

/** Three nodes, one of each kind: one runs, one is stale, one never answered. */
function openApp({columns = 80, rows = 16, isAscii = false, isReadOnly = false} = {}) {
  const state = clusterState({
    [NODE]: {neo4j: 'running', titan: 'stopped'},
    '10.0.0.2': {neo4j: 'starting', titan: 'running'},
    '10.0.0.3': null,
  });
  const store = createStore({...state, isReadOnly});
  const clock = () => at(10);
  const say = (...facts: readonly Fact[]) => store.dispatch(facts);
  say(
    {type: 'processes-read', at: at(2), node: NODE, watcher: 'neo4j', nodeTime: 101, pids: [7]},
    {
      type: 'statistics-received',
      at: at(3),
      node: NODE,
      samples: [{name: 'neo4j', pid: 7, cpu: 22.4, memory: 512 * 2 ** 20}],
    },
    {type: 'ping-overdue', at: at(9), node: '10.0.0.2'},
  );
  const {controller, planLine} = openController({store, clock, rows});
  const app = (
    <App
      store={store}
      controller={controller}
      clock={clock}
      screens={SCREENS}
      keymap={DEFAULT_KEYMAP}
      planLine={planLine}
      theme={createTheme({isAscii, hasColor: false})}
    />
  );
  const instance = renderAt(app, columns, rows);
  return {say, controller, seen: () => frameText(instance.lastFrame())};
}

const clockTime = new Date(at(10).wall).toTimeString().slice(0, 5);

test('the grid shows each node, each watcher, its state, and what is hidden at this width', () => {
  expect(`\n${openApp().seen()}\n`).toBe(`
circusman  3 nodes  1 online · 1 stale · 1 offline                  plain  ${clockTime}
  NODE      STATE        CPU%  neo4j                   titan
▌ 10.0.0.1  online       22.4  ● running          22%  ○ stopped
  10.0.0.2  stale 9s        —  ◐ starting 9s           ● running
  10.0.0.3  offline     no answer within 3 s · never seen

Σ 1 online               22.4  1 running               1 stopped
  4 columns hidden: CPU 5 min, RTT, watchers' memory, MEM             1-3 of 3



12:00:03 10.0.0.3  offline: no answer within 3 s
12:00:09 10.0.0.2  stale: it owes an answer


space mark  s start  x stop  r restart  / filter  : command  ? help  q quit
`);
});

test('in ASCII it is the same with other glyphs', () => {
  const lines = openApp({isAscii: true}).seen().split('\n');
  expect(lines[0]).toContain('1 online | 1 stale | 1 offline');
  expect(lines[2]).toBe('> 10.0.0.1  online       22.4  * running          22%  o stopped');
});

test('the bar shows what is typed and, below it, what it would act on', async () => {
  const {controller, seen} = openApp({columns: 120});
  for (const key of [':', ...'start titan on 10.0.0.1'].map(char => (char === ' ' ? 'space' : char)))
    controller.press(key);
  await eventually(() => expect(seen()).toMatch(/:start titan on 10\.0\.0\.1\s*\n → 1 node × titan = 1 target$/));
});

test('what is wrong with a command is pointed at', async () => {
  const {controller, seen} = openApp({columns: 120});
  for (const key of [':', ...'start on 10.0.0.9'].map(char => (char === ' ' ? 'space' : char))) controller.press(key);
  await eventually(() => expect(seen()).toMatch(/\n {10}\^ 10\.0\.0\.9 is not in the cluster/));
});

describe('a job', () => {
  const begin: readonly Fact[] = [
    {
      type: 'job-began',
      at: at(5),
      job: 12,
      text: 'restart neo4j on 10.0.0.1-3',
      command: 'restart',
      isDryRun: false,
      targets: [NODE, '10.0.0.2', '10.0.0.3'].map(node => ({node, watcher: 'neo4j'})),
    },
    {type: 'job-target-began', at: at(5), job: 12, index: 0},
    {type: 'job-target-waits', at: at(5), job: 12, index: 0, waitsFor: '7 to end, killed after 30 s', mayForce: true},
  ];
  const outcome = {changed: null, sent: false, state: null} as const;
  const failures: readonly Fact[] = [1, 2].map(index => ({
    type: 'job-target-ended',
    at: at(6),
    job: 12,
    index,
    outcome: {...outcome, kind: 'failed', reason: 'offline: no answer within 3 s'},
  }));

  test('has a line with its counts and what it waits for', async () => {
    const {say, seen} = openApp({columns: 160});
    say(...begin, ...failures);
    await eventually(() =>
      expect(seen()).toMatch(
        /#12 restart neo4j on 10\.0\.0\.1-3 {2}0\/3 ok · .*2 failed.* {2}█+░+ {2}waits for 7 to end, killed after 30 s +J: all jobs/,
      ),
    );
  });

  test('has a line with what kept it from being ok, cut at the width, once that is known', async () => {
    const ended = (...reasons: readonly (string | null)[]): readonly Fact[] => [
      ...begin.map(fact =>
        fact.type === 'job-began' ? {...fact, targets: fact.targets.slice(0, reasons.length)} : fact,
      ),
      ...reasons.map((reason, index) => ({
        type: 'job-target-ended' as const,
        at: at(6),
        job: 12,
        index,
        outcome: {...outcome, kind: reason === null ? ('ok' as const) : ('failed' as const), reason},
      })),
      {type: 'job-ended', at: at(6), job: 12},
    ];
    const lineOf = async (columns: number, facts: readonly Fact[]) => {
      const {say, seen} = openApp({columns});
      say(...facts);
      await eventually(() => expect(seen()).toMatch(/#12 .*J: all jobs\n/));
      const line = /#12.*/.exec(seen())?.[0] ?? '';
      return line.replace(/ +J: all jobs$/, '');
    };
    const long = "the node's disk is full: nothing was written to /var/lib/neo4j/data";
    expect(await lineOf(120, ended('no watcher neo4j here'))).toBe(
      '#12 restart neo4j on 10.0.0.1-3  failed: no watcher neo4j here',
    );
    expect(await lineOf(80, ended(long))).toBe("#12 restart neo4j on 10.0…  failed: the node's disk is full: nothi…");
    expect(await lineOf(120, ended(null, 'offline', 'offline'))).toBe(
      '#12 restart neo4j on 10.0.0.1-3  1/3 ok · 2 failed: offline',
    );
    expect(await lineOf(120, ended(null, 'offline', 'no watcher neo4j here'))).toBe(
      '#12 restart neo4j on 10.0.0.1-3  1/3 ok · 2 failed  in 1 s',
    );
  });

  test('has a screen with every outcome, equal ones together', async () => {
    const {say, controller, seen} = openApp({columns: 100, rows: 20});
    say(...begin, ...failures);
    controller.show('jobs');
    await eventually(() => {
      expect(seen()).toMatch(/│ 10\.0\.0\.2-3 │ neo4j +│ +2 │ failed: offline: no answer within 3 s +│/);
      expect(seen()).toMatch(/│ 10\.0\.0\.1 +│ neo4j +│ +1 │ waits for 7 to end, killed after 30 s +│/);
      expect(seen()).toMatch(/K sends signal 9 to what it waits for/);
    });
  });

  test('is offered to be done after a dry run, whatever its words say', async () => {
    const {say, controller, seen} = openApp({columns: 100, rows: 20});
    const targets = [{node: NODE, watcher: 'neo4j'}];
    const texts = [
      "configure neo4j --set note='after a --dry-run'",
      'configure neo4j --dry-run',
      'configure neo4j --dry-run',
    ];
    texts.forEach((text, index) => {
      const of = {at: at(5), job: 13 + index};
      say({...of, type: 'job-began', text, command: 'configure', isDryRun: index > 0, targets});
      const files = [{file: 'neo4j.conf', state: index === 2 ? 'unchanged' : 'new', diff: ''} as const];
      const data = {files, address: null, identifier: 1, dryRun: index > 0};
      say({...of, type: 'job-target-answered', index: 0, answer: {kind: 'files', data}});
      say({...of, type: 'job-target-ended', index: 0, outcome: {...outcome, kind: 'ok', reason: null}});
      say({...of, type: 'job-ended'});
    });
    controller.show('jobs');
    await eventually(() => expect(seen()).toMatch(/▌ #15 configure/));
    expect(seen()).not.toContain('enter does it');
    controller.press('down');
    await eventually(() => expect(seen()).toContain('enter does it'));
    controller.press('down');
    await eventually(() => expect(seen()).toMatch(/▌ #13 configure/));
    expect(seen()).not.toContain('enter does it');
  });
});

test('help is made from the tables of keys and commands', async () => {
  const {controller, seen} = openApp({columns: 120, rows: 600});
  controller.show('help');
  await eventually(() => {
    expect(seen()).toMatch(/ {2}s +Start watchers, and wait until they run/);
    expect(seen()).toMatch(/ {2}start \[watcher…\] \[on NODES\] +Start watchers, and wait until they run/);
    expect(seen()).toMatch(/ {2}K +Force what a stop or restart waits for/);
  });
});

test('READ-ONLY is in the header', () => {
  expect(openApp({isReadOnly: true}).seen().split('\n')[0]).toMatch(/READ-ONLY {3}plain/);
});
