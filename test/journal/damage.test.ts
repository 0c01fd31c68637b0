import {mkdirSync, readFileSync, renameSync, rmSync, truncateSync, utimesSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import {expect, test} from '@jest/globals';
import {readJournal} from '../../src/journal/read.js';
import {openJournal} from '../../src/journal/writer.js';
import {jobFacts, newStateFolder, ORIGIN, THREE} from '../support/journal-jobs.js';

const NOW = Date.now();

/** A journal of one job that has ended, or, with fewer facts, was interrupted; and its file. */
function journalOfOne(facts = Number.POSITIVE_INFINITY) {
  const folder = newStateFolder();
  const warned: string[] = [];
  const warn = (sentence: string) => warned.push(sentence);
  const journal = openJournal({folder, origin: ORIGIN, isKept: () => true, warn});
  const all = jobFacts(1, THREE);
  journal.write(all.slice(0, facts));
  const file = path.join(folder, facts < all.length ? 'jobs/1.open.jsonl' : 'jobs/1.jsonl');
  return {folder, file, journal, warned};
}

/** How many jobs are read, and what is said of those that cannot be. */
async function readAll(folder: string, now = NOW) {
  const said: string[] = [];
  let jobs = 0;
  const onUnreadable = (file: string, error: unknown) =>
    said.push(`${path.basename(file)}: ${error instanceof Error ? error.message : error}`);
  for await (const {damage} of readJournal(folder, {now, onUnreadable})) {
    jobs++;
    if (damage !== null) said.push(`${path.basename(damage.file)}: ${damage.problem}`);
  }
  return [jobs, ...said];
}

const lines = (file: string) => readFileSync(file, 'utf8').split('\n');

test.each<[string, (file: string) => void, readonly [number, string]]>([
  ['is empty', file => truncateSync(file), [0, '1.jsonl: it is empty']],
  [
    'has other bytes',
    file => writeFileSync(file, Buffer.from([0, 200, 10, 7, 10])),
    [0, '1.jsonl: no line of it says what job it is of'],
  ],
  [
    'is a folder',
    file => {
      rmSync(file);
      mkdirSync(file);
    },
    [0, '1.jsonl: it is a folder, not a plain file'],
  ],
  ['lost its end', file => writeFileSync(file, lines(file).slice(0, 4).join('\n')), [1, '1.jsonl: its end is missing']],
  [
    'lost its targets',
    file => writeFileSync(file, lines(file).toSpliced(1, 1).join('\n')),
    [1, '1.jsonl: it names 0 of 3 targets'],
  ],
  [
    'has a line that nobody wrote so',
    file => writeFileSync(file, lines(file).toSpliced(3, 1, '{"type":"en\u0000').join('\n')),
    [1, '1.jsonl: it has lines that circusman did not write so'],
  ],
])('of a job whose file %s all that can be read is, and it is said', async (_, harm, expected) => {
  const {folder, file} = journalOfOne();
  harm(file);
  expect(await readAll(folder)).toEqual(expected);
});

test('nothing is said of what a later circusman, or one that was killed, leaves', async () => {
  const {folder, file, journal} = journalOfOne(4);
  writeFileSync(file, `${readFileSync(file, 'utf8')}{"type":"sung","time":"2026"}\n{"type":"ended","ti`);
  expect(await readAll(folder)).toEqual([1]);
  journal.takeUp(1, 0, new Map());
  expect(await readAll(folder)).toEqual([1]);
});

test('a file that is being made is none that cannot be read, for a minute', async () => {
  const {folder, file} = journalOfOne();
  truncateSync(file);
  const open = file.replace('.jsonl', '.open.jsonl');
  renameSync(file, open);
  utimesSync(open, NOW / 1_000, NOW / 1_000);
  expect(await readAll(folder, NOW + 59_000)).toEqual([0]);
  expect(await readAll(folder, NOW + 61_000)).toEqual([0, '1.open.jsonl: it is empty']);
});

test('the next start says which interrupted job it cannot read', async () => {
  const {folder, file, journal, warned} = journalOfOne(4);
  truncateSync(file);
  expect(await journal.interrupted(Date.now() + 61_000)).toEqual([]);
  expect(warned).toEqual([`${file}, which a job was written down in, cannot be read whole: it is empty`]);
  rmSync(folder, {recursive: true});
  writeFileSync(folder, '');
  expect(await journal.interrupted(Date.now())).toEqual([]);
  expect(warned.at(-1)).toBe(
    `jobs are not written down in ${folder}: there is a file where a folder of its path should be`,
  );
});
