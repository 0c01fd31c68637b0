import {parseFilter} from '../columns/filter.js';
import type {GivenWords, ScreenPort} from '../command/command.js';
import {formatAge} from '../model/display-state.js';
import {isJobRunning} from '../store/selectors.js';
import {createAsking} from './asking.js';
import {createBursts} from './bursts.js';
import {cursorRow, type GridView} from './grid-cursor.js';
import {performOnJob} from './job-actions.js';
import {characterNames} from './key-names.js';
import {findBinding, type KeyAction} from './keys.js';
import type {ControllerPorts} from './ports.js';
import {reduceScreen} from './reduce-screen.js';
import {layoutRows} from './row-layout.js';
import {
  chosenCells,
  FIRST_SCREEN,
  gridView,
  markedNodes,
  modeOf,
  removalText,
  type ScreenAction,
  type ScreenState,
} from './screen-state.js';

/** Turns keys into changes of the screen and into jobs. It holds the screen's state; React only draws it. */
export interface Controller extends ScreenPort {
  readonly screen: () => ScreenState;
  readonly subscribe: (listener: () => void) => () => void;
  /** @param key its name, such as "s", "ctrl-c", "down" */
  readonly press: (key: string) => void;
  /** Pasted text is typed into the bar; anywhere else it does nothing. */
  readonly paste: (text: string) => void;
  /** Characters that arrived together: keys that were typed, or a paste of a terminal that does not say so. */
  readonly arrived: (text: string) => void;
  /** Says a sentence that nobody asked for. */
  readonly warn: (sentence: string) => void;
  /** Takes no key any more, as after `quit`: what is typed from now on is meant for the shell. */
  readonly close: () => void;
  /** Says that what the screen is now has been drawn: a question takes only keys that were pressed after that. */
  readonly drawn: () => void;
  /** Says each second that the program is not held up: keys that queue up behind a stall may not mean what is seen now. */
  readonly beat: () => void;
}

/** Milliseconds: how often `beat` is called, and a stall beyond that after which keys are not trusted. */
export const BEAT = 1_000;
const STALL = 1_000;

/** On a slow line `esc` and the key behind it come together, as if that were pressed with alt: what opens a bar loses nothing by it. */
const ESC_AND_OPENER = /^meta-([:/?])$/;

const DRY_RUN: GivenWords = {words: new Map(), options: new Map([['dry-run', [{text: '--dry-run', at: 0}]]])};

export function createController(ports: ControllerPorts): Controller {
  const {greeting} = ports;
  let screen: ScreenState = {...FIRST_SCREEN, notice: greeting === null ? null : {text: greeting, isBad: false}};
  let drawn = screen;
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
    isFromStall,
    isClosed: () => isClosed,
    quit,
  });
  const {propose} = asking;

  function view(): GridView {
    return gridView(screen.paused?.state ?? ports.state(), screen, layoutRows(ports.rows()).nodes, ports.clock());
  }

  function change(action: ScreenAction): void {
    screen = reduceScreen(screen, action, view());
    for (const listener of listeners) listener();
    asking.onChange();
  }

  function say(text: string, isBad: boolean): void {
    change({type: 'say', notice: {text, isBad}});
  }

  function quit(): void {
    isClosed = true;
    ports.quit();
  }

  function press(key: string): void {
    if (isClosed) return;
    if (key === 'ctrl-c') bursts.end();
    const [, opener] = ESC_AND_OPENER.exec(key) ?? [];
    if (opener !== undefined) {
      press('esc');
      press(opener);
      return;
    }
    const mode = modeOf(screen);
    if (screen.dialog !== null && drawn.dialog === null) return;
    const binding = findBinding(mode, key);
    if (binding !== null) perform(binding.action);
    else if (mode === 'bar') type(key);
    else if (mode === 'count') typeDigit(key);
    else if (mode !== 'dialog') say(`${key} does nothing here; ? shows the keys`, false);
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
      const opensBar = arrival.isFirst && /^[:/]/.test(arrival.text) && screen.bar === null && screen.dialog === null;
      if (opensBar) press(arrival.text.slice(0, 1));
      paste(opensBar ? arrival.text.slice(1) : arrival.text);
      if (arrival.isLine && screen.bar !== null) press('enter');
    }
    bursts.done();
  }

  function paste(text: string): void {
    if (isClosed) return;
    if (modeOf(screen) === 'bar') change({type: 'edit', edit: {type: 'insert', text}});
    else say('pasted text is only taken where text is typed, such as after : or /', false);
  }

  function perform(action: KeyAction): void {
    switch (action.type) {
      case 'screen':
        change(action.action);
        break;
      case 'command':
        propose(ports.planCells(action.command, chosenCells(screen, view())));
        break;
      case 'dry-run':
        propose(ports.planCells(action.command, chosenCells(screen, view()), DRY_RUN));
        break;
      case 'job':
        performOnJob(action.does, {ports, screen: () => screen, change, say, propose, isFromStall});
        break;
      case 'remove-nodes':
        change({type: 'open-bar', bar: 'command', text: removalText(screen, view())});
        break;
      case 'ssh':
        openSsh();
        break;
      case 'terminal':
        ports.terminal[action.does]();
        break;
      case 'pause':
        change({type: 'pause', state: ports.state(), at: ports.clock()});
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

  function openSsh(): void {
    const {nodes} = view();
    const row = nodes[cursorRow(screen.cursor, nodes)];
    if (row === undefined) return;
    void ports.terminal.ssh(row.spec.host).then(problem => {
      if (problem !== null) say(problem, true);
    });
  }

  function submit(): void {
    const {bar} = screen;
    const text = bar?.field.text.trim() ?? '';
    // The line under the bar says what is wrong already.
    if (bar?.kind === 'filter' && !parseFilter(text).ok) return;
    if (bar?.kind === 'command' && bar.isCut) return;
    if (bar?.kind !== 'command' || text === '') {
      change({type: 'close-bar'});
      return;
    }
    const plans = ports.planLine(text, markedNodes(screen, view()));
    if (!plans.ok) return;
    change({type: 'submitted', text: plans.value.map(plan => plan.text).join('; ')});
    asking.proposeAll(plans.value);
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
    warn: sentence => say(sentence, true),
    close: () => {
      isClosed = true;
    },
    paste,
    arrived,
    drawn: () => {
      drawn = screen;
    },
    beat: () => {
      beatAt = ports.clock().monotonic;
    },
    show: shown => change({type: 'show', screen: shown}),
    filter: text => change({type: 'filter', text}),
    sort: column => change({type: 'sort', column}),
    quit: () => {
      if (ports.state().jobs.some(isJobRunning)) change({type: 'ask', dialog: {type: 'quit', isYes: false}});
      else quit();
    },
  };
}
