import {mkdirSync, readdirSync, rmSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import {expect, test} from '@jest/globals';
import {takeNumber} from '../../src/journal/numbers.js';
import {openJournal} from '../../src/journal/writer.js';
import {newStateFolder, ORIGIN} from '../support/journal-jobs.js';

const journalIn = (folder: string) => openJournal({folder, origin: ORIGIN, isKept: () => true, warn: () => {}});

test('numbers go on from one run to the next, and between programs', () => {
  const folder = newStateFolder();
  const [one, other] = [journalIn(folder), journalIn(folder)];
  expect([one.nextJob(), other.nextJob(), one.nextJob(), journalIn(folder).nextJob()]).toEqual([1, 2, 3, 4]);
  expect(readdirSync(path.join(folder, 'job-numbers'))).toEqual(['4']);
});

test('a program that was killed between two steps leaves what does no harm', () => {
  const folder = newStateFolder();
  for (const left of ['3', '4', 'x', '-1']) {
    mkdirSync(path.join(folder, 'job-numbers'), {recursive: true});
    writeFileSync(path.join(folder, 'job-numbers', left), '');
  }
  expect(takeNumber(path.join(folder, 'job-numbers'), 0, () => 40)).toBe(5);
});

test('numbers go on from the jobs where their own folder is lost', () => {
  const folder = newStateFolder();
  mkdirSync(path.join(folder, 'jobs'));
  writeFileSync(path.join(folder, 'jobs', '41.jsonl'), '');
  expect(journalIn(folder).nextJob()).toBe(42);
  rmSync(path.join(folder, 'job-numbers'), {recursive: true});
  expect(journalIn(folder).nextJob()).toBe(42);
});

test('a number is not taken that others have had, and given up for higher ones, between two looks', () => {
  const folder = path.join(newStateFolder(), 'job-numbers');
  const others = () => {
    // Number 1 was another program's; then number 2 was taken, and 1 removed.
    writeFileSync(path.join(folder, '2'), '');
    return 0;
  };
  expect(takeNumber(folder, 0, others)).toBe(3);
  expect(readdirSync(folder)).toEqual(['3']);
});
