import {expect, test} from '@jest/globals';
import {parseScript} from '../../src/bringup/parse.js';
import {runScript, type StepEnd} from '../../src/bringup/run.js';
import {joinTokens} from '../../src/command/tokens.js';

/** Runs a file whose commands end as `ends` says, by their text; others end as expected. */
async function run(text: string, ends: Readonly<Record<string, StepEnd>> = {}, signal = new AbortController().signal) {
  const parsed = parseScript(text, new Map());
  if (!parsed.ok) throw new Error('the test itself is wrong');
  const begun: string[] = [];
  const end = await runScript(parsed.steps, {
    signal,
    sleep: ms => {
      begun.push(`sleep ${ms}`);
      return Promise.resolve();
    },
    run: (step, passes) => {
      const text = joinTokens(step.words);
      begun.push([text, ...passes.map(({number, of}) => `${number}/${of}`)].join(' '));
      return Promise.resolve(ends[text] ?? 'as-expected');
    },
  });
  return {begun, ...end, left: end.left.map(({step, passes}) => [step.line.number, passes])};
}

test('in order, each block as often as it says', async () => {
  expect(await run('stop a\nsleep 1s\nrepeat 2\nstart a\nrepeat 2\nstart b\nend\nend')).toEqual({
    begun: [
      'stop a',
      'sleep 1000',
      'start a 1/2',
      'start b 1/2 1/2',
      'start b 1/2 2/2',
      'start a 2/2',
      'start b 2/2 1/2',
      'start b 2/2 2/2',
    ],
    left: [],
  });
});

test('nothing more is begun behind the first that ends otherwise, and what is left is told', async () => {
  expect(await run('start a\nrepeat 3\nstart b\nstart c\nend\nstart d', {'start b': 'otherwise'})).toEqual({
    begun: ['start a', 'start b 1/3'],
    left: [
      [2, 2],
      [4, null],
      [6, null],
    ],
  });
});

test('on-error continue goes on behind what ended otherwise, until on-error stop', async () => {
  const text = 'on-error continue\nstart a\nstart b\non-error stop\nstart c\nstart d';
  expect(await run(text, {'start a': 'otherwise', 'start c': 'otherwise'})).toEqual({
    begun: ['start a', 'start b', 'start c'],
    left: [[6, null]],
  });
});

test('what is parallel is begun together; one that ends otherwise ends the file behind it', async () => {
  expect(await run('parallel\nstart a\nstart b\nend\nstart c', {'start a': 'otherwise'})).toEqual({
    begun: ['start a', 'start b'],
    left: [[5, null]],
  });
});

test('an interrupt begins nothing more', async () => {
  expect(await run('start a\nstart b', {}, AbortSignal.abort())).toEqual({
    begun: [],
    left: [
      [1, null],
      [2, null],
    ],
  });
  expect((await run('start a\nstart b', {'start a': 'not-begun'})).left).toEqual([[1, null]]);
});
