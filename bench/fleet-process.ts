// A separate process, so that its CPU time does not count as that of the measured program. Started by fleet.ts.
import {performance} from 'node:perf_hooks';
import process from 'node:process';
import {setTimeout as wait} from 'node:timers/promises';
import {context} from 'zeromq';
import {SAMPLE_TOPIC} from '../src/wire/sample-topic.js';
import {type FakeNode, startFakeNode} from '../test/support/fake-node.js';
import {fakeSample} from '../test/support/fake-sample.js';
import {type FleetOptions, realMessages} from './fleet-options.js';
import {createSampleMessages, type Message} from './sample-messages.js';

/** What is published about one watcher of one node, or about its circusd, once per period. */
interface Slot {
  /** Milliseconds after the start of the period. */
  readonly phase: number;
  readonly node: FakeNode;
  readonly messages: (turn: number) => readonly Message[];
}

const TICK = 10;
const SECOND = 1_000;
/** Milliseconds. */
const FLOOD_AFTER = 5_000;
const CIRCUSD_PID = 999;
const MOST_SOCKETS = 65_535;
/** How many nodes bind at the same time. */
const BATCH = 100;
/** A socket sends one message after the other. */
const queues = new Map<FakeNode, Promise<void>>();

process.on('disconnect', () => process.exit(0));
context.maxSockets = MOST_SOCKETS;

const [host, text = ''] = process.argv.slice(2);
const options: FleetOptions = JSON.parse(text);
const nodes: FakeNode[] = [];
for (let index = 0; index < options.count; index += BATCH) {
  const addresses = Array.from({length: Math.min(BATCH, options.count - index)}, (_, each) =>
    address(index + each + 1),
  );
  nodes.push(...(await Promise.all(addresses.map(each => startFakeNode(each, options.watchers, false)))));
}
if (options.messages > 0) publish(nodes);
if (options.hasPackage === true) {
  // What is shipped with the package runs none.
  for (const node of nodes) node.become('circusd-stats', null);
  publishSamples(nodes);
}
const [first] = nodes;
if (options.events !== undefined && first !== undefined) void flood(first, options.events);
process.send?.('ready');

function address(number: number): string {
  return `${host}.${number >> 8}.${number & 255}`;
}

/** Each watcher has its own phase, as in circus-stats: the messages of a node do not come together. */
function publish(all: readonly FakeNode[]): void {
  const period = (realMessages(options.watchers) / options.messages) * 1_000;
  const prepared = createSampleMessages();
  const names = Object.keys(options.watchers);
  const slots: Slot[] = all.flatMap((node, index) => {
    const ofWatcher = (name: string) => (turn: number) => {
      const pids = node.pids(name);
      return pids.length === 0 ? [] : prepared.ofWatcher(name, pids, turn + index);
    };
    const ofCircus = (turn: number) => prepared.ofCircus(CIRCUSD_PID, node.pids('circusd-stats')[0] ?? 0, turn + index);
    return [...names.map(ofWatcher), ofCircus].map((messages, slot, {length}) => ({
      // The golden ratio spreads the nodes evenly, however many there are.
      phase: ((index * 0.618_034 + slot / length) % 1) * period,
      node,
      messages,
    }));
  });
  slots.sort((a, b) => a.phase - b.phase);
  const begin = performance.now();
  let sent = 0;
  setInterval(() => {
    const elapsed = performance.now() - begin;
    for (;;) {
      const turn = Math.floor(sent / slots.length);
      const slot = slots[sent % slots.length];
      if (slot === undefined || turn * period + slot.phase > elapsed) return;
      send(slot.node, slot.messages(options.isSteady === true ? 0 : turn));
      sent++;
    }
  }, TICK);
}

/** Once a second, each node at its own time of it. */
function publishSamples(all: readonly FakeNode[]): void {
  const families = all.map(
    node => new Map(Object.keys(options.watchers).map(name => [name, {pids: node.pids(name)}] as const)),
  );
  const begin = performance.now();
  let sent = 0;
  setInterval(() => {
    const due = ((performance.now() - begin) / SECOND) * all.length;
    for (; sent < due; sent++) {
      const index = sent % all.length;
      const number = Math.floor(sent / all.length) + 1;
      const life = `life of ${index}`;
      // What is used is not the same in every second.
      const seconds = number + (options.isSteady === true ? 0 : 0.2 * Math.sin(number + index));
      const sample = fakeSample({life, number, seconds}, families[index] ?? new Map());
      const body = JSON.stringify({...sample, time: number, uptime: 2_000 + number});
      void all[index]?.event(SAMPLE_TOPIC, body);
    }
  }, TICK);
}

/** Begins long after the measured program has read the node. */
async function flood(node: FakeNode, rate: number): Promise<void> {
  const [watcher = ''] = Object.keys(options.watchers);
  await wait(FLOOD_AFTER);
  const begin = performance.now();
  for (let sent = 0; ; await wait(TICK)) {
    for (const due = ((performance.now() - begin) / 1_000) * rate; sent < due; sent += 2) {
      const time = Date.now() / 1_000;
      const pid = 10_000 + (sent % 50_000);
      await node.event(`watcher.${watcher}.reap`, `{"process_pid": ${pid}, "time": ${time}, "exit_code": 3}`);
      await node.event(`watcher.${watcher}.spawn`, `{"process_pid": ${pid + 2}, "time": ${time}}`);
    }
  }
}

function send(node: FakeNode, messages: readonly Message[]): void {
  const sendAll = async (before: Promise<void> | undefined) => {
    await before;
    for (const [topic, body] of messages) await node.sample(topic, body);
  };
  queues.set(node, sendAll(queues.get(node)));
}
