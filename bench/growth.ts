import {performance} from 'node:perf_hooks';
import {setTimeout as wait} from 'node:timers/promises';
import {circusmanOn, openCircusman} from './circusman.js';
import {atMost, type Figure, type Row} from './figure.js';
import {type Fleet, startFleet} from './fleet.js';
import {watchers} from './fleet-options.js';
import {type Usage, watchUsage} from './process-usage.js';

/** Counts that are measured at the same time: the first two leave each other enough CPU. */
const STEPS: readonly (readonly number[])[] = [[32, 320], [1_000], [3_000]];
const MOST = 3_000;
const FEWER = 1_000;
const FLAT_FROM = 320;
const FLAT = 1.3;
const WARM_UP = 15;
const WINDOW = 8;
const MICROSECONDS_A_PERCENT = 10_000;

/** The cost per node at different numbers of nodes: it must not grow with them. */
export const growth: Figure = {
  name: 'growth',
  summary: `CPU and RSS a node, 1 message a second each; after ${WARM_UP} s of running, for ${WINDOW} s`,
  seconds: 85,
  run: async report => {
    const options = {watchers: watchers(1), messages: 1};
    report(`starting ${MOST} fake nodes`);
    const all = await startFleet({...options, count: MOST});
    const fleet = all ?? (await startFleet({...options, count: FEWER}));
    if (fleet === null) throw new Error(`this user may not have the descriptors that ${FEWER} nodes need`);
    try {
      const used = new Map<number, Usage>();
      for (const counts of STEPS) {
        const can = counts.filter(count => count <= fleet.addresses.length && circusmanOn(fleet, count) !== null);
        report(`${can.join(' and ')} nodes`);
        const usages = await Promise.all(can.map(count => measure(fleet, count)));
        for (const [index, count] of can.entries())
          used.set(count, usages[index] ?? {cpu: Number.NaN, rss: Number.NaN});
      }
      const left = STEPS.flat().filter(count => !used.has(count));
      return {
        rows: [...used].flatMap(([count, usage]) => rowsOf(count, usage, used.get(FLAT_FROM) ?? usage)),
        notes: left.map(count => `${count} nodes: left out, this user may not have so many descriptors.`),
      };
    } finally {
      await fleet.close();
    }
  },
};

async function measure(fleet: Fleet, count: number): Promise<Usage> {
  const terminal = await openCircusman(fleet, count);
  try {
    await wait(WARM_UP * 1_000 - (performance.now() - terminal.startedAt));
    return await watchUsage(terminal.pid, WINDOW);
  } finally {
    await terminal.close();
  }
}

function rowsOf(count: number, {cpu, rss}: Usage, flat: Usage): readonly Row[] {
  const nodes = `${count} nodes`;
  const rows: Row[] = [
    {what: `${nodes}: CPU`, unit: '%', samples: [cpu]},
    {what: `${nodes}: CPU a node and second`, unit: 'µs', samples: [(cpu * MICROSECONDS_A_PERCENT) / count]},
    {what: `${nodes}: RSS`, unit: 'MiB', samples: [rss]},
    {what: `${nodes}: RSS a node`, unit: 'KiB', samples: [(rss * 1_024) / count]},
  ];
  if (count <= FLAT_FROM) return rows;
  const times = (value: number, before: number) => (value / count) * (FLAT_FROM / before);
  return [
    ...rows,
    {what: `${nodes}: CPU a node, × of ${FLAT_FROM}`, unit: '×', samples: [times(cpu, flat.cpu)], goal: atMost(FLAT)},
    {what: `${nodes}: RSS a node, × of ${FLAT_FROM}`, unit: '×', samples: [times(rss, flat.rss)], goal: atMost(FLAT)},
  ];
}
