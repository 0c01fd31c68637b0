import {WAYS} from '../model/way.js';
import type {Glyph} from './theme.js';

/** What is typed or seen, and what it does or means. */
export interface HelpEntry {
  readonly left: string;
  readonly right: string;
}

/** What a key or a command acts on. */
export const TARGETS: readonly HelpEntry[] = [
  {left: 'a key', right: 'the marked cells if there are any, else the cell under the cursor'},
  {left: 'a command', right: 'the nodes that `on` names; without it the marked nodes if any, else all'},
  {left: 'no watcher', right: "every watcher but circus's own and those that are left out of all"},
];

/** The glyphs of the grid. */
export const LEGEND: readonly {readonly glyph: Glyph; readonly left: string; readonly right: string}[] = [
  {glyph: 'running', left: 'running, ready', right: 'it runs; ready: and its readiness check passes'},
  {glyph: 'not-ready', left: 'not ready 12s', right: 'it runs, its readiness check does not pass yet'},
  {glyph: 'not-ready', left: 'running 1 of 4', right: 'fewer processes run than it shall have'},
  {glyph: 'changing', left: 'starting, stopping', right: 'a change is under way, for so long'},
  {glyph: 'stopped', left: 'stopped', right: 'it does not run'},
  {glyph: 'stopped', left: 'done', right: 'its processes returned 0, and none is to come for them'},
  {glyph: 'down', left: 'exited 3, killed SIGKILL', right: 'it does not run, and went down by itself'},
  {glyph: 'changing', left: 'removing 40%', right: 'a reset is removing its files'},
  {glyph: 'alarm', left: 'flapping 6/5min', right: 'it crashed so often in that time'},
  {glyph: 'alarm', left: 'orphan 3312', right: 'a process that a killed circusd or a stop left behind still runs'},
  {glyph: 'alarm', left: 'running +orphan', right: 'it runs, and so does such a process of it'},
  {glyph: 'alarm', left: 'configured for 4 nodes', right: 'a service of the node was configured for another cluster'},
  {glyph: 'alarm', left: 'home cannot be used', right: 'the node says why, below the grid and in status --json'},
  {glyph: 'unknown', left: 'unknown', right: 'an answer is owed'},
  {glyph: 'absent', left: '', right: 'the node has no such watcher'},
  {
    glyph: 'recalled',
    left: 'recalled',
    right: 'it happened while circusman was not connected: the node told of it later',
  },
  {glyph: 'sum', left: '', right: 'sums over the nodes that are shown and online'},
];

/** Words of the screen. */
export const WORDS: readonly HelpEntry[] = [
  {left: 'stale 4s', right: 'the node owes an answer; its cells are what was known so long ago'},
  {left: 'edited: conf/x', right: 'this configured file of the node was changed by hand'},
  ...Object.entries(WAYS).map(([left, right]) => ({left, right})),
  {left: '#12', right: 'a job: one command on its targets; the jobs screen has every outcome'},
  {
    left: 'CPU 5 min',
    right: 'what the services of the node used, half a minute a bar; "full bar" below says what a full one is',
  },
];
