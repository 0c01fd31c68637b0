import {expect, test} from '@jest/globals';
import type {Fact} from '../../src/model/facts.js';
import {createNodeSamples} from '../../src/wire/node-samples.js';
import {createReadProblems} from '../../src/wire/read-problems.js';
import {SAMPLE_TOPIC} from '../../src/wire/sample-topic.js';
import {at} from '../support/cluster-state.js';
import {fakeSample} from '../support/fake-sample.js';

function openSamples() {
  let now = 0;
  const said: Fact[] = [];
  const clock = () => at(now);
  const problems = createReadProblems({node: 'n', clock, emit: facts => said.push(...facts)});
  const samples = createNodeSamples({node: 'n', clock, problems});
  const take = (body: string) => samples.take([Buffer.from(SAMPLE_TOPIC), Buffer.from(body)]);
  return {
    samples,
    said,
    take,
    send: (number: number) =>
      take(JSON.stringify(fakeSample({life: 'a', number, seconds: number}, new Map([['db', {pids: [7]}]])))),
    pass: (seconds: number) => {
      now += seconds;
    },
  };
}

test('samples are handed over in their order, with when they came', () => {
  const {samples, send, pass} = openSamples();
  send(1);
  pass(1);
  send(2);
  const facts = samples.drain();
  expect(facts.map(fact => [fact.type, fact.at.monotonic])).toEqual([
    ['sample-received', 0],
    ['sample-received', 1_000],
  ]);
  expect(samples.drain()).toEqual([]);
});

test('that none comes any more is said once, and not before one has come', () => {
  const {samples, send, pass} = openSamples();
  pass(60);
  expect(samples.drain()).toEqual([]);
  send(1);
  expect(samples.drain()).toHaveLength(1);
  pass(4);
  expect(samples.drain()).toEqual([]);
  pass(2);
  expect(samples.drain()).toEqual([{type: 'samples-ceased', at: at(66), node: 'n'}]);
  pass(60);
  expect(samples.drain()).toEqual([]);
});

test('that none comes of those that the node says it sends is said once, however often it says so', () => {
  const {samples, send, pass} = openSamples();
  pass(60);
  samples.expect();
  pass(4);
  expect(samples.drain()).toEqual([]);
  samples.expect();
  pass(2);
  expect(samples.drain()).toEqual([{type: 'samples-ceased', at: at(66), node: 'n'}]);
  samples.expect();
  pass(60);
  expect(samples.drain()).toEqual([]);
  send(1);
  expect(samples.drain()).toHaveLength(1);
  pass(6);
  expect(samples.drain()).toMatchObject([{type: 'samples-ceased'}]);
  samples.end();
  samples.expect();
  pass(6);
  expect(samples.drain()).toMatchObject([{type: 'samples-ceased'}]);
});

test('what is no sample is said once, and those beside it are taken', () => {
  const {samples, said, take, send} = openSamples();
  take('{"life": 7}');
  take('no JSON');
  send(3);
  expect(samples.drain()).toHaveLength(1);
  expect(said).toEqual([
    {type: 'read-failed', at: at(0), node: 'n', call: 'samples', reason: expect.stringContaining('machine is not')},
  ]);
});

test('of very many that wait the last ones are taken', () => {
  const {samples, send} = openSamples();
  for (let number = 1; number <= 100; number++) send(number);
  const numbers = samples.drain().map(fact => (fact.type === 'sample-received' ? fact.sample.number : null));
  expect(numbers).toEqual([93, 94, 95, 96, 97, 98, 99, 100]);
});
