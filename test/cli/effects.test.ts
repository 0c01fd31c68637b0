import {describe, expect, test} from '@jest/globals';
import {parseScript} from '../../src/bringup/parse.js';
import {refusalOnNodes} from '../../src/cli/check-file.js';
import {authorise, type Consent} from '../../src/cli/consent.js';
import {effectOf, wantsCount} from '../../src/command/effect.js';
import {planCells, planText} from '../../src/command/parse.js';
import {hiddenTargets, mustAsk, whollyHit} from '../../src/view/confirm.js';
import {FIRST_SCREEN, gridView} from '../../src/view/screen-state.js';
import {at, clusterState} from '../support/cluster-state.js';
import {parseContext} from '../support/parse-context.js';

/** By its effect alone it is decided what asks, on the screen, and what is refused, in `exec` and in files that `run` runs. */

const NODES = Array.from({length: 12}, (_, index) => `10.0.0.${index + 1}`);
const state = clusterState(Object.fromEntries(NODES.map(node => [node, {neo4j: 'running'} as const])));
const ON = {'one target': '10.0.0.1', 'nine targets': '10.0.0.1-9', 'the whole cluster': '10.0.0.1-12'} as const;
type On = keyof typeof ON;

/** A command of each effect; those whose options change it, too. */
const COMMANDS = {
  read: ['status neo4j', 'options neo4j', 'reset neo4j --dry-run', 'configure neo4j --force --dry-run'],
  change: ['start neo4j', 'incr neo4j', 'add web sleep 9', 'configure neo4j'],
  interrupt: [
    'stop neo4j',
    'restart neo4j',
    'reload neo4j',
    'decr neo4j',
    'kill neo4j',
    'signal neo4j HUP',
    'set neo4j numprocesses 3',
  ],
  destroy: ['reset neo4j', 'rm neo4j', 'reloadconfig', 'shutdown', 'configure neo4j --force'],
} as const;

/** yes: a yes is wanted · count: the number of targets, typed. */
type Asked = 'nothing' | 'yes' | 'count';

const ASKED: Readonly<Record<keyof typeof COMMANDS, Readonly<Record<On, Asked>>>> = {
  read: {'one target': 'nothing', 'nine targets': 'nothing', 'the whole cluster': 'nothing'},
  change: {'one target': 'nothing', 'nine targets': 'nothing', 'the whole cluster': 'nothing'},
  interrupt: {'one target': 'nothing', 'nine targets': 'yes', 'the whole cluster': 'yes'},
  destroy: {'one target': 'yes', 'nine targets': 'yes', 'the whole cluster': 'count'},
};

const rows = Object.entries(COMMANDS).flatMap(([effect, commands]) =>
  commands.flatMap(typed =>
    (Object.keys(ON) as On[]).map(on => ({effect: effect as keyof typeof COMMANDS, typed, on})),
  ),
);

function planOf(typed: string, on: On) {
  const plan = planText(`${typed} on ${ON[on]}`, parseContext(state));
  if (!plan.ok) throw new Error(plan.problem.message);
  return plan.value;
}

/** Why `run` begins nothing of a file of this one line, with `--yes` or `--yes=COUNT`; null: it does. */
function inFile(line: string, given: number | 'yes' | null, isReadOnly: boolean): string | null {
  const parsed = parseScript(`${line}\n`, new Map());
  if (!parsed.ok) throw new Error('the test itself is wrong');
  const consent: Consent = given === null ? {kind: 'none'} : {kind: 'yes', count: given === 'yes' ? null : given};
  const context = parseContext({...state, isReadOnly}, {marked: null});
  return refusalOnNodes(context, {script: {file: 'x', steps: parsed.steps}, isDryRun: false, consent})?.reason ?? null;
}

describe('by its effect', () => {
  test.each(rows)('$typed ($effect) on $on', ({effect, typed, on}) => {
    const plan = planOf(typed, on);
    expect(effectOf(plan)).toBe(effect);
    const asked = ASKED[effect][on];
    const view = gridView(state, FIRST_SCREEN, 24, at(10));
    const asks = mustAsk(plan, hiddenTargets(plan, view), whollyHit(plan, view), 8);
    expect([asks, wantsCount(plan, state)]).toEqual([asked !== 'nothing', asked === 'count']);

    const consents = [null, 'yes', plan.targets.length, plan.targets.length + 1] as const;
    const isLetThrough = consents.map(given => {
      if (given === null) return authorise(plan, state, {kind: 'none'}) === null;
      return authorise(plan, state, {kind: 'yes', count: given === 'yes' ? null : given}) === null;
    });
    // A script never changes its behaviour with how much it interrupts.
    if (effect !== 'destroy') expect(isLetThrough).toEqual([true, true, true, true]);
    else expect(isLetThrough).toEqual([false, on !== 'the whole cluster', true, false]);

    const runs = consents.map(given => inFile(`${typed} on ${ON[on]}`, given, false) === null);
    expect(runs).toEqual(isLetThrough);
    expect(inFile(`${typed} on ${ON[on]}`, null, true) === null).toBe(effect === 'read');

    const isReadOnly = planText(`${typed} on ${ON[on]}`, parseContext({...state, isReadOnly: true}));
    if (effect === 'read') expect(isReadOnly.ok).toBe(true);
    else expect(isReadOnly).toMatchObject({ok: false, problem: {kind: 'refused'}});
  });
});

test.each([
  ['incr', true],
  ['decr', true],
  ['start', false],
])('the key of %s on the name of a node with several watchers asks: %s', (name, asks) => {
  const busy = clusterState({a: {neo4j: 'running', titan: 'running', web: 'stopped'}, b: {neo4j: 'running'}});
  const view = gridView(busy, FIRST_SCREEN, 24, at(10));
  const asked = (cell: {readonly node: string; readonly watcher: string | null}) => {
    const plan = planCells(name, [cell], parseContext(busy));
    return plan.ok ? mustAsk(plan.value, 0, whollyHit(plan.value, view), 8) : plan;
  };
  expect([asked({node: 'a', watcher: null}), asked({node: 'a', watcher: 'web'})]).toEqual([asks, false]);
});

test('interrupting all that run of a watcher asks, however few there are', () => {
  const few = clusterState({a: {neo4j: 'running'}, b: {neo4j: 'running'}, c: {neo4j: 'stopped'}});
  const view = gridView(few, FIRST_SCREEN, 24, at(10));
  const asks = (typed: string) => {
    const plan = planText(typed, parseContext(few));
    return plan.ok ? mustAsk(plan.value, 0, whollyHit(plan.value, view), 8) : plan;
  };
  expect([asks('stop neo4j on a'), asks('stop neo4j on a,b')]).toEqual([false, true]);
});
