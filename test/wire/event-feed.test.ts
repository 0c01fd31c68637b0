import {execFileSync} from 'node:child_process';
import {afterAll, expect, test} from '@jest/globals';
import {Publisher} from 'zeromq';
import {MOST_WATCHERS} from '../../src/model/watcher.js';
import {openEventFeed} from '../../src/wire/event-feed.js';
import {createSampleDecoder, SAMPLE_TOPIC} from '../../src/wire/sample-topic.js';
import {eventually} from '../support/eventually.js';
import {PYTHON} from '../support/local-nodes.js';
import {PACKAGE_ROOT} from '../support/package-root.js';
import {testHost} from '../support/test-network.js';

const HOST = testHost('70.82');

const undo: (() => void)[] = [];

afterAll(() => {
  for (const step of undo.splice(0)) step();
});

/** A sample as our package makes it, of so many watchers and processes, with numbers of as many digits as they have after weeks. */
const LARGEST = `
import sys
from circusman_node.samples.families import Member
from circusman_node.samples.message import encoded, own_part, watcher_parts
from circusman_node.samples.proc_files import Stat, Storage
from circusman_node.samples.totals import Amounts

watchers, processes = map(int, sys.argv[1:])
names = [f"a service with a name that is as long as any {number:04d}" for number in range(watchers)]
roots = {name: [4_000_000 + number] for number, name in enumerate(names)}
stat = Stat(1, 1, 123_456_789, 123_456_789, 12_345_678, 0, 0, 1_234, 123_456_789_012, False)
storage = Storage(1_234_567_890_123, 1_234_567_890_123)
members = {4_000_000 + number: Member(4_000_000 + number, names[number], None, stat, storage) for number in range(processes)}
totals = {name: Amounts(123_456_789, 12_345_678, 1_234_567_890_123, 1_234_567_890_123) for name in names}
parts, _ = watcher_parts(roots, members, totals, {name: 1_234_567.89 for name in names})
machine = {"cores": 64, "cpu": [1, 1, 1, 1, 1], "memory": [1, 1], "swap": [0, 0], "load": [1, 1, 1], "disks": [], "networks": []}
homes = {name: [1_234_567_890_123, 1_234_567_890_123] for name in names}
sample = {"life": "a", "number": 1, "time": 1, "uptime": 1, "own": own_part(stat), "machine": machine, "homes": homes}
sys.stdout.buffer.write(encoded({**sample, "watchers": parts}))
`;

test('a sample of as many watchers and processes as there can be comes in', async () => {
  const processes = 1_000;
  const body = execFileSync(PYTHON, ['-c', LARGEST, String(MOST_WATCHERS), String(processes)], {
    cwd: `${PACKAGE_ROOT}circus`,
    maxBuffer: 2 ** 26,
  });
  const publisher = new Publisher({linger: 0});
  undo.push(() => publisher.close());
  await publisher.bind(`tcp://${HOST}:5556`);
  const came: (readonly Buffer[])[] = [];
  let broken = 0;
  const feed = openEventFeed(
    {url: `tcp://${HOST}:5556`, place: 'port 5556', socketOptions: {}},
    {spent: () => 0},
    {
      onEvent: () => {},
      onSample: frames => came.push(frames),
      onGap: () => {},
      onFlood: () => {},
      onBroken: () => broken++,
    },
  );
  undo.push(feed.close);
  expect(await feed.connected).toBe(true);
  // The publisher may learn a moment later what is wanted, and sends nobody what it had before.
  await eventually(async () => {
    if (came.length + broken === 0) await publisher.send([SAMPLE_TOPIC, body]);
    expect(came.length + broken).toBeGreaterThan(0);
  });
  expect(broken).toBe(0);
  const {watchers} = createSampleDecoder()(came[0] ?? []);
  const listed = [...watchers.values()].reduce((sum, each) => sum + each.processes.length, 0);
  expect([watchers.size, listed]).toEqual([MOST_WATCHERS, processes]);
});
