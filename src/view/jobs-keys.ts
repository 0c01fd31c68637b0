import {hasJobFor, type JobKey, performOnJob} from './job-actions.js';
import {type KeyAction, type KeyBinding, SCROLL} from './key-binding.js';
import {OPENERS} from './openers.js';
import type {ScreenKeys} from './screen-keys.js';

const onJob = (does: JobKey): KeyAction => ({type: 'act', act: on => performOnJob(does, on)});

const KEYS: readonly KeyBinding[] = [
  {name: 'newer', keys: ['up', 'k'], action: onJob('newer'), help: 'The newer job'},
  {name: 'older', keys: ['down', 'j'], action: onJob('older'), help: 'The older job', label: 'older'},
  {name: 'newest', keys: ['g', 'home'], action: onJob('newest'), help: 'The newest job'},
  {name: 'oldest', keys: ['G', 'end'], action: onJob('oldest'), help: 'The oldest job'},
  {
    name: 'force',
    keys: ['K'],
    action: onJob('force'),
    help: 'Force what a stop or restart waits for: signal 9, which circus never refuses',
    label: 'force (signal 9)',
    isOffered: scene => hasJobFor('force', scene),
  },
  {name: 'apply', keys: ['enter'], action: onJob('apply'), help: 'Do what a dry run has shown'},
  {
    name: 'cancel',
    keys: ['C'],
    action: onJob('cancel'),
    help: 'Begin no more targets of it',
    label: 'cancel',
    isOffered: scene => hasJobFor('cancel', scene),
  },
  {
    name: 'retry',
    keys: ['T'],
    action: onJob('retry'),
    help: 'Try the targets again that are not ok',
    label: 'try again',
    isOffered: scene => hasJobFor('retry', scene),
  },
  {
    name: 'look',
    keys: ['a'],
    action: onJob('look'),
    help: 'Of an interrupted job: ask the nodes how the targets are that nobody knows of',
  },
  {
    name: 'go-on',
    keys: ['o'],
    action: onJob('go-on'),
    help: 'Go on with an interrupted job: the same for its targets that were not begun',
  },
  {
    name: 'log',
    keys: ['L'],
    action: onJob('log'),
    help: 'The logs of its targets that are not ok, when they ended; of all of them where all are ok',
    label: 'log',
  },
];

/** The keys of the jobs screen. */
export const JOBS_KEYS: ScreenKeys = {
  name: 'jobs',
  title: 'On the jobs screen',
  keys: KEYS,
  lastKeys: SCROLL,
  opener: OPENERS.jobs,
  hasJobLine: false,
};
