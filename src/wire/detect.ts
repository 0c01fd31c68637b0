import {isIP} from 'node:net';
import type {DetectionId, DetectionProgress, FoundNode} from '../model/detection.js';
import type {Fact} from '../model/facts.js';
import {formatCount} from '../model/figures.js';
import type {NodeId, NodeSpec} from '../model/node.js';
import {nodeSpec} from '../model/node-spec.js';
import type {Clock} from '../model/time.js';
import {waitFor} from '../model/wait-for.js';
import {ASK_PATIENCE, askCircusd} from './ask-circusd.js';
import {createLane} from './lane.js';
import {askByMulticast, type Hint} from './multicast.js';
import {prepareZeroMQ} from './prepare-zeromq.js';
import {createReverseNames} from './reverse-names.js';
import {openWay} from './ways.js';

interface DetectOptions {
  readonly detection: DetectionId;
  /** What is to be tried. */
  readonly places: readonly NodeSpec[];
  /** Nodes among what was to be tried that are connected already; they count as tried. */
  readonly connected: readonly FoundNode[];
  /** What must not be tried, whoever hints at it. */
  readonly leftAlone: ReadonlySet<NodeId>;
  readonly isMulticast: boolean;
  /** What this machine itself calls addresses. */
  readonly hostNames: ReadonlyMap<string, string>;
  /** How many descriptors it may open. */
  readonly descriptors: number;
  readonly clock: Clock;
  readonly emit: (facts: readonly Fact[]) => void;
  /** Breaks it off; once that has ended nothing is open. Names that are still looked up when all else is over end by it, too. */
  readonly signal: AbortSignal;
}

/**
 * Milliseconds that an address may say nothing: a lost packet is sent again after a second. A host name has to be looked up
 * first, by few threads.
 */
const PATIENCE = 1_200;
const LOOK_UP = 3_000;
/** Connections that are tried at a time: 4,096 silent addresses take 8 s so, and tables of neighbours do not overflow. */
const MOST_KNOCKS = 640;
/** Nodes that are asked at a time, and the descriptors that each takes. */
const MOST_ASKS = 32;
const DESCRIPTORS_OF_ASK = 5;
/** Descriptors for name look-ups and multicast. */
const OTHERS = 8;
/** Milliseconds between two words of how far it is. */
const PROGRESS = 100;

const SILENT = 'no answer';
/** What nobody needs to be told: that nobody is there. A name that nobody knows may be misspelt. */
const NOBODY: ReadonlySet<string> = new Set([SILENT, 'connection refused', 'no route to the host']);

/**
 * Looks for circusds at all places. An open port is no node: that is only who answers circus's calls as circusd does. Says what it finds, and how
 * far it is, as facts; `detection-ended` is the last but for names.
 */
