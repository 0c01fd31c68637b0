import {expect, test} from '@jest/globals';
import type {Plan, Result} from '../../src/command/plan.js';
import {createPreviews} from '../../src/view/previews.js';

/** Previews of plans that take so many ms each, on a clock of its own; `made` counts them. */
function open(cost: number) {
  let now = 0;
  let made = 0;
  const planLine = (text: string): Result<readonly Plan[]> => {
    now += cost;
    made++;
    return {ok: false, problem: {message: text, at: 0, kind: 'usage'}};
  };
  const previews = createPreviews(planLine, () => ({monotonic: now, wall: now}));
  return {
    preview: previews,
    made: () => made,
    pass: (ms: number) => {
      now += ms;
    },
  };
}

test('a plan that takes long is made a twentieth of the time at the most, however often it is drawn', () => {
  const {preview, made, pass} = open(50);
  for (let frame = 0; frame < 100; frame++) {
    preview('stop', ['n1']);
    pass(16);
  }
  expect(made()).toBe(2);
});

test('another text, or other marks, are planned at once', () => {
  const {preview, made} = open(50);
  preview('stop', ['n1']);
  expect(preview('start', ['n1'])).toMatchObject({problem: {message: 'start'}});
  preview('start', ['n2']);
  preview('start', []);
  expect(made()).toBe(4);
});

test('what takes no time is never old', () => {
  const {preview, made} = open(0);
  preview('stop', []);
  preview('stop', []);
  expect(made()).toBe(2);
});
