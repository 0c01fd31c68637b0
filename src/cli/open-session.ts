import process from 'node:process';
import {complete} from '../command/complete.js';
import {USUAL_FANOUT} from '../command/pace.js';
import {type ParseContext, planAgain, planCells, planLine, planTokens} from '../command/parse.js';
import type {Plan, Result} from '../command/plan.js';
import type {Ports} from '../command/ports.js';
import {commandTable} from '../command/table.js';
import type {Config} from '../config/config.js';
import {folderEntries} from '../files/folder-entries.js';
import {readTemplates} from '../files/templates.js';
import {runInTurn} from '../job/in-turn.js';
import {createJobRunner} from '../job/runner.js';
import {untilState} from '../job/until.js';
import {createLog} from '../log/create-log.js';
import type {CallPort} from '../model/calls.js';
import type {ClusterOrigin} from '../model/cluster-origin.js';
import type {Fact} from '../model/facts.js';
import type {JobOrigin} from '../model/job.js';
import type {NodeId, NodeSpec} from '../model/node.js';
import type {WatcherRules} from '../model/watcher-rules.js';
import {clockOffset} from '../store/reduce-link.js';
import {distinctNodes} from '../store/selectors.js';
import {hasReported} from '../store/services.js';
import {EMPTY_STATE, type State} from '../store/state.js';
import {createStore} from '../store/store.js';
import type {Cluster} from '../wire/cluster.js';
import {createDetecting} from './detecting.js';
import {strangeHost} from './hosts.js';
import {createInterruptedJobs} from './interrupted-jobs.js';
import {laterEnds} from './later-ends.js';
import {createMachineKeeper} from './machine-keeper.js';
import {createNodeDetails} from './node-details.js';
import {spareDescriptors} from './open-files.js';
import {operator} from './operator.js';
import type {Session, SessionOptions} from './session.js';

/** Milliseconds, of all threads. */
function cpuTime(): number {
  const {user, system} = process.cpuUsage();
  return (user + system) / 1_000;
}

/**
 * Each node has answered and said what a command depends on, and is known to be another one than the rest: a circusd that has
 * two names is acted on once.
 */
function isSettled(state: State): boolean {
  const distinct = distinctNodes(state);
  return [...state.nodes.values()].every(
    row => row.link === 'offline' || (hasReported(row) && distinct.has(row.spec.id)),
  );
}

/** Most runs save no log. */
const openCopies: Ports['files']['logCopies'] = async (folder, node, watcher) => {
  const {openLogCopies} = await import('../files/log-copies.js');
  return openLogCopies(folder, process.env.HOME ?? null, {node, watcher});
};

const filesIn = (folder: string) => folderEntries(folder, process.env.HOME ?? null);

/** What there is to follow while no connection is opened yet. */
async function* notConnected(): AsyncGenerator<never> {}

function rulesOf({flappingCrashes, flappingWithin, notInAll, watchers}: Config): WatcherRules {
  return {flapping: {crashes: flappingCrashes, within: flappingWithin}, notInAll, first: watchers};
}

function askedBy(how: JobOrigin['how'], plan: Result<Plan>): Result<Plan> {
  return plan.ok ? {ok: true, value: {...plan.value, how}} : plan;
}

