import path from 'node:path';
import {type WatcherOptions, watcherSection} from './circus-ini.js';
import type {NodeContent} from './local-node.js';

/** What is odd about a node of the demo, so that there is something to see. */
type Quirk = 'deaf neo4j' | 'crashing titan' | 'slow titan';

/** How a stand-in is started. */
export interface StandIn {
  readonly python: string;
  /** `circus/demo/stand-in` of this package. */
  readonly program: string;
}

/** The nodes with a quirk, by number, from 1; node 1 never has one. */
export function quirksOf(count: number): ReadonlyMap<number, Quirk> {
  const places: readonly (readonly [number, Quirk])[] =
    count >= 7
      ? [
          [3, 'deaf neo4j'],
          [5, 'crashing titan'],
          [7, 'slow titan'],
        ]
      : [
          [2, 'deaf neo4j'],
          [3, 'crashing titan'],
          [4, 'slow titan'],
        ];
  return new Map(places.filter(([number]) => number <= count));
}

/** The databases of a demo node, which write their logs into its folder. The controller starts them: autostart is off. */
export function demoWatchers(quirk: Quirk | undefined, standIn: StandIn): (folder: string) => NodeContent {
  return folder => ({watchers: databases(quirk, standIn, folder)});
}

function databases(quirk: Quirk | undefined, standIn: StandIn, folder: string): string {
  const command = (name: string, ...options: readonly string[]) =>
    [standIn.python, '-I', '-S', standIn.program, name, ...options].map(shellWord).join(' ');
  const isDeaf = quirk === 'deaf neo4j';
  const isSlow = quirk === 'slow titan';
  return (
    watcherSection('neo4j', {
      cmd: isDeaf ? command('neo4j', '--deaf') : command('neo4j'),
      autostart: false,
      ...NO_SERVICE,
      singleton: true,
      graceful_timeout: isDeaf ? 20 : 5,
      ...logFiles(folder, 'neo4j'),
    }) +
    watcherSection('titan', {
      cmd: quirk === 'crashing titan' ? command('titan', '--crash', '3') : command('titan'),
      autostart: false,
      ...NO_SERVICE,
      graceful_timeout: 5,
      ...logFiles(folder, 'titan'),
      ...(isSlow ? {numprocesses: 2, warmup_delay: 2} : {singleton: true}),
    })
  );
}

/** Where circusd writes what the watcher's programs say; with the files rotated before, at most 200 kB a stream. */
function logFiles(folder: string, watcher: string): WatcherOptions {
  const entries = ['stdout', 'stderr'].flatMap(stream => [
    [`${stream}_stream.class`, 'FileStream'],
    [`${stream}_stream.filename`, path.join(folder, `${watcher}.${stream}.log`)],
    [`${stream}_stream.max_bytes`, 65_536],
    [`${stream}_stream.backup_count`, 2],
  ]);
  return Object.fromEntries(entries);
}

/** Stand-ins have the names of services of the package, but not their files and ports. */
export const NO_SERVICE = {service: ''} as const;

/** circus splits a command as a shell does, and fills in `$(…)` and `((…))` itself. */
function shellWord(text: string): string {
  return /^[\w./@:+-]+$/.test(text) ? text : `'${text.replaceAll("'", `'"'"'`)}'`;
}
