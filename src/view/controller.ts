import {howToKeep} from '../columns/change-choice.js';
import {asDryRun} from '../command/dry-run.js';
import type {ScreenPort} from '../command/ports.js';
import type {LogSelection} from '../model/log-window.js';
import {isJobRunning} from '../store/selectors.js';
import {formatAge} from '../wording/display-state.js';
import {createAsking} from './asking.js';
import {createBursts} from './bursts.js';
import {completeIn} from './complete-in.js';
import {isSameQuestion} from './confirm.js';
import {attendToDetails} from './details-attendance.js';
import {performInGrid} from './grid-actions.js';
import type {GridView} from './grid-cursor.js';
import type {ActPorts, KeyAction, KeyBinding} from './key-binding.js';
import {helpHint, isBarOpener, isOpener} from './key-hints.js';
import {characterNames} from './key-names.js';
import {findBinding} from './keymap.js';
import {createLogAttendance} from './log-attendance.js';
import {showNode} from './node-actions.js';
import {pasteInto} from './paste-into.js';
import type {ControllerPorts} from './ports.js';
import {promptOf} from './prompt-keys.js';
import {reduceScreen} from './reduce-screen.js';
import {layoutRows} from './row-layout.js';
import {type Body, screenOf} from './screen.js';
import {chosenCells, FIRST_SCREEN, gridView, type ScreenAction, type ScreenState} from './screen-state.js';
import {submitBar} from './submit-bar.js';

/** Turns keys into changes of the screen and into jobs. It holds the screen's state; React only draws it. */
export interface Controller extends Omit<ScreenPort, 'detect' | 'note' | 'readOnly'> {
  readonly screen: () => ScreenState;
  readonly subscribe: (listener: () => void) => () => void;
  /** @param key its name, such as "s", "ctrl-c", "down" */
  readonly press: (key: string) => void;
  /** Pasted text is typed into the bar, where several lines are asked about; anywhere else it does nothing. */
  readonly paste: (text: string) => void;
  /** Characters that arrived together: keys that were typed, or a paste of a terminal that does not say so. */
  readonly arrived: (text: string) => void;
  /** Says what came of a command. */
  readonly tell: (sentence: string) => void;
  /** Says a sentence that nobody asked for. */
  readonly warn: (sentence: string) => void;
  /** Takes in the commands of earlier runs, oldest first. */
  readonly remember: (history: readonly string[]) => void;
  /** Takes no key any more, as after `quit`: what is typed from now on is meant for the shell. */
  readonly close: () => void;
  /**
   * Called with what has been drawn: a question takes only keys that were pressed after that, and nothing is scrolled past
   * its end.
   *
   * @param body what the screen drew: how far it can be scrolled, and where in logs it came out
   */
  readonly drawn: (screen: ScreenState, body: Pick<Body, 'scroll' | 'log'>) => void;
  /** Other nodes are in the cluster now. */
  readonly nodesChanged: () => void;
  /** Says each second that the program is not held up: keys that queue up behind a stall may not mean what is seen now. */
  readonly beat: () => void;
}

/** Milliseconds: how often `beat` is called, and a stall beyond that after which keys are not trusted. */
export const BEAT = 1_000;
const STALL = 1_000;

/** On a slow line `esc` and the key behind it come together, as if that were pressed with alt. */
const ESC_AND_KEY = /^meta-(.)$/su;

const DRY_RUN = asDryRun({operands: new Map(), options: new Map()});

