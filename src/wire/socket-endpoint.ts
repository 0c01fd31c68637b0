import {platform} from 'node:os';
import {socketPathProblem} from '../model/socket-path.js';
import type {Endpoint, NoWay} from './way.js';

/** Bytes that the path of a unix socket may have, without the NUL behind it. */
const LONGEST_PATH = platform() === 'linux' ? 107 : 103;

/** A unix socket of this machine, whether anything listens there or not. */
export function socketEndpoint(path: string): Endpoint | NoWay {
  const problem = socketPathProblem(path);
  if (problem !== null) return {problem};
  if (path.length > LONGEST_PATH) {
    return {problem: `the path has ${path.length} bytes, and that of a unix socket may have ${LONGEST_PATH}`};
  }
  return {url: `ipc://${path}`, place: path, socketOptions: {}};
}
