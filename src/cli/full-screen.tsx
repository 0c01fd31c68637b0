import {setTimeout as wait} from 'node:timers/promises';
import {render} from 'ink';
import type {ScreenPort} from '../command/ports.js';
import type {Config, Environment} from '../config/config.js';
import type {BarHistory} from '../files/bar-history.js';
import type {KnownMachines} from '../files/known-machines.js';
import type {ClusterOrigin} from '../model/cluster-origin.js';
import type {NodeSpec} from '../model/node.js';
import type {Clock} from '../model/time.js';
import {sizeOf} from '../terminal/screen-stream.js';
import {App} from '../view/app.js';
import {type Controller, createController} from '../view/controller.js';
import {keyOf} from '../view/keymap.js';
import {followNodes} from '../view/left-nodes.js';
import {createPreviews} from '../view/previews.js';
import {SCREENS} from '../view/screens.js';
import type {Theme} from '../view/theme.js';
import {leftText} from '../wording/interrupted.js';
import {readOnlyText} from '../wording/read-only.js';
import {callAttention} from './attention.js';
import {breakOff} from './break-off.js';
import {chosenColumns} from './chosen-columns.js';
import {chosenKeys} from './chosen-keys.js';
import type {Clusters} from './clusters.js';
import type {TakenOver} from './early-screen.js';
import {keepHeapSmall} from './heap.js';
import {EXIT, exitCodeOf, type Io} from './io.js';
import {suspend} from './job-control.js';
import {leaveTerminal} from './leave-terminal.js';
import type {RoomFor} from './open-files.js';
import {openSession} from './open-session.js';
import {rememberTyped} from './remember-typed.js';
import {jobText} from './report.js';
import {createScreenFiles} from './screen-files.js';
import type {SessionOptions} from './session.js';
import {ssh} from './ssh.js';
import {keepTestament} from './testament.js';
import {isBackgroundAsked, themeFor} from './theme.js';

/** The terminal that the program was started on. */
interface TerminalStreams {
  readonly input: NodeJS.ReadStream;
  readonly output: NodeJS.WriteStream;
  /** What describes it. */
  readonly environment: Environment;
  /** Takes the terminal; it is restored however the process ends. */
  readonly open: () => TakenOver;
}

export interface FullScreenOptions {
  readonly config: Config;
  readonly nodes: readonly NodeSpec[];
  /** What they are made from; null: nothing that has a name. */
  readonly origin: ClusterOrigin | null;
  /** All that has a name. */
  readonly clusters: Clusters;
  readonly clock: Clock;
  /** Which machine answered behind each node in earlier runs. */
  readonly knownMachines: KnownMachines;
  /** The commands that were typed in earlier runs. */
  readonly barHistory: BarHistory;
  /** Opens what is written of the jobs. */
  readonly openJournal: SessionOptions['openJournal'];
  /** Whether the cluster may become so large. */
  readonly roomFor: RoomFor;
  /** A first sentence for the operator; absent: none. */
  readonly greeting?: string;
}

/** Keys that were typed before Ink was loaded are answered first: connections wait for this long, in ms. */
const KEYS_FIRST = 10;
/** How long the terminal may take to report its background, in ms. */
const BACKGROUND = 2_000;
/** How long to wait at the end, in ms, for an answer of the terminal that is still due: the shell would read it as typed text. */
const LATE_ANSWER = 150;
/** Milliseconds until a node is asked what happened before: a screen shows how its watchers are first. */
const RECALL_AFTER = 1_500;

