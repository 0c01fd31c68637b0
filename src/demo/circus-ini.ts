import {bracketed} from '../model/node-spec.js';
import type {NodeAddress} from './addresses.js';

/** A watcher's options as circus names them. */
export type WatcherOptions = Readonly<Record<string, string | number | boolean>>;

/**
 * What circusd reads at its start, `[circus]` for the address, then the watchers' sections as they are.
 * `check_delay` is a second: circus's own 5 s would make crashes and restarts in a demo or test slow.
 */
export function circusIni(
  {host, commandPort, eventsPort, statisticsPort}: NodeAddress,
  watchers: string,
  hasStatistics: boolean,
): string {
  // circus takes a stats_endpoint for `statsd = True`, whatever `statsd` says.
  const at = (port: number) => `tcp://${bracketed(host)}:${port}`;
  const statistics = hasStatistics ? `stats_endpoint = ${at(statisticsPort)}\nstatsd = True\n` : '';
  return `[circus]
endpoint = ${at(commandPort)}
pubsub_endpoint = ${at(eventsPort)}
${statistics}multicast_endpoint =
check_delay = 1

${watchers}`;
}

/** One watcher's section. */
export function watcherSection(name: string, options: WatcherOptions): string {
  const lines = Object.entries(options).map(([key, value]) => `${key} = ${iniValue(value)}\n`);
  return `[watcher:${name}]\n${lines.join('')}\n`;
}

function iniValue(value: string | number | boolean): string {
  return typeof value === 'boolean' ? (value ? 'True' : 'False') : String(value);
}
