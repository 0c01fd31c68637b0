import type {ProcessSample} from '../model/usage-facts.js';
import {namesInStatistics} from '../model/watcher.js';
import {cleanName} from './clean-name.js';
import {parseObject, pid} from './json.js';

const ALL = 'stat.';
const ONE_PROCESS = /^stat\.(.+)\.\d+$/s;
/** circusd-stats's own group: circusd and circusd-stats, whose names are in the body. */
const CIRCUS = 'circus';
/** Characters that Python and JavaScript turn into lower case alike, without the backslash, which marks a name that was cleaned. */
const SAME_CASE = /^[ -[\]-~]{1,200}$/;

/**
 * The topics by which samples of a watcher's processes are subscribed to. Averages, half of the stream, have topics without the
 * last dot: the node does not even send them.
 */
export function sampleTopics(watcher: string): readonly string[] {
  if (watcher === 'circusd-stats') return [`stat.${CIRCUS}.`];
  return SAME_CASE.test(watcher) ? [...namesInStatistics(watcher)].map(name => `stat.${name}.`) : [ALL];
}

/**
 * Reads one message of circusd-stats.
 * @returns null for what is no sample of a process: averages, sockets, circusd itself
 * @throws ProtocolError when it is no message of that stream
 */
export function decodeSample(frames: readonly Buffer[]): ProcessSample | null {
  const [topic, bytes] = frames;
  const name = topic === undefined ? undefined : ONE_PROCESS.exec(topic.toString())?.[1];
  if (name === undefined || bytes === undefined) return null;
  const body = parseObject(bytes);
  // An average of a watcher whose name ends in a dot and digits, or a socket.
  if (body.subtopic === undefined || body.pid === undefined || Array.isArray(body.pid)) return null;
  if (name === CIRCUS && body.name !== 'circusd-stats') return null;
  return {
    name: name === CIRCUS ? 'circusd-stats' : cleanName(name),
    pid: pid(body.pid, 'pid'),
    cpu: typeof body.cpu === 'number' && body.cpu >= 0 ? body.cpu : null,
    memory: bytesOf(body.mem_info1),
  };
}

const UNITS = 'BKMGTPEZY';

/** @returns bytes of circus's `512B`, `1.41M`, `2.10G`; null when the node does not know (`N/A`) */
function bytesOf(text: unknown): number | null {
  const match = typeof text === 'string' ? /^(\d+(?:\.\d+)?)([BKMGTPEZY])$/.exec(text) : null;
  const unit = match?.[2];
  return unit === undefined ? null : Math.round(Number(match?.[1]) * 1_024 ** UNITS.indexOf(unit));
}