/** Builds what works on these nodes. */
export function openSession(options: SessionOptions): Session {
  const {
    config,
    nodes,
    origin,
    clusters,
    clock,
    knownMachines,
    warn,
    screen,
    wantsStatistics,
    drainEvery,
    recallAfter,
    roomFor,
  } = options;
  const journal = options.openJournal(warn);
  const store = createStore({...EMPTY_STATE, isReadOnly: config.isReadOnly, rules: rulesOf(config)});
  const hearers = new Set<(facts: readonly Fact[]) => void>();
  /** Takes facts into the store; what they tell of targets that were ok is written down. */
  const take = (facts: readonly Fact[]) => {
    const before = store.state().jobs;
    store.dispatch(facts);
    for (const {job, target, afterwards} of laterEnds(facts, before, store.state().jobs))
      journal.died(job, target, afterwards, clock().wall);
  };
  const dispatch = (facts: readonly Fact[]) => {
    take(facts);
    for (const hear of hearers) hear(facts);
  };
  const machines = createMachineKeeper({kept: knownMachines, clock, dispatch, warn});
  let cluster: Cluster | null = null;
  let wanted = nodes;
  let isClosed = false;
  const detecting = createDetecting({
    store,
    clock,
    spareDescriptors: () => spareDescriptors(store.state().nodes.size, {wantsStatistics}),
  });
  const set = (changed: readonly NodeSpec[], origin?: ClusterOrigin | null) => {
    wanted = changed;
    runner.keepOnly(new Set(changed.map(({id}) => id)));
    const fact = {
      type: 'cluster-changed',
      at: clock(),
      nodes: changed,
      ...(origin === undefined ? {} : {origin}),
    } as const;
    if (cluster === null) machines.emit([fact]);
    else cluster.set(changed, origin);
  };
  const call: CallPort = async (...call) => cluster?.call(...call) ?? {kind: 'unsent', reason: 'not connected yet'};
  const log = createLog({
    call,
    clock,
    clockOffset: node => {
      const row = store.state().nodes.get(node);
      return (row === undefined ? null : clockOffset(row))?.offset ?? 0;
    },
    emit: store.dispatch,
    lines: config.logLines,
  });
  const details = createNodeDetails({call, clock, state: store.state, emit: store.dispatch});
  const until: Ports['until'] = (isSo, timeout, signal) => untilState(store, isSo, timeout, signal);
  const ports: Ports = {
    call,
    follow: (node, stream, signal) => cluster?.follow(node, stream, signal) ?? notConnected(),
    clock,
    state: store.state,
    until,
    cluster: {set, strangeHost},
    clusters: {...clusters.saved, call: origin => set(wanted, origin)},
    machines,
    files: {templates: readTemplates, logCopies: openCopies},
    screen,
    timeout: config.timeout,
  };
  const {files} = options;
  const context = (marked: readonly NodeId[] | null): ParseContext => ({
    state: store.state(),
    table: commandTable,
    sets: clusters.sets,
    clusters: clusters.list,
    roomFor,
    marked,
    now: clock(),
    ...(files === undefined
      ? {}
      : {
          files: {
            ...files,
            open: (file, variables, planned) => files.open(file, variables, {...context(marked), ...planned}),
            dryRun: (file, variables, planned) => files.dryRun(file, variables, {...context(marked), ...planned}),
          },
        }),
  });
  const settled = async (signal: AbortSignal) => {
    await until(isSettled, config.connectTimeout, signal);
  };
  const again = async (plan: Plan) => {
    await settled(new AbortController().signal);
    const again = planAgain(plan, context(null));
    return plan.how === undefined ? again : askedBy(plan.how, again);
  };
  const runner = createJobRunner({
    ports,
    clock,
    // A target that begins is written down before this returns, and nothing is sent to it before.
    emit: facts => {
      journal.write(facts);
      take(facts);
    },
    fanout: USUAL_FANOUT,
    who: operator(),
    nextJob: journal.nextJob,
  });
  const interrupted = createInterruptedJobs({
    journal,
    call,
    clock,
    state: store.state,
    emit: store.dispatch,
    planLine: text => planLine(text, context(null)),
  });
  set(nodes, origin);
  return {
    connect: async () => {
      // ZeroMQ takes 10 ms to load: a screen has better things to do first.
      const [{openCluster}] = await Promise.all([import('../wire/late.js'), machines.load()]);
      if (isClosed) return;
      cluster = openCluster({
        emit: machines.emit,
        clock,
        isReadOnly: () => store.state().isReadOnly,
        connectTimeout: config.connectTimeout,
        wantsStatistics,
        ...(drainEvery === undefined ? {} : {drainEvery}),
        recallAfter: recallAfter ?? null,
        cpuTime,
        pings: {every: config.pingEvery, patience: config.pingPatience, offlineAfter: config.offlineAfter},
      });
      cluster.set(wanted);
    },
    store,
    hear: listener => {
      hearers.add(listener);
      return () => hearers.delete(listener);
    },
    call: ports.call,
    clock,
    log,
    details,
    runner,
    detecting,
    jobs: {
      ...runner,
      beginInTurn: (plans, onBegun) => runInTurn(plans, {...runner, onBegun, state: store.state, again}),
      look: job => void interrupted.look(job),
      takenUp: interrupted.takenUp,
      operandsOf: job => runner.operandsOf(job) ?? interrupted.operandsOf(job),
    },
    interrupt: journal.interrupt,
    recallInterrupted: interrupted.recall,
    planLine: (text, marked) => {
      const plans = planLine(text, context(marked));
      return plans.ok ? {ok: true, value: plans.value.map(plan => ({...plan, how: 'bar'}))} : plans;
    },
    planTokens: (tokens, how) => askedBy(how, planTokens(tokens, context(null))),
    parseContext: () => context(null),
    complete: (text, cursor, marked) => complete(text, cursor, {...context(marked), filesIn}),
    planCells: (command, cells, given) => askedBy('key', planCells(command, cells, context(null), given)),
    settled,
    until,
    close: async () => {
      isClosed = true;
      log.close();
      details.look(null, false);
      await detecting.close();
      await cluster?.close();
      await machines.written();
      await journal.close();
    },
  };
}
