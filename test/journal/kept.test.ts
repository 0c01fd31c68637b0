import {execFileSync} from 'node:child_process';
import {mkdirSync, rmSync, statSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import {describe, expect, test} from '@jest/globals';
import {DISK, type JournalDisk} from '../../src/journal/job-file.js';
import {readInterrupted, readJournal} from '../../src/journal/read.js';
import {type JournalOptions, openJournal} from '../../src/journal/writer.js';
import type {Fact, JobFact} from '../../src/model/facts.js';
import type {Outcome} from '../../src/model/job.js';
import {at} from '../support/cluster-state.js';
import {jobFacts, newStateFolder, ORIGIN, THREE} from '../support/journal-jobs.js';

const NOW = {now: Date.now()};

function journalIn(folder: JournalOptions['folder'], disk: JournalDisk = DISK) {
  const warned: string[] = [];
  const warn = (sentence: string) => warned.push(sentence);
  const journal = openJournal({folder, origin: ORIGIN, isKept: () => true, warn, disk});
  return {journal, warned};
}

async function jobsIn(folder: string) {
  const jobs = [];
  for await (const each of readJournal(folder, NOW)) jobs.push(each);
  return jobs;
}

const kinds = (jobs: Awaited<ReturnType<typeof jobsIn>>) =>
  jobs.map(({job}) => job.targets.map(({outcome}) => outcome?.kind ?? null));

class Killed extends Error {}

/** A disk whose program is killed at the step of that number; a write has then taken so many of its bytes. */
function killedAt(step: number, taken: number): JournalDisk {
  let steps = 0;
  const dies = () => steps++ >= step;
  const orDie = <Value>(act: () => Value): Value => {
    if (dies()) throw new Killed();
    return act();
  };
  return {
    create: file => orDie(() => DISK.create(file)),
    append: (handle, bytes) => {
      if (!dies()) return DISK.append(handle, bytes);
      if (steps === step + 1) DISK.append(handle, bytes.subarray(0, Math.floor(bytes.length * taken)));
      throw new Killed();
    },
    rename: (from, to) => orDie(() => DISK.rename(from, to)),
    close: handle => DISK.close(handle),
  };
}

describe('a program that is killed while it writes', () => {
  const facts = jobFacts(1, THREE);
  const steps = facts.length + 2;

  test.each([0, 0.5, 1])(
    'loses no outcome that it knew, whichever step it was at and %d of it was done',
    async taken => {
      for (let step = 0; step < steps; step++) {
        const folder = newStateFolder();
        const {journal} = journalIn(folder, killedAt(step, taken));
        const told = new Set<number>();
        const begun = new Set<number>();
        for (const [index, fact] of facts.entries()) {
          // The file is made and the job written in the first two steps, and each fact behind it in one.
          const isWritten = index + 1 < step;
          if (isWritten && fact.type === 'job-target-ended') told.add(fact.index);
          if (isWritten && fact.type === 'job-target-began') begun.add(fact.index);
          journal.write([fact]);
        }
        const [kept] = await jobsIn(folder);
        const outcomes = kept?.job.targets.map(({outcome}) => outcome?.kind) ?? [];
        for (const index of told) expect(outcomes[index]).toBe('ok');
        for (const index of begun) expect(outcomes[index]).toMatch(/ok|unknown/);
        if (kept !== undefined) expect(outcomes).toHaveLength(THREE.length);
        rmSync(folder, {recursive: true});
      }
    },
  );

  test('is told as what it is: what began is unknown, what did not is cancelled', async () => {
    const folder = newStateFolder();
    const {journal} = journalIn(folder);
    journal.write(facts.slice(0, 4));
    const [kept] = await readInterrupted(folder, NOW);
    expect(kept).toMatchObject({state: 'interrupted', isTakenUp: false, from: '192.168.0.9 pts/3'});
    expect(kept?.job.targets.map(({outcome}) => outcome)).toMatchObject([
      {kind: 'ok', sent: true},
      {kind: 'unknown', sent: true},
      {kind: 'cancelled', sent: false, reason: 'not begun: circusman ended before'},
    ]);
  });
});

describe('a program that a signal ends', () => {
  const [began, first, firstEnd, second] = jobFacts(1, THREE);
  const given = (index: number, kind: Outcome['kind']): Fact => ({
    type: 'job-target-ended',
    at: at(3),
    job: 1,
    index,
    outcome: {kind, changed: null, sent: false, state: null, reason: 'broken off'},
  });
  const course = [began, first, firstEnd, second].flatMap(fact => fact ?? []);

  test.each([
    ['ok', 'cancelled', 'interrupted'],
    ['unknown', 'ok', 'interrupted'],
    ['ok', 'failed', 'ended'],
  ] as const)('leaves a job whose last targets are %s and %s: it is %s', async (one, other, state) => {
    const folder = newStateFolder();
    const {journal} = journalIn(folder);
    journal.write(course);
    journal.interrupt();
    journal.write([given(1, one), given(2, other), {type: 'job-ended', at: at(3), job: 1}]);
    expect(await jobsIn(folder)).toMatchObject([
      {state, job: {targets: [{}, {outcome: {kind: one}}, {outcome: {kind: other}}]}},
    ]);
    expect(await readInterrupted(folder, NOW)).toHaveLength(state === 'ended' ? 0 : 1);
  });
});

test('a job that has ended is read as it went', async () => {
  const folder = newStateFolder();
  const {journal, warned} = journalIn(folder);
  for (const fact of jobFacts(7, THREE)) journal.write([fact]);
  const [kept] = await jobsIn(folder);
  expect(kept).toMatchObject({state: 'ended', by: {who: 'root@control', how: 'bar'}});
  expect(kept?.job).toMatchObject({id: 7, text: 'start neo4j on 127.0.0.1-3', command: 'start'});
  expect(kept?.job.targets.map(({target, ms, outcome}) => [target.node, ms, outcome?.pids])).toEqual(
    THREE.map(({node}) => [node, 500, [12]]),
  );
  expect(await readInterrupted(folder, NOW)).toEqual([]);
  expect(warned).toEqual([]);
});

test('the end of a process that a target was ok by is kept, whether its job has ended or not', async () => {
  const folder = newStateFolder();
  const {journal} = journalIn(folder);
  const facts = jobFacts(7, THREE);
  const afterwards = (ms: number) => ({exit: {code: 3, signal: null}, ms});
  for (const fact of facts.slice(0, -1)) journal.write([fact]);
  journal.died(7, 0, afterwards(1), 0);
  journal.write(facts.slice(-1));
  journal.died(7, 1, afterwards(2), 0);
  journal.died(8, 0, afterwards(3), 0);
  const [kept, other] = await jobsIn(folder);
  expect(kept?.job.targets.map(each => each.afterwards)).toEqual([afterwards(1), afterwards(2), null]);
  expect(other).toBeUndefined();
});

test('a job with more targets than a line has room for keeps all of them', async () => {
  const folder = newStateFolder();
  const targets = Array.from({length: 1_234}, (_, index) => ({node: `node${index}`, watcher: null}));
  journalIn(folder).journal.write(jobFacts(1, targets));
  const [kept] = await jobsIn(folder);
  expect(kept?.job.targets.map(({target}) => target)).toEqual(targets);
});

/** A disk that takes so many bytes, until it is emptied. */
function smallDisk(room: number) {
  let left = room;
  const full = () => Object.assign(new Error('full'), {code: 'ENOSPC'});
  const disk: JournalDisk = {
    ...DISK,
    append: (handle, bytes) => {
      if (left === 0) throw full();
      const written = DISK.append(handle, bytes.subarray(0, left));
      left -= written;
      return written;
    },
  };
  return {
    disk,
    empty: () => {
      left = Number.POSITIVE_INFINITY;
    },
  };
}

describe('a full disk', () => {
  const facts = jobFacts(1, THREE);

  test.each([0, 1, 400, 600])('that takes %d bytes stops no job, is said once, and gets the rest later', async room => {
    const folder = newStateFolder();
    const {disk, empty} = smallDisk(room);
    const {journal, warned} = journalIn(folder, disk);
    for (const fact of facts) journal.write([fact]);
    expect(warned).toEqual([`jobs are not written down in ${folder}: its disk is full`]);
    empty();
    journal.write([{...jobFacts(2, [])[0], job: 2} as JobFact]);
    expect(kinds(await jobsIn(folder))).toEqual([['ok', 'ok', 'ok'], []]);
  });

  test('gets it at the end, if there is room then', async () => {
    const folder = newStateFolder();
    const {disk, empty} = smallDisk(500);
    const {journal} = journalIn(folder, disk);
    for (const fact of facts) journal.write([fact]);
    empty();
    await journal.close();
    expect(kinds(await jobsIn(folder))).toEqual([['ok', 'ok', 'ok']]);
  });
});

test('a file where the folder should be is said once, and numbers go on', () => {
  const folder = newStateFolder();
  writeFileSync(path.join(folder, 'jobs'), '');
  writeFileSync(path.join(folder, 'job-numbers'), '');
  const {journal, warned} = journalIn(folder);
  expect([journal.nextJob(), journal.nextJob()]).toEqual([1, 2]);
  for (const fact of jobFacts(1, THREE)) journal.write([fact]);
  expect(warned).toHaveLength(1);
});

test('without a folder, that is said with the first job that would be kept', () => {
  const {journal, warned} = journalIn({problem: 'there is no folder for it'});
  expect(warned).toEqual([]);
  for (const fact of [...jobFacts(journal.nextJob(), THREE), ...jobFacts(journal.nextJob(), THREE)])
    journal.write([fact]);
  expect(warned).toEqual(['jobs are not written down: there is no folder for it']);
});

test('nobody else may read it', () => {
  const folder = newStateFolder();
  journalIn(folder).journal.write(jobFacts(1, THREE));
  const modeOf = (file: string) => statSync(path.join(folder, file)).mode & 0o777;
  expect([modeOf('jobs'), modeOf('jobs/1.jsonl')]).toEqual([0o700, 0o600]);
});

describe('what somebody else left in the folder', () => {
  test.each(['', '{"type":"jo', 'null\n', '{"type":"job","job":1}\n', '[]\n"x"\n', 'x'.repeat(9_000_000)])(
    'is no job, and no obstacle, and what has the name of a job is told',
    async text => {
      const folder = newStateFolder();
      mkdirSync(path.join(folder, 'jobs'), {recursive: true});
      writeFileSync(path.join(folder, 'jobs', '1.open.jsonl'), text);
      writeFileSync(path.join(folder, 'jobs', 'notes.txt'), text);
      execFileSync('mkfifo', [path.join(folder, 'jobs', '3.jsonl')]);
      mkdirSync(path.join(folder, 'jobs', '4.jsonl'));
      journalIn(folder).journal.write(jobFacts(2, THREE));
      const read = [];
      const unread: string[] = [];
      const onUnreadable = (file: string) => unread.push(path.basename(file));
      for await (const {job} of readJournal(folder, {...NOW, onUnreadable})) read.push(job.id);
      expect([read, unread]).toEqual([[2], ['3.jsonl', '4.jsonl']]);
    },
  );
});
