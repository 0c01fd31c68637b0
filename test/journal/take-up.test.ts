import {appendFileSync, readdirSync} from 'node:fs';
import path from 'node:path';
import {expect, test} from '@jest/globals';
import {readInterrupted, readJournal} from '../../src/journal/read.js';
import {openJournal} from '../../src/journal/writer.js';
import type {Outcome} from '../../src/model/job.js';
import {jobFacts, newStateFolder, ORIGIN, THREE} from '../support/journal-jobs.js';

const NOW = {now: Date.now()};

const SEEN: Outcome = {kind: 'unknown', changed: null, sent: true, state: 'running', reason: 'it is running now'};

const journalIn = (folder: string) =>
  openJournal({
    folder,
    origin: ORIGIN,
    isKept: () => true,
    warn: sentence => {
      throw new Error(sentence);
    },
  });

test('a job that somebody has seen to is told no more, and keeps what its nodes said', async () => {
  const folder = newStateFolder();
  journalIn(folder).write(jobFacts(1, THREE).slice(0, 4));
  // As a kill in the middle of a write leaves it.
  appendFileSync(path.join(folder, 'jobs/1.open.jsonl'), '{"type":"ended","time":"2026');
  const journal = journalIn(folder);
  expect(await journal.interrupted(NOW.now)).toHaveLength(1);
  journal.takeUp(1, 0, new Map([[1, SEEN]]));
  expect(await readInterrupted(folder, NOW)).toEqual([]);
  expect(readdirSync(path.join(folder, 'jobs'))).toEqual(['1.jsonl']);
  const kept = [];
  for await (const each of readJournal(folder, NOW)) kept.push(each);
  expect(kept).toMatchObject([{state: 'interrupted', isTakenUp: true}]);
  expect(kept[0]?.job.targets.map(({outcome}) => outcome?.kind)).toEqual(['ok', 'unknown', 'cancelled']);
  expect(kept[0]?.job.targets[1]?.outcome).toEqual(SEEN);
  // Another circusman that shows it, too.
  journal.takeUp(1, 0, new Map());
  journal.takeUp(99, 0, new Map());
  expect(await readInterrupted(folder, NOW)).toEqual([]);
});
