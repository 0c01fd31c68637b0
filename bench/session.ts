import {performance} from 'node:perf_hooks';
import {openClusters} from '../src/cli/clusters.js';
import {openSession} from '../src/cli/open-session.js';
import type {Session} from '../src/cli/session.js';
import {NO_SCREEN} from '../src/command/no-screen.js';
import {readConfig} from '../src/config/config.js';
import {openKnownMachines} from '../src/files/known-machines.js';
import {type Journal, noJournal} from '../src/journal/writer.js';
import type {NodeSpec} from '../src/model/node.js';

/** The program without a screen, connected to these nodes. */
export function openBench(nodes: readonly NodeSpec[], openJournal: () => Journal = noJournal): Session {
  const config = readConfig(new Map(), {});
  if (!config.ok) throw new Error(config.problems.join('; '));
  const session = openSession({
    config: config.config,
    nodes,
    origin: null,
    clusters: openClusters(config.config, {}),
    clock: () => ({monotonic: performance.now(), wall: Date.now()}),
    knownMachines: openKnownMachines(null),
    openJournal,
    warn: () => {},
    screen: NO_SCREEN,
    wantsStatistics: false,
    roomFor: () => null,
  });
  void session.connect();
  return session;
}

/** Runs a command as the screen does. Throws when a target fails: its time would mean nothing. @param count its targets */
export async function command(session: Session, text: string, count: number): Promise<void> {
  const plans = session.planLine(text, []);
  const [plan] = plans.ok ? plans.value : [];
  if (!plans.ok) throw new Error(plans.problem.message);
  if (plan === undefined) throw new Error(`${text} is no command`);
  const id = session.runner.begin(plan) ?? 0;
  await session.runner.ended(id);
  const targets = session.store.state().jobs.find(job => job.id === id)?.targets ?? [];
  const bad = targets.find(target => target.outcome?.kind !== 'ok');
  if (targets.length !== count || bad !== undefined)
    throw new Error(`${text}: ${bad?.outcome?.reason ?? 'no targets'}`);
}
