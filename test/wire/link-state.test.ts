import {describe, expect, test} from '@jest/globals';
import {NOT_CIRCUSD} from '../../src/wire/connection.js';
import {answered, endState, type LinkState, whyDown} from '../../src/wire/link-state.js';
import type {Way} from '../../src/wire/way.js';

const ended: string[] = [];
const way: Way = {
  name: 'plain',
  open: async () => ({problem: 'closed'}),
  knock: async () => null,
  answered: () => {},
  close: () => ended.push('way'),
};
const connection = {send: async () => true, close: () => ended.push('connection')};
const liveness = {pingNow: () => {}, stop: () => ended.push('liveness')};
const greeting = {name: 'greeting', way, connection, liveness, upAt: 1_000} as const;
/** The node's clock is 500 s ahead of ours. */
const AHEAD = 500_000;
const answering = {
  ...greeting,
  name: 'answering',
  answeredAt: 2_000,
  clockOffset: AHEAD,
  isOverdue: false,
  hasComplained: false,
} as const;

/** The node's time in s when ours is this, in ms. */
function nodeTime(now: number, ahead = AHEAD): number {
  return (now + ahead) / 1_000;
}

describe('an answer', () => {
  test('the first one sets the clock, however long it took', () => {
    const {state, hasJumped} = answered(greeting, {rtt: 1_500, nodeTime: nodeTime(3_000)}, 3_000);
    expect(state).toMatchObject({name: 'answering', answeredAt: 3_000, clockOffset: AHEAD, isOverdue: false});
    expect(hasJumped).toBe(false);
  });

  test('ends what was overdue, and garbage stays reported', () => {
    const before = {...answering, isOverdue: true, hasComplained: true};
    const {state} = answered(before, {rtt: 1, nodeTime: nodeTime(4_000)}, 4_000);
    expect(state).toMatchObject({answeredAt: 4_000, isOverdue: false, hasComplained: true});
  });

  test.each([
    {what: 'a clock that drifts', ahead: AHEAD + 1_500, rtt: 1, hasJumped: false, clockOffset: AHEAD + 1_500},
    {what: 'a clock that was set forward', ahead: AHEAD + 2_500, rtt: 1, hasJumped: true, clockOffset: AHEAD + 2_500},
    {what: 'a clock that was set back', ahead: AHEAD - 2_500, rtt: 1, hasJumped: true, clockOffset: AHEAD - 2_500},
    {what: 'an answer long under way', ahead: AHEAD - 2_500, rtt: 1_000, hasJumped: false, clockOffset: AHEAD},
  ])('$what: jumped $hasJumped', ({ahead, rtt, hasJumped, clockOffset}) => {
    const next = answered(answering, {rtt, nodeTime: nodeTime(5_000, ahead)}, 5_000);
    expect(next.hasJumped).toBe(hasJumped);
    expect(next.state.clockOffset).toBe(clockOffset);
  });
});

test.each<{what: string; state: LinkState; now: number; reason: string}>([
  {what: 'what never answered', state: {name: 'connecting', way, connection}, now: 1_500, reason: 'connection lost'},
  {what: 'what hangs up after the handshake', state: greeting, now: 1_999, reason: NOT_CIRCUSD},
  {what: 'what hangs up later', state: greeting, now: 2_000, reason: 'connection lost'},
  {what: 'a node that answered', state: answering, now: 2_500, reason: 'connection lost'},
  {what: 'a node that was silent', state: {...answering, isOverdue: true}, now: 9_000, reason: 'no answer for 7 s'},
])('a connection is over: $what', ({state, now, reason}) => {
  expect(whyDown(state, 'connection lost', now)).toBe(reason);
});

test.each<{state: LinkState; ends: readonly string[]}>([
  {state: {name: 'reaching', way}, ends: ['way']},
  {state: {name: 'connecting', way, connection}, ends: ['connection', 'way']},
  {state: greeting, ends: ['liveness', 'connection', 'way']},
  {state: answering, ends: ['liveness', 'connection', 'way']},
  {state: {name: 'closed'}, ends: []},
])('$state.name: leaving it ends what it holds', ({state, ends}) => {
  ended.length = 0;
  endState(state);
  expect(ended).toEqual(ends);
});
