import type {JsonObject} from './json.js';

/** Whether a message with these properties only reads. */
type OnlyReads = (properties: JsonObject) => boolean;

const always: OnlyReads = () => true;
/** It says what it would do. Nothing but `true` counts: what a node takes for true, it alone knows. */
const onDryRun: OnlyReads = ({dryRun}) => dryRun === true;

/**
 * The circus messages that only read. In read-only mode nothing else goes out, so that a mistake anywhere before can change no
 * node: a message that is missing here is refused, and the names are spelled as circusman sends them, though circus itself takes
 * capitals for small letters. Circus's own come first, then those of the package `circus/`.
 */
const READING_MESSAGES: ReadonlyMap<string, OnlyReads> = new Map([
  ['status', always],
  ['list', always],
  ['numprocesses', always],
  ['numwatchers', always],
  ['get', always],
  ['options', always],
  ['globaloptions', always],
  ['listsockets', always],
  ['stats', always],
  ['dstats', always],
  ['node-info', always],
  ['health', always],
  ['processes', always],
  ['poll-events', always],
  ['log-sources', always],
  ['log', always],
  ['log-find', always],
  ['configure', onDryRun],
  ['reset', onDryRun],
]);

/** Whether this message to circusd changes nothing there, whatever the command that sends it says of itself. */
export function onlyReads(command: string, properties: JsonObject): boolean {
  return READING_MESSAGES.get(command)?.(properties) ?? false;
}
