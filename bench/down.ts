import {performance} from 'node:perf_hooks';
import {setTimeout as wait} from 'node:timers/promises';
import {withDescriptors} from './descriptors.js';
import {atMost, type Figure} from './figure.js';
import {watchUsage} from './process-usage.js';
import {CIRCUSMAN, openTerminal} from './terminal.js';

const NODES = 1_000;
const DESCRIPTORS = 16_000;
const WARM_UP = 20;
const WINDOW = 20;

export const down: Figure = {
  name: 'down',
  summary: `${NODES.toLocaleString('en')} nodes that refuse the connection; after ${WARM_UP} s of running, for ${WINDOW} s`,
  seconds: 45,
  run: async () => {
    // Nobody listens there.
    const command = withDescriptors(DESCRIPTORS, [...CIRCUSMAN, '127.98.0.1', String(NODES)]);
    if (command === null) throw new Error(`this user may not have the descriptors that ${NODES} nodes need`);
    const terminal = openTerminal(command);
    try {
      await terminal.until(lines => lines.join('\n').includes(`${NODES} offline`), 'all nodes offline');
      await wait(WARM_UP * 1_000 - (performance.now() - terminal.startedAt));
      const {cpu, rss} = await watchUsage(terminal.pid, WINDOW);
      return {
        rows: [
          {what: 'CPU', unit: '%', samples: [cpu], goal: atMost(1)},
          {what: 'RSS', unit: 'MiB', samples: [rss]},
        ],
      };
    } finally {
      await terminal.close();
    }
  },
};
