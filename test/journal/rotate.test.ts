import {mkdirSync, readdirSync, utimesSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import {beforeEach, expect, test} from '@jest/globals';
import {DISK} from '../../src/journal/job-file.js';
import {readJournal} from '../../src/journal/read.js';
import {rotateJournal} from '../../src/journal/rotate.js';
import {openJournal} from '../../src/journal/writer.js';
import {jobFacts, newStateFolder, ORIGIN, THREE} from '../support/journal-jobs.js';

let state: string;
let jobs: string;
beforeEach(() => {
  state = newStateFolder();
  jobs = path.join(state, 'jobs');
  mkdirSync(jobs);
});

const KILOBYTES = 8;
const fill = (name: string) => writeFileSync(path.join(jobs, name), 'x'.repeat(KILOBYTES * 1024));
const left = () => readdirSync(jobs).sort();

test('the oldest jobs go once all of them take too much room, however many there are', async () => {
  for (let job = 8; job <= 12; job++) fill(`${job}.jsonl`);
  fill('notes.txt');
  await rotateJournal(jobs, {most: 3 * KILOBYTES * 1024, alwaysKept: 1, now: Date.now()});
  expect(left()).toEqual(['10.jsonl', '11.jsonl', '12.jsonl', 'notes.txt']);
});

test('the newest stay however large they are, and one that may still be written to', async () => {
  for (const name of ['1.open.jsonl', '2.open.jsonl', '3.jsonl', '4.jsonl', '5.jsonl']) fill(name);
  const now = Date.now();
  const longAgo = new Date(now - 2 * 86_400_000);
  utimesSync(path.join(jobs, '1.open.jsonl'), longAgo, longAgo);
  await rotateJournal(jobs, {most: 1, alwaysKept: 2, now});
  expect(left()).toEqual(['2.open.jsonl', '4.jsonl', '5.jsonl']);
});

test('a program that writes and one that reads meanwhile are not held up, and lose nothing of theirs', async () => {
  const journal = openJournal({
    folder: state,
    origin: ORIGIN,
    isKept: () => true,
    warn: sentence => {
      throw new Error(sentence);
    },
    disk: DISK,
  });
  const [first, ...rest] = jobFacts(200, THREE);
  if (first === undefined) throw new Error('no facts');
  for (let job = 1; job < 200; job++) journal.write(jobFacts(job, THREE));
  journal.write([first]);
  const read: number[] = [];
  for await (const {job} of readJournal(state, {now: Date.now()})) {
    if (read.length === 0) await rotateJournal(jobs, {most: 1, alwaysKept: 20, now: Date.now()});
    read.push(job.id);
  }
  expect(read).toEqual([1, ...Array.from({length: 20}, (_, index) => 181 + index)]);
  for (const fact of rest) journal.write([fact]);
  await journal.close();
  const kept = [];
  for await (const each of readJournal(state, {now: Date.now()}, {from: 200, to: 200})) kept.push(each);
  expect(kept).toMatchObject([{state: 'ended', job: {targets: THREE.map(() => ({outcome: {kind: 'ok'}}))}}]);
});
