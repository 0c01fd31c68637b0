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
  const services = path.join(path.dirname(standIn.program), 'services');
  return folder => ({
    watchers: databases(quirk, standIn, folder),
    nodeFile: [
      `services = [${JSON.stringify(services)}]\n`,
      ...DATABASES.map(name => `[service.stand-in-${name}]\nhome = ${JSON.stringify(homeOf(folder, name))}\n`),
    ].join(''),
    folders: DATABASES.map(name => path.join(name, 'logs')),
  });
}

const DATABASES = ['neo4j', 'titan'] as const;

function homeOf(folder: string, database: string): string {
  return path.join(folder, database);
}

function databases(quirk: Quirk | undefined, standIn: StandIn, folder: string): string {
  const command = (name: string, ...options: readonly string[]) =>
    [standIn.python, '-I', '-S', standIn.program, name, '--store-log', 'logs/store.log', ...options]
      .map(shellWord)
      .join(' ');
  const isDeaf = quirk === 'deaf neo4j';
  const isSlow = quirk === 'slow titan';
  return (
    watcherSection('neo4j', {
      cmd: isDeaf ? command('neo4j', '--deaf') : command('neo4j'),
      autostart: false,
      singleton: true,
      graceful_timeout: isDeaf ? 20 : 5,
      ...standingIn(folder, 'neo4j'),
    }) +
    watcherSection('titan', {
      cmd: quirk === 'crashing titan' ? command('titan', '--crash', '3') : command('titan'),
      autostart: false,
      graceful_timeout: 5,
      ...standingIn(folder, 'titan'),
      ...(isSlow ? {numprocesses: 2, warmup_delay: 2} : {}),
    })
  );
}

/** Its service and home, and where circusd writes what its programs say: with the files rotated before, at most 200 kB a stream. */
function standingIn(folder: string, database: string): WatcherOptions {
  const streams = ['stdout', 'stderr'].flatMap(stream => [
    [`${stream}_stream.class`, 'FileStream'],
    [`${stream}_stream.filename`, path.join(folder, `${database}.${stream}.log`)],
    [`${stream}_stream.max_bytes`, 65_536],
    [`${stream}_stream.backup_count`, 2],
  ]);
  return {
    service: `stand-in-${database}`,
    working_dir: homeOf(folder, database),
    ...Object.fromEntries(streams),
  };
}

/** circus splits a command as a shell does, and fills in `$(…)` and `((…))` itself. */
function shellWord(text: string): string {
  return /^[\w./@:+-]+$/.test(text) ? text : `'${text.replaceAll("'", `'"'"'`)}'`;
}
