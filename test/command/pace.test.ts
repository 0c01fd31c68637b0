import {describe, expect, test} from '@jest/globals';
import {type ParseContext, planText} from '../../src/command/parse.js';
import {clusterState} from '../support/cluster-state.js';
import {parseContext} from '../support/parse-context.js';
import {withServices} from '../support/sample-node-info.js';

const NODES = ['10.0.0.1', '10.0.0.2', '10.0.0.3', '10.0.0.4', '10.0.0.5'];
const context: ParseContext = parseContext(
  clusterState(Object.fromEntries(NODES.map(node => [node, {web: 'running'}] as const))),
);

function paceOf(text: string) {
  const plan = planText(text, context);
  return plan.ok ? plan.value.pace : plan.problem;
}

describe('the pace of a job', () => {
  test('is none where nobody asked for one', () => {
    expect(paceOf('restart web')).toBeUndefined();
  });

  test.each([
    ['--batch 2', {batch: 2, maxFailures: 0, settle: 2_000, fanout: null}],
    ['--batch 50%', {batch: 2, maxFailures: 0, settle: 2_000, fanout: null}],
    ['--batch 1%', {batch: 1, maxFailures: 0, settle: 2_000, fanout: null}],
    ['--batch=2 --max-failures 3 --settle 500ms', {batch: 2, maxFailures: 3, settle: 500, fanout: null}],
    ['--max-failures 0', {batch: null, maxFailures: 0, settle: 0, fanout: null}],
    ['--fanout 4', {batch: null, maxFailures: null, settle: 0, fanout: 4}],
  ])('%s', (options, pace) => {
    expect(paceOf(`restart web ${options}`)).toEqual(pace);
  });

  test.each([
    ['--batch 0', '"0" is no batch, such as 4 or 25%', 20],
    ['--batch 101%', '"101%" is no batch, such as 4 or 25%', 20],
    ['--batch four', '"four" is no batch, such as 4 or 25%', 20],
    ['--max-failures=-1', '"-1" is no number of targets, such as 0', 27],
    ['--settle soon', '"soon" is no time, such as 2s', 21],
    ['--fanout 0', '"0" is no number of nodes, 1 to 1,000', 21],
  ])('%s is told what is wrong, and where', (options, message, at) => {
    expect(paceOf(`restart web ${options}`)).toMatchObject({message, at, kind: 'usage'});
  });

  test.each([
    ['restart web --max-failures 0', true],
    ['restart web on 10.0.0.1,10.0.0.2 --max-failures 3 --fanout 2', true],
    ['restart web --max-failures 0 --fanout 2', false],
    ['restart web --max-failures 0 --batch 2', false],
    ['restart web on 10.0.0.1 --max-failures 0', false],
    ['restart web', false],
  ])('%s: whether it is said that its limit holds nothing back: %p', (text, isSaid) => {
    const plan = planText(text, context);
    const said = plan.ok ? plan.value.warnings.filter(each => each.startsWith('--max-failures')) : null;
    expect(said).toEqual(
      isSaid ? [expect.stringMatching(/holds nothing back here: all \d targets are begun at once; --batch SIZE/)] : [],
    );
  });

  test('is kept in the text of the command, as it can be typed again', () => {
    const plan = planText('stop web --batch 25% --settle 1s', context);
    expect(plan.ok && plan.value.text).toBe('stop web on 10.0.0.1-5 --batch 25% --settle 1s');
  });

  test.each([
    ['start web --batch 2', '--batch', 18],
    ['start web --max-failures 0 --fanout 2', '--max-failures', 25],
    ['start web --max-failures 0', null, 0],
    ['start web --fanout 2', null, 0],
  ])('%s of members that become ready only together, of which none runs: refused for %p', (text, option, at) => {
    const stopped = clusterState(Object.fromEntries(NODES.map(node => [node, {web: 'stopped'}] as const)));
    const service = {watcher: 'web', service: 'web', startsTogether: true, readyWithin: 60_000};
    const state = NODES.reduce((known, node) => withServices(known, node, [service]), stopped);
    const plan = planText(text, parseContext(state));
    const message = `the members of web become ready only together, and none of them runs: start web without ${option}`;
    expect(plan).toMatchObject(option === null ? {ok: true} : {ok: false, problem: {message, at, kind: 'refused'}});
  });
});
