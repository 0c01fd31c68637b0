import {mkdtempSync, rmSync} from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import {afterAll} from '@jest/globals';
import type {Program} from '../../src/files/program.js';
import type {RunOrigin} from '../../src/journal/encode.js';
import type {JobFact} from '../../src/model/facts.js';
import type {Outcome, Target} from '../../src/model/job.js';
import {at} from './cluster-state.js';

/** A circusman that is gone: the number is above any that Linux gives. */
export const GONE: Program = {pid: 4_194_305, started: 'another boot 1', host: os.hostname()};

export const ORIGIN: RunOrigin = {who: 'root@control', from: '192.168.0.9 pts/3', program: GONE};

export const OK: Outcome = {kind: 'ok', changed: true, sent: true, state: 'running', reason: null, pids: [12]};

const folders: string[] = [];
afterAll(() => {
  for (const folder of folders) rmSync(folder, {recursive: true, force: true});
});

/** A folder for what outlasts a run; it is removed with the test file's end. */
export function newStateFolder(): string {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'circusman-journal-'));
  folders.push(folder);
  return folder;
}

/** The course of a job of which every target began, one second after the other, and was ok half a second later. */
export function jobFacts(job: number, targets: readonly Target[]): readonly JobFact[] {
  const began: JobFact = {
    type: 'job-began',
    at: at(0),
    job,
    text: 'start neo4j on 127.0.0.1-3',
    command: 'start',
    isDryRun: false,
    targets,
    by: {who: 'root@control', how: 'bar'},
  };
  const course = targets.flatMap((_, index): readonly JobFact[] => [
    {type: 'job-target-began', at: at(index), job, index},
    {type: 'job-target-ended', at: at(index + 0.5), job, index, outcome: OK},
  ]);
  return [began, ...course, {type: 'job-ended', at: at(targets.length), job}];
}

export const THREE: readonly Target[] = ['127.0.0.1', '127.0.0.2', '127.0.0.3'].map(node => ({node, watcher: 'neo4j'}));