export async function detect(options: DetectOptions): Promise<void> {
  const {detection, places, connected, leftAlone, isMulticast, hostNames, descriptors, clock, emit, signal} = options;
  prepareZeroMQ();
  const now = () => clock().monotonic;
  const found = new Map<NodeId, FoundNode>();
  const known = new Set([...places.map(({id}) => id), ...leftAlone]);
  const hinted = new Set<NodeId>();
  const problems = new Map<string, number>();
  const patience = Math.max(0, ...new Set(places.map(patienceWith)));
  let of = places.length + connected.length;
  let tried = connected.length;
  let others = 0;
  let isAsking = isMulticast;
  let news: FoundNode[] = [];
  const reported = new Set<NodeId>(connected.map(({spec}) => spec.id));
  const {promise: over, resolve: end} = Promise.withResolvers<void>();

  const named = new Map<NodeId, string>();
  const names = createReverseNames({
    hostNames,
    onName: (node, name) => {
      named.set(node, name);
      if (reported.has(node)) {
        emit([{type: 'detection-named', at: clock(), detection, names: new Map([[node, name]])}]);
      }
    },
  });
  const asks = Math.max(1, Math.min(MOST_ASKS, Math.floor((descriptors - OTHERS) / 4 / DESCRIPTORS_OF_ASK)));
  const knocks = Math.max(1, Math.min(MOST_KNOCKS, descriptors - OTHERS - asks * DESCRIPTORS_OF_ASK));
  const asking = createLane<NodeSpec>({width: asks, work: ask, onDone: endIfOver, now});
  const knocking = createLane<NodeSpec>({width: knocks, work: knock, onDone: endIfOver, now});

  async function knock(spec: NodeSpec): Promise<void> {
    const problem = await knockAt(spec, signal);
    if (signal.aborted) return;
    if (problem === null) {
      names.ask(spec);
      asking.put([spec]);
    } else {
      tried++;
      if (!NOBODY.has(problem)) problems.set(problem, (problems.get(problem) ?? 0) + 1);
    }
  }

  async function ask(spec: NodeSpec): Promise<void> {
    const answer = await askCircusd(spec, clock, signal);
    if (signal.aborted) return;
    tried++;
    if (answer === null) others++;
    else take({spec, name: null, via: hinted.has(spec.id) ? 'multicast' : 'probe', ...answer});
  }

  function take(node: FoundNode): void {
    found.set(node.spec.id, node);
    news.push(node);
  }

  function takeHint({host, port}: Hint): void {
    const spec = nodeSpec({host, commandPort: port});
    const before = found.get(spec.id);
    hinted.add(spec.id);
    if (before !== undefined) take({...before, via: 'multicast'});
    if (known.has(spec.id)) return;
    known.add(spec.id);
    of++;
    knocking.put([spec]);
  }

  function progress(): DetectionProgress {
    return {
      tried,
      of,
      found: found.size + connected.length,
      others,
      leftMs: Math.round(knocking.left(patience, now()) + asking.left(ASK_PATIENCE, now())),
    };
  }

  /** What there is to say since the last time, in one go. */
  function report(): void {
    const at = clock();
    const nodes = news.map(node => ({...node, name: named.get(node.spec.id) ?? null}));
    for (const {spec} of news) reported.add(spec.id);
    news = [];
    emit([
      ...(nodes.length === 0 ? [] : [{type: 'detection-found', at, detection, nodes} as const]),
      {type: 'detection-progressed', at, detection, progress: progress()},
    ]);
  }

  function endIfOver(): void {
    if (knocking.isIdle() && asking.isIdle() && !isAsking) end();
  }

  signal.addEventListener('abort', () => {
    names.close();
    knocking.empty();
    asking.empty();
    endIfOver();
  });
  const reporting = setInterval(report, PROGRESS);
  const multicast = isMulticast ? askByMulticast(takeHint, signal) : Promise.resolve([]);
  void multicast.then(() => {
    isAsking = false;
    endIfOver();
  });
  if (!signal.aborted) {
    for (const {spec} of connected) names.ask(spec);
    knocking.put(places);
  }
  endIfOver();
  await over;
  clearInterval(reporting);
  report();
  const counts = [...problems].map(
    ([problem, count]) => `${formatCount(count)} address${count === 1 ? '' : 'es'} could not be tried: ${problem}`,
  );
  const state = signal.aborted ? 'broken-off' : 'ended';
  const notes = [...(await multicast), ...counts];
  emit([{type: 'detection-ended', at: clock(), detection, state, progress: {...progress(), leftMs: 0}, notes}]);
}

/** @returns null: something listens there; else why nothing can be reached, for people. Nothing is open any more then. */
function knockAt(spec: NodeSpec, signal: AbortSignal): Promise<string | null> {
  const way = openWay(spec);
  const silent = () => SILENT;
  return waitFor<string | null>({timeout: patienceWith(spec), signal, onTimeout: silent, onAbort: silent}, settle => {
    void way.knock().then(nobody => settle(nobody?.problem ?? null));
    return way.close;
  });
}

function patienceWith({host, socket}: NodeSpec): number {
  return isIP(host) === 0 && socket === undefined ? PATIENCE + LOOK_UP : PATIENCE;
}
