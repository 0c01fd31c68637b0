import {MOMENTS_THERE_ARE, parseMoment} from '../model/moment.js';
import type {Arguments} from './arguments.js';
import type {CommandOption} from './command.js';
import {misused, type Result} from './plan.js';

export const SINCE: CommandOption = {
  name: 'since',
  value: 'TIME',
  isMany: false,
  summary: 'Begin at the lines of that time: 10m (ago), 10:32, 2026-11-28T10:32',
};
export const UNTIL: CommandOption = {
  name: 'until',
  value: 'TIME',
  isMany: false,
  summary: 'Only the lines before that time; on the screen: begin there',
};
export const SOURCE: CommandOption = {
  name: 'source',
  value: 'SOURCE',
  valueKind: 'choice',
  choices: ['stdout', 'stderr'],
  isMany: true,
  summary: 'Only stdout, stderr, or a file that the service declares, such as data/graph.db/messages.log',
};
export const FILTER: CommandOption = {
  name: 'filter',
  value: 'TEXT',
  isMany: false,
  summary: 'Only lines with this text, which the nodes look for; !TEXT: without it',
};
export const LINES: CommandOption = {
  name: 'lines',
  value: 'N',
  isMany: false,
  summary: 'In exec: at most so many of the last lines of each log',
};
export const FOLLOW: CommandOption = {
  name: 'follow',
  value: null,
  isMany: false,
  summary: 'In exec, and of log save: go on with what comes; the screen always does',
};

export const RATE: CommandOption = {
  name: 'rate',
  value: 'BYTES',
  isMany: false,
  summary: 'Of log save: at most so much a second from a node, as in 512K; 0: without a limit (default: 10M)',
};

/** The sources that were named; null: all are meant. */
export function sourcesOf({options}: Arguments): readonly string[] | null {
  return options.get(SOURCE.name)?.map(({text}) => text) ?? null;
}

/** The moment that one of these options says, ms since 1970 by our clock; null: it was not given. */
export function momentOf({name}: CommandOption, {options}: Arguments, now: number): Result<number | null> {
  const word = options.get(name)?.[0];
  if (word === undefined) return {ok: true, value: null};
  const moment = parseMoment(word.text, now);
  return moment === null ? misused(`--${name}: ${MOMENTS_THERE_ARE}`, word.at) : {ok: true, value: moment};
}
