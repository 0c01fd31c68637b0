import {describe, expect, test} from '@jest/globals';
import type {Fact} from '../../src/model/facts.js';
import {createStore} from '../../src/store/store.js';
import {at, clusterState} from '../support/cluster-state.js';
import {openController} from '../support/controller.js';

const NODES = Array.from({length: 40}, (_, index) => `n${index + 1}`);

/** A job in which each node failed in its own way, so that there is much to scroll. */
const JOB: readonly Fact[] = [
  {
    type: 'job-began',
    at: at(2),
    job: 1,
    text: 'start x',
    command: 'start',
    isDryRun: false,
    targets: NODES.map(node => ({node, watcher: 'x'})),
  },
  ...NODES.map((_, index) => ({
    type: 'job-target-ended' as const,
    at: at(3),
    job: 1,
    index,
    outcome: {kind: 'failed', changed: null, sent: true, state: null, reason: `reason ${index + 1}`} as const,
  })),
];

function open(rows: number) {
  const store = createStore(clusterState(Object.fromEntries(NODES.map(node => [node, {x: 'stopped'}]))));
  store.dispatch(JOB);
  const {controller, draw} = openController({store, clock: () => at(10), rows});
  const press = (key: string, times = 1) => {
    for (let time = 0; time < times; time++) {
      controller.press(key);
      draw({height: rows});
    }
  };
  return {store, controller, draw, press, scrolled: () => controller.screen().scrolled};
}

test.each(['G', 'end'])('%s goes to the end of a text, and back at once', key => {
  const {press, scrolled, draw} = open(24);
  press('?');
  press(key, 2);
  expect(scrolled()).toBe(draw().body.scroll.limit);
  expect(scrolled()).toBeGreaterThan(0);
  press(key === 'G' ? 'g' : 'home');
  expect(scrolled()).toBe(0);
});

describe.each(['J', '?'])('what %s shows', opener => {
  test.each([10, 24, 50])('is not scrolled past its end in %d rows: one page back is seen at once', rows => {
    const {press, scrolled, draw} = open(rows);
    press(opener);
    press('pagedown', 400);
    const end = scrolled();
    expect(end).toBe(draw().body.scroll.limit);
    expect(end).toBeGreaterThan(0);
    press('pageup');
    expect(scrolled()).toBeLessThan(end);
    press('pageup', 400);
    expect(scrolled()).toBe(0);
  });

  test('is not past its end either where keys come faster than it is drawn', () => {
    const {controller, draw, scrolled} = open(24);
    controller.press(opener);
    for (let time = 0; time < 400; time++) controller.press('pagedown');
    const {limit} = draw().body.scroll;
    expect(scrolled()).toBe(limit);
    controller.press('pageup');
    expect(scrolled()).toBeLessThan(limit);
  });

  test('nor where there is more room than before, as after a resize', () => {
    const {press, draw, scrolled} = open(12);
    press(opener);
    press('pagedown', 400);
    const {limit} = draw({height: 40, width: 200}).body.scroll;
    expect(scrolled()).toBe(limit);
  });
});

test('nor where a search leaves less to see', () => {
  const {controller, press, draw, scrolled} = open(24);
  press('?');
  press('pagedown', 400);
  for (const key of ['/', ...'glyph', 'enter']) controller.press(key);
  draw();
  press('pagedown', 400);
  expect(scrolled()).toBe(draw().body.scroll.limit);
});
