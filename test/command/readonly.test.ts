import {describe, expect, test} from '@jest/globals';
import {planText} from '../../src/command/parse.js';
import {askedBefore} from '../../src/command/plan.js';
import {clusterState} from '../support/cluster-state.js';
import {parseContext} from '../support/parse-context.js';

const state = clusterState({a: {x: 'running'}});

describe('readonly', () => {
  test.each([true, false])('can be switched either way whether it is on or not: %s', isReadOnly => {
    const plan = (text: string) => planText(text, parseContext({...state, isReadOnly}));
    expect(plan('readonly on')).toMatchObject({ok: true, value: {text: 'readonly on', targets: []}});
    expect(plan('readonly off')).toMatchObject({ok: true, value: {text: 'readonly off', targets: []}});
  });

  test('asks before it is off, and not before it is on', () => {
    const asked = ['readonly on', 'readonly off', 'help'].map(text => {
      const plan = planText(text, parseContext(state));
      return plan.ok ? askedBefore(plan.value) : plan;
    });
    expect(asked).toEqual([null, 'readonly off: let commands change nodes', null]);
  });

  test.each([
    ['readonly', 'one of on, off is missing: readonly on|off', 8],
    ['readonly yes', 'readonly is on or off, not "yes"', 9],
    ['readonly on off', '"off" is one word too many: readonly on|off', 12],
  ])('%s is refused at its place', (text, message, at) => {
    expect(planText(text, parseContext(state))).toEqual({ok: false, problem: {message, at, kind: 'usage'}});
  });
});
