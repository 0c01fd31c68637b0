import type {CommandTable} from '../../src/command/command.js';
import {planText} from '../../src/command/parse.js';
import type {Plan} from '../../src/command/plan.js';
import type {Ports, ScreenPort} from '../../src/command/ports.js';
import {createJobRunner} from '../../src/job/runner.js';
import {untilState} from '../../src/job/until.js';
import {noJournal} from '../../src/journal/writer.js';
import type {Outcome} from '../../src/model/job.js';
import {parseNodeSet} from '../../src/model/node-set.js';
import {hasReported} from '../../src/store/services.js';
import {EMPTY_STATE} from '../../src/store/state.js';
import {createStore} from '../../src/store/store.js';
import {eventually} from './eventually.js';
import {fakeLogs} from './fake-logs.js';
import {type FakeNode, type FakeRequest, startFakeNode} from './fake-node.js';
import {fakePackage} from './fake-package.js';
import {parseContext} from './parse-context.js';
import {NO_WORLD} from './scripted-run.js';
import {watchCluster} from './watched-cluster.js';

/** Commands of a table, run as the program does, on a fake node that records what it is asked. */
export interface CommandsOnFake {
  readonly fake: FakeNode;
  readonly ports: Ports;
  /** What the command would do; what it was refused for is an error. */
  readonly plan: (text: string) => Plan;
  /** Runs the command on all nodes, which is one. @returns null where it is of the screen */
  readonly run: (text: string) => Promise<Outcome | null>;
  /** All that the node was asked since the last time. */
  readonly asked: () => readonly FakeRequest[];
  readonly close: () => Promise<void>;
}

interface Options {
  readonly table: CommandTable;
  /** At the socket alone. */
  readonly isReadOnly?: boolean;
  readonly screen?: Partial<ScreenPort>;
}

/** A node with a watcher `web` that runs two processes, and `idle`, a service that is stopped. */
export async function commandsOnFake(
  address: string,
  {table, isReadOnly = false, screen}: Options,
): Promise<CommandsOnFake> {
  const ours = fakePackage({idle: null}, undefined, {logs: fakeLogs(['web stdout'])});
  const fake = await startFakeNode(address, {web: 2, idle: 0}, false, ours);
  const store = createStore(EMPTY_STATE);
  const set = parseNodeSet(address);
  if (!set.ok) throw new Error(set.problem.message);
  const [node = {id: ''}] = set.nodes;
  const cluster = watchCluster(set.nodes, {onFacts: store.dispatch, isReadOnly: () => isReadOnly});
  const clock = () => ({monotonic: performance.now(), wall: Date.now()});
  const ports: Ports = {
    ...NO_WORLD,
    call: cluster.call,
    follow: cluster.follow,
    clock,
    state: store.state,
    until: (isSo, timeout, signal) => untilState(store, isSo, timeout, signal),
    screen: {...NO_WORLD.screen, ...screen},
    timeout: 1_000,
  };
  const runner = createJobRunner({
    ports,
    clock,
    emit: store.dispatch,
    fanout: 64,
    who: 'root@control',
    nextJob: noJournal().nextJob,
  });
  await eventually(() => {
    const row = store.state().nodes.get(node.id);
    if (row === undefined || !hasReported(row) || (row.watchers.get('web')?.processes.size ?? 0) < 2)
      throw new Error('the node was not read yet');
  });
  let seen = 0;
  const plan = (text: string) => {
    const planned = planText(text, parseContext(store.state(), {table, marked: null, now: clock()}));
    if (!planned.ok) throw new Error(planned.problem.message);
    return planned.value;
  };
  return {
    fake,
    ports,
    plan,
    run: async text => {
      const id = runner.begin(plan(text));
      if (id === null) return null;
      await runner.ended(id);
      return store.state().jobs.find(job => job.id === id)?.targets[0]?.outcome ?? null;
    },
    asked: () => {
      const requests = fake.requests.slice(seen);
      seen = fake.requests.length;
      return requests;
    },
    close: async () => {
      await cluster.close();
      fake.close();
    },
  };
}