/** Shows the full screen until the operator quits or a signal ends the program. @returns the exit code. */
export async function fullScreen(options: FullScreenOptions, streams: TerminalStreams, io: Io): Promise<number> {
  const {config, clock, barHistory} = options;
  const {input, output, environment} = streams;
  const {promise: ended, resolve: end, reject: fail} = Promise.withResolvers<number>();
  keepHeapSmall(options.nodes.length);
  const {keymap} = chosenKeys(config);
  let controller: Controller | null = null;
  const screen: ScreenPort = {
    show: (shown, job) => controller?.show(shown, job),
    quit: () => controller?.quit(),
    filter: text => controller?.filter(text),
    sort: column => controller?.sort(column),
    columns: change => controller?.columns(change),
    events: nodes => controller?.events(nodes),
    node: node => controller?.node(node),
    log: selection => controller?.log(selection),
    chart: request => controller?.chart(request),
    dryRun: found => controller?.dryRun(found),
    note: text => session.store.dispatch([{type: 'noted', at: clock(), text}]),
    readOnly: isOn => {
      session.store.dispatch([{type: 'read-only-switched', at: clock(), isOn}]);
      controller?.tell(readOnlyText(session.store.state()));
    },
    detect: search => {
      session.detecting.begin(search);
      controller?.show('detect');
    },
  };
  const files = createScreenFiles(
    () => session,
    environment,
    (sentence, isBad) => (isBad ? controller?.warn(sentence) : controller?.tell(sentence)),
  );
  const session = openSession({
    ...options,
    files,
    warn: sentence => controller?.warn(sentence),
    screen,
    wantsStatistics: true,
    recallAfter: RECALL_AFTER,
  });
  const typed = rememberTyped(barHistory, () => controller);
  controller = createController({
    state: session.store.state,
    clock,
    rows: () => sizeOf(output).rows,
    planLine: session.planLine,
    complete: session.complete,
    keep: typed.keep,
    planCells: session.planCells,
    jobs: session.jobs,
    detect: session.detecting,
    log: session.log,
    details: session.details,
    history: session.store.history,
    quit: () => end(EXIT.ok),
    terminal: {
      repaint: () => terminal.repaint(),
      suspend: () => suspend(terminal),
      ssh: host => terminal.lend(() => ssh(host)),
      copy: text => terminal.copy(text),
    },
    askAbove: config.askAbove,
    columns: chosenColumns(config),
    greeting: options.greeting ?? null,
    screens: SCREENS,
    keymap,
  });

  const unlisten = io.onSignal(signal => {
    // Ctrl-C is for the program that the terminal is lent to.
    if (signal === 'SIGINT' && terminal.isLent()) return;
    if (signal !== 'SIGINT') session.interrupt();
    end(exitCodeOf(signal));
  });
  const stopReporting = io.onFault(say => {
    session.interrupt();
    // A file that goes on after an error would begin its next line.
    files.stop();
    return breakOff(session, job => say(jobText(job)));
  });
  const {terminal, answered: early} = streams.open();
  for (const key of early) controller.press(key);
  terminal.setTitle('circusman');
  const stopKeeping = keepTestament(session.store, terminal);
  const stopCalling = callAttention(session.store, terminal, config.onFailure);
  // When a terminal is gone its input ends, sometimes before SIGHUP arrives.
  input.once('end', () => {
    session.interrupt();
    end(exitCodeOf('SIGHUP'));
  });
  const shown = controller;
  const stopFollowing = followNodes(session.store, shown);
  const previews = createPreviews(session.planLine, clock);
  const app = (theme: Theme) => (
    <App
      store={session.store}
      controller={shown}
      clock={clock}
      screens={SCREENS}
      keymap={keymap}
      planLine={previews}
      theme={theme}
    />
  );
  const ink = render(app(themeFor(config, environment)), {
    stdout: terminal.stream,
    stdin: terminal.keys,
    // Whole frames, unthrottled: the terminal room writes only what changed.
    debug: true,
    interactive: true,
    exitOnCtrlC: false,
    patchConsole: false,
  });
  ink.waitUntilExit().catch(fail);
  const answered = isBackgroundAsked(config, environment)
    ? terminal.askBackground(BACKGROUND).then(background => {
        if (background === 'light') ink.rerender(app(themeFor(config, environment, background)));
      })
    : Promise.resolve();
  const connect = async () => {
    await terminal.showAsFound();
    void typed.recall();
    await session.connect();
    const left = await session.recallInterrupted();
    const key = keyOf(keymap, shown.screen().screen, 'jobs');
    if (left.length > 0)
      shown.warn(`${leftText(left)}${key === null ? '' : `; ${key} shows ${left.length === 1 ? 'it' : 'them'}`}`);
  };
  const connecting = setTimeout(() => connect().catch(fail), KEYS_FIRST);
  try {
    return await ended;
  } finally {
    clearTimeout(connecting);
    shown.close();
    files.stop();
    await Promise.race([answered, wait(LATE_ANSWER)]);
    ink.unmount();
    const say = leaveTerminal(terminal, io);
    unlisten();
    stopCalling();
    stopFollowing();
    stopKeeping();
    input.pause();
    await breakOff(session, job => say(jobText(job)));
    stopReporting();
    await barHistory.written();
    await session.close();
  }
}