export function createController(ports: ControllerPorts): Controller {
  const {greeting, columns} = ports;
  const notice = greeting === null ? null : {text: greeting, isBad: false};
  let screen: ScreenState = {...FIRST_SCREEN, columns, notice};
  let drawn = {screen, scrollLimit: Number.POSITIVE_INFINITY};
  let beatAt = ports.clock().monotonic;
  let isClosed = false;
  const listeners = new Set<() => void>();
  const bursts = createBursts(ports.clock);

  const asking = createAsking({
    ports,
    screen: () => screen,
    view,
    change,
    say,
    showLogs,
    isFromStall,
    isClosed: () => isClosed,
    submit,
    quit,
  });
  const {propose} = asking;
  const attendance = createLogAttendance(ports.log);
  const actPorts: ActPorts = {ports, screen: () => screen, view, change, say, propose, showLogs, isFromStall};

  function view(): GridView {
    return gridView(screen.paused?.state ?? ports.state(), screen, layoutRows(ports.rows()).nodes, ports.clock());
  }

  function change(action: ScreenAction): void {
    const before = screen;
    screen = reduceScreen(screen, action, view(), scrollLimit());
    attendance.changed(before, screen);
    attendToDetails(ports.details, screen, view);
    for (const listener of listeners) listener();
    asking.onChange();
  }

  /** Infinite while what the screen shows now has not been drawn. */
  function scrollLimit(): number {
    return isSamePlace(screen, drawn.screen) ? drawn.scrollLimit : Number.POSITIVE_INFINITY;
  }

  function say(text: string, isBad: boolean): void {
    change({type: 'say', notice: {text, isBad}});
  }

  function showLogs(selection: LogSelection): void {
    change({type: 'open-log', selection, since: ports.state().log});
    attendance.opened();
    ports.log.open(selection);
  }

  function quit(): void {
    isClosed = true;
    ports.quit();
  }

  function press(key: string): void {
    if (isClosed) return;
    if (key === 'ctrl-c') bursts.end();
    const prompt = promptOf(screen);
    const binding = findBinding(ports.keymap, prompt ?? shownScreen(), key);
    const [, behindEsc] = ESC_AND_KEY.exec(key) ?? [];
    if (binding === null && behindEsc !== undefined && isOpener(onScreen(behindEsc))) {
      press('esc');
      press(behindEsc);
      return;
    }
    if (screen.dialog !== null && !isSameQuestion(screen.dialog, drawn.screen.dialog)) return;
    if (binding !== null) perform(binding.action);
    else if (prompt === 'bar' || prompt === 'history') type(key);
    else if (prompt === 'count') typeDigit(key);
    else if (prompt !== 'dialog') say(`${key} does nothing here${helpHint(ports.keymap, shownScreen())}`, false);
  }

  function shownScreen(): string {
    return screenOf(ports.screens, screen.screen).name;
  }

  /** What a key does on the screen that is shown, whether or not something is open on it. */
  function onScreen(key: string): KeyBinding | null {
    return findBinding(ports.keymap, shownScreen(), key);
  }

  function type(key: string): void {
    const text = key === 'space' ? ' ' : key;
    if ([...text].length === 1) change({type: 'edit', edit: {type: 'insert', text}});
  }

  function typeDigit(key: string): void {
    if (/^\d$/.test(key)) change({type: 'type-digit', digit: key});
  }

  function arrived(text: string): void {
    if (isClosed) return;
    const arrival = bursts.arrived(text);
    if (arrival.type === 'keys') for (const name of characterNames(text)) press(name);
    else {
      const [first = ''] = arrival.text;
      const opensBar = arrival.isFirst && promptOf(screen) === null && isBarOpener(onScreen(first));
      if (opensBar) press(first);
      pasteInto(actPorts, opensBar ? arrival.text.slice(first.length) : arrival.text, false);
      if (arrival.isLine && screen.bar !== null) press('enter');
    }
    bursts.done();
  }

  function submit(): void {
    submitBar(actPorts, asking.proposeAll);
  }

  function perform(action: KeyAction): void {
    switch (action.type) {
      case 'screen':
        change(action.action);
        break;
      case 'command':
        propose(ports.planCells(action.command, chosenCells(screen, view()), action.isDryRun ? DRY_RUN : undefined));
        break;
      case 'act':
        action.act(actPorts);
        break;
      case 'in-grid':
        performInGrid(action.does, actPorts);
        break;
      case 'terminal':
        ports.terminal[action.does]();
        break;
      case 'complete':
        completeIn(actPorts, action.by);
        break;
      case 'submit':
        submit();
        break;
      case 'answer':
        asking.answer(action.isYes);
        break;
      case 'close':
        change({type: 'back'});
        break;
    }
  }

  /** Whether the key that is being handled was pressed before the screen showed what it shows now. */
  function isFromStall(what: string): boolean {
    const stall = ports.clock().monotonic - beatAt - BEAT;
    if (stall <= STALL) return false;
    say(
      `${what} was dropped: circusman was held up for ${formatAge(stall)} before it; press it again to mean it`,
      true,
    );
    return true;
  }

  return {
    screen: () => screen,
    subscribe: listener => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    press,
    tell: sentence => say(sentence, false),
    warn: sentence => say(sentence, true),
    remember: history => change({type: 'remembered', history}),
    close: () => {
      isClosed = true;
    },
    paste: text => {
      if (!isClosed) pasteInto(actPorts, text, true);
    },
    arrived,
    drawn: (of, {scroll: {limit}, log}) => {
      drawn = {screen: of, scrollLimit: limit};
      if (isSamePlace(screen, of) && screen.scrolled > limit) screen = {...screen, scrolled: limit};
      if (log !== undefined && screen.log.place === log.of)
        screen = {...screen, log: {...screen.log, place: log.place}};
      attendance.drawn(screen, log);
    },
    nodesChanged: () => change({type: 'nodes-changed', nodes: ports.state().nodes}),
    beat: () => {
      beatAt = ports.clock().monotonic;
    },
    show: (shown, job) => {
      change({type: 'show', screen: shown});
      if (job !== undefined) change({type: 'select-job', job});
    },
    log: showLogs,
    filter: text => change({type: 'filter', text}),
    sort: column => change({type: 'sort', column}),
    columns: chosen => {
      change({type: 'choose-columns', change: chosen});
      say(howToKeep(chosen, screen.columns), false);
    },
    events: nodes => change({type: 'show-events', nodes}),
    chart: request => change({type: 'open-chart', request}),
    dryRun: found => change({type: 'show-dry-run', dryRun: found}),
    node: node => showNode(node, actPorts),
    quit: () => {
      if (ports.state().jobs.some(isJobRunning)) change({type: 'ask', dialog: {type: 'quit', isYes: false}});
      else quit();
    },
  };
}

function isSamePlace(one: ScreenState, other: ScreenState): boolean {
  return one.screen === other.screen && one.job === other.job && one.search === other.search;
}
