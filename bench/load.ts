import {performance} from 'node:perf_hooks';
import {setTimeout as wait} from 'node:timers/promises';
import {openCircusman} from './circusman.js';
import {atMost, type Figure, medianAndP95, type Row} from './figure.js';
import {needFleet} from './fleet.js';
import {type FleetOptions, realMessages, watchers} from './fleet-options.js';
import {timeKeys} from './keys.js';
import {watchUsage} from './process-usage.js';
import {bytesOf, chunksWithin, withinOneMinute} from './written.js';

/** A cluster to watch, and the goals for what that costs. */
interface Load {
  readonly name: string;
  readonly summary: string;
  readonly seconds: number;
  readonly fleet: FleetOptions;
  /** Seconds of running before it is measured; absent: until V8 has compiled the hot code. */
  readonly warmUp?: number;
  /** Percent of one core. */
  readonly cpu: number;
  /** MiB; absent: shown without a goal. */
  readonly rss?: number;
  /** Milliseconds, p50 and p95, after the rest is measured; absent: no keys are sent. */
  readonly keys?: readonly [number, number];
  /** Per second; absent: shown without a goal. */
  readonly bytes?: number;
}

/** Seconds: until V8 has compiled the hot code, until the slow round trips of the start are gone, and how long it is measured. */
const WARM_UP = 20;
const SETTLED = 45;
const WINDOW = 20;

const EIGHT = watchers(8);

export const idle = figureOf({
  name: 'idle',
  summary: '32 nodes × 8 watchers, nothing changes and no statistics come',
  seconds: 100,
  warmUp: SETTLED,
  fleet: {count: 32, watchers: EIGHT, messages: 0},
  cpu: 0.6,
  bytes: 0,
  keys: [6, 10],
});

export const usual = figureOf({
  name: 'usual',
  summary: `32 nodes × 8 watchers, each of circus-stats's messages once a second (${32 * realMessages(EIGHT)} a second)`,
  seconds: 60,
  fleet: {count: 32, watchers: EIGHT, messages: realMessages(EIGHT)},
  cpu: 2.5,
  rss: 110,
  keys: [6, 12],
});

export const many = figureOf({
  name: 'many',
  summary: '1,000 nodes × 1 watcher, 4 messages a second each',
  seconds: 50,
  fleet: {count: 1_000, watchers: watchers(1), messages: 4},
  cpu: 12,
  rss: 320,
});

export const sampled = figureOf({
  name: 'sampled',
  summary: '1,000 nodes × 4 watchers with a process each, and what our package tells of them once a second',
  seconds: 50,
  fleet: {count: 1_000, watchers: watchers(4), messages: 0, hasPackage: true},
  cpu: 8,
  rss: 260,
});

export const most = figureOf({
  name: 'most',
  summary: '1,000 nodes × 3 watchers with 4 processes, 10 messages a second each',
  seconds: 65,
  fleet: {count: 1_000, watchers: {...watchers(2), service3: 2}, messages: 10},
  cpu: 24,
  keys: [10, 18],
});

function figureOf({name, summary, seconds, fleet: options, warmUp = WARM_UP, cpu, rss, keys, bytes}: Load): Figure {
  return {
    name,
    summary: `${summary}; 200×50, after ${warmUp} s of running, for ${WINDOW} s`,
    seconds,
    run: async report => {
      report(`starting ${options.count} fake nodes`);
      const fleet = await needFleet(options);
      try {
        const terminal = await openCircusman(fleet, options.count);
        try {
          await wait(warmUp * 1_000 - (performance.now() - terminal.startedAt));
          const from = bytes === undefined ? performance.now() : await withinOneMinute(WINDOW);
          const used = await watchUsage(terminal.pid, WINDOW);
          const written = bytesOf(chunksWithin(terminal, from, performance.now())) / WINDOW;
          const rows: Row[] = [
            {what: 'CPU', unit: '%', samples: [used.cpu], goal: atMost(cpu)},
            {what: 'RSS', unit: 'MiB', samples: [used.rss], ...(rss === undefined ? {} : {goal: atMost(rss)})},
            {
              what: 'written',
              unit: 'bytes/s',
              samples: [written],
              ...(bytes === undefined ? {} : {goal: atMost(bytes)}),
            },
          ];
          if (keys === undefined) return {rows};
          const samples = await timeKeys(terminal);
          return {rows: [...rows, ...medianAndP95('key → changed frame', samples, ...keys)]};
        } finally {
          await terminal.close();
        }
      } finally {
        await fleet.close();
      }
    },
  };
}
