import type {CallName} from '../model/calls.js';
import type {NodeReading, ReadValue, ReadValues, WatcherReading} from '../model/reading.js';
import {cleanText} from '../text/clean-text.js';
import {type Codec, READING} from './codec.js';
import {ProtocolError} from './errors.js';
import {isObject, type JsonObject, object} from './json.js';

type ReadingCall = Extract<CallName, 'readNode' | 'readWatcher'>;

/** Where circus's answers have what was asked for; all others are not taken over. `as`: its own name, where it is not an object. */
const OF_NODE: Readonly<Record<NodeReading, Found>> = {
  status: {at: 'statuses'},
  list: {at: 'watchers', as: 'watchers'},
  numwatchers: {at: 'numwatchers', as: 'numwatchers'},
  numprocesses: {at: 'numprocesses', as: 'numprocesses'},
  globaloptions: {at: 'options'},
  listsockets: {at: 'sockets', as: 'sockets'},
  dstats: {at: 'info'},
  stats: {at: 'infos'},
};

const OF_WATCHER: Readonly<Record<WatcherReading, Found>> = {
  status: {at: 'status', as: 'status'},
  list: {at: 'pids', as: 'pids'},
  numprocesses: {at: 'numprocesses', as: 'numprocesses'},
  options: {at: 'options'},
  stats: {at: 'info'},
};

interface Found {
  readonly at: string;
  readonly as?: string;
}

/** What circusctl's reading commands ask; it is shown as circus tells it. */
export const READING_CODECS: {readonly [Name in ReadingCall]: Codec<Name>} = {
  readNode: {
    command: ({command}) => (command in OF_NODE ? command : 'status'),
    ...READING,
    properties: () => ({}),
    decode: answer => valuesIn(answer, Object.values(OF_NODE)),
  },
  readWatcher: {
    command: ({command}) => (command in OF_WATCHER ? command : 'status'),
    ...READING,
    properties: (watcher, {isExtended}) => ({name: watcher, ...(isExtended ? {extended: true} : {})}),
    decode: answer => valuesIn(answer, Object.values(OF_WATCHER)),
  },
};

/** Every answer has one of these, and none has two. @throws ProtocolError */
function valuesIn(answer: JsonObject, places: readonly Found[]): ReadValues {
  const found = places.find(({at}) => answer[at] !== undefined && !(at === 'status' && answer[at] === 'ok'));
  if (found === undefined) throw new ProtocolError('it does not hold what was asked for');
  const value = answer[found.at];
  return found.as === undefined ? cleanValues(object(value, found.at)) : {[found.as]: cleanValue(value)};
}

/** Characters of a value. */
const LONGEST = 4_096;
/** Objects in objects; circus's own have three. */
const DEEPEST = 8;

/** Strings that are safe to show, and no more than so many levels. @throws ProtocolError where there are more */
export function cleanValue(value: unknown, depth = 0): ReadValue {
  if (depth > DEEPEST) throw new ProtocolError('it is nested too deep');
  if (typeof value === 'string') return cleanText(value, LONGEST);
  if (typeof value === 'number' || typeof value === 'boolean') return value;
  if (Array.isArray(value)) return value.map(each => cleanValue(each, depth + 1));
  return isObject(value) ? cleanValues(value, depth + 1) : null;
}

function cleanValues(values: JsonObject, depth = 0): ReadValues {
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [cleanText(name), cleanValue(value, depth)]));
}
