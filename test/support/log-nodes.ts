import {mkdirSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import type {AddressBlock} from '../../src/demo/addresses.js';
import {type WatcherOptions, watcherSection} from '../../src/demo/circus-ini.js';
import {type LocalNode, type NodeContent, startLocalNode} from '../../src/demo/local-node.js';
import {startTogether, type Together} from '../../src/demo/start-together.js';
import {eventually} from './eventually.js';
import {LAUNCHER} from './local-nodes.js';
import {type LogWriter, logWriter, logWriterCommand} from './log-writer.js';

/**
 * Real nodes with our package, whose watchers run writers of logs.
 *
 * ```ts
 * const nodes = await startLogNodes(2, {watchers: ['neo4j', 'titan'], stream: {max_bytes: 100_000, backup_count: 3}});
 * const [neo4j] = nodes.nodes[0].watchers;
 * await neo4j.writer.write('stdout', {lines: 500, kind: 'utf8', length: 3_000});
 * await neo4j.writer.setRate(neo4j.file('logs/app.log'), {lines: 300});
 * await neo4j.writer.rotate(neo4j.file('logs/app.log'), 2);
 * await neo4j.writer.written(neo4j.file('stdout')); // lines, bytes and checksum of what the files together must hold
 * await nodes.stop();
 * ```
 */
export type LogNodes = Together<LogNode>;

export interface LogNode extends LocalNode {
  /** In the order of the options; their processes run. */
  readonly watchers: readonly LogWatcher[];
}

/** A watcher whose process writes logs; it is a service of the same name. */
export interface LogWatcher {
  readonly name: string;
  readonly home: string;
  readonly writer: LogWriter;
  /** Where the source is written to: `stdout`, `stderr`, or a declared file by its path in the home. */
  readonly file: (source: string) => string;
}

export interface LogNodesOptions {
  /** Absent: one, `box`. */
  readonly watchers?: readonly string[];
  /** Options of both streams, such as max_bytes and backup_count, or class; absent: circus's FileStream, never rotated. */
  readonly stream?: WatcherOptions;
  /** Files that the writers write themselves, by their path in the home, each with the time pattern that the service declares. */
  readonly files?: Readonly<Record<string, string>>;
  /** Absent: everywhere. */
  readonly blocks?: readonly AddressBlock[];
}

/** As lines of the writers begin. */
export const LINE_TIME = '%Y-%m-%d %H:%M:%S.%f%z';

/** Starts them, and waits until every writer runs. */
export function startLogNodes(count: number, options: LogNodesOptions = {}): Promise<LogNodes> {
  return startTogether(count, address => startLogNode(address, options), options.blocks);
}

/** One node on an address of the caller's. */
export async function startLogNode(address: LocalNode['address'], options: LogNodesOptions = {}): Promise<LogNode> {
  const {watchers: names = ['box'], stream = {class: 'FileStream'}, files = {'logs/app.log': LINE_TIME}} = options;
  let watchers: readonly LogWatcher[] = [];
  const content = (folder: string): NodeContent => {
    watchers = names.map(name => watcherIn(folder, name));
    for (const each of watchers) describeService(folder, each, files);
    return {
      watchers: watchers.map(each => section(folder, each, stream, Object.keys(files))).join(''),
      nodeFile: `services = [${JSON.stringify(path.join(folder, 'services'))}]\n`,
    };
  };
  const node = await startLocalNode({launcher: LAUNCHER, address, watchers: content, hasStatistics: false});
  try {
    await Promise.all(watchers.map(({writer}) => eventually(() => writer.written('stdout'))));
  } catch (error) {
    await node.stop();
    throw error;
  }
  return {...node, watchers};
}

function watcherIn(folder: string, name: string): LogWatcher {
  const home = path.join(folder, name);
  const file = (source: string) =>
    source === 'stdout' || source === 'stderr' ? path.join(folder, `${name}.${source}.log`) : path.join(home, source);
  return {name, home, file, writer: logWriter(socketOf(folder, name))};
}

function socketOf(folder: string, name: string): string {
  return path.join(folder, `${name}.sock`);
}

function describeService(folder: string, {name, home}: LogWatcher, files: Readonly<Record<string, string>>): void {
  const described = path.join(folder, 'services', name);
  for (const each of [home, described]) mkdirSync(each, {recursive: true});
  const logFiles = Object.entries({stdout: LINE_TIME, stderr: LINE_TIME, ...files}).map(
    ([source, time]) => `${JSON.stringify(source)} = ${JSON.stringify(time)}\n`,
  );
  const service = `[service]\ndescription = "Writes logs"\nhome = ${JSON.stringify(home)}\n`;
  writeFileSync(path.join(described, 'service.toml'), `${service}[log_files]\n${logFiles.join('')}`);
}

function section(folder: string, watcher: LogWatcher, stream: WatcherOptions, files: readonly string[]): string {
  const streams = ['stdout', 'stderr'].flatMap(name =>
    Object.entries({filename: watcher.file(name), ...stream}).map(
      ([key, value]) => [`${name}_stream.${key}`, value] as const,
    ),
  );
  return watcherSection(watcher.name, {
    cmd: logWriterCommand(socketOf(folder, watcher.name), files.map(watcher.file)),
    working_dir: watcher.home,
    graceful_timeout: 2,
    ...Object.fromEntries(streams),
  });
}
