import {USUAL_COLUMNS} from '../../src/columns/choice.js';
import {complete} from '../../src/command/complete.js';
import type {JobPort} from '../../src/command/job-port.js';
import {type ParseContext, planCells, planLine} from '../../src/command/parse.js';
import type {Plan, Result} from '../../src/command/plan.js';
import type {Clock} from '../../src/model/time.js';
import {createHistory} from '../../src/store/history.js';
import type {Store} from '../../src/store/store.js';
import {type Controller, createController} from '../../src/view/controller.js';
import type {Frame, FrameOptions} from '../../src/view/frame.js';
import {keymapOf} from '../../src/view/keymap.js';
import type {ControllerPorts} from '../../src/view/ports.js';
import {SCREENS} from '../../src/view/screens.js';
import {drawnFrame} from './drawn-frame.js';
import {NO_DETAILS} from './no-details.js';
import {NO_LOG} from './no-log.js';
import {parseContext} from './parse-context.js';

/** Jobs that only begin, each by this; none of them can be cancelled, forced or tried again. */
export function jobsBegunBy(begin: JobPort['begin']): JobPort {
  return {
    begin,
    beginInTurn: async (plans, onBegun) => {
      for (const plan of plans) {
        const job = begin(plan);
        if (job !== null) onBegun(job, plan);
      }
      return {plans: [], isToBeAsked: false, reason: null};
    },
    cancel: () => 0,
    force: () => 0,
    look: () => {},
    takenUp: () => {},
    operandsOf: () => null,
  };
}

/**
 * A screen's controller on a store, without nodes: commands of the screen work, others are only counted as begun.
 *
 * @param options.ports replaces some of the controller's ports
 */
export function openController(options: {
  readonly store: Pick<Store, 'state'> & Partial<Pick<Store, 'dispatch'>>;
  readonly clock: Clock;
  readonly rows?: number;
  readonly ports?: Partial<ControllerPorts>;
}): {
  readonly controller: Controller;
  readonly planLine: (text: string, marked: readonly string[]) => Result<readonly Plan[]>;
  readonly planContext: (marked: readonly string[]) => ParseContext;
  /** Draws the screen as it is now, as the program does after each change. */
  readonly draw: (options?: Partial<FrameOptions>) => Frame;
} {
  const {store, clock, rows = 24, ports = {}} = options;
  const context = (marked: readonly string[]): ParseContext => parseContext(store.state(), {marked, now: clock()});
  const plan = (text: string, marked: readonly string[]) => planLine(text, context(marked));
  const begin = (plan: Plan) => {
    const {command} = plan;
    if (command.scope !== 'screen') return 1;
    command.act(
      {
        ...controller,
        detect: () => controller.show('detect'),
        note: text => store.dispatch?.([{type: 'noted', at: clock(), text}]),
        readOnly: isOn => store.dispatch?.([{type: 'read-only-switched', at: clock(), isOn}]),
      },
      plan,
    );
    return null;
  };
  const keymap = keymapOf([...(ports.screens ?? SCREENS).values()]);
  const controller: Controller = createController({
    state: store.state,
    clock,
    rows: () => rows,
    planLine: plan,
    complete: (text, cursor, marked) => complete(text, cursor, {...context(marked), filesIn: () => []}),
    keep: () => {},
    planCells: (command, cells, given) => planCells(command, cells, context([]), given),
    jobs: jobsBegunBy(begin),
    detect: {again: () => {}, end: () => {}},
    log: NO_LOG,
    details: NO_DETAILS,
    history: createHistory(),
    quit: () => {},
    terminal: {repaint: () => {}, suspend: () => {}, ssh: async () => null, copy: text => text.length},
    askAbove: 8,
    columns: USUAL_COLUMNS,
    greeting: null,
    screens: SCREENS,
    keymap,
    ...ports,
  });
  const line = ports.planLine ?? plan;
  return {
    controller,
    planLine: line,
    planContext: context,
    draw: options => {
      const screen = controller.screen();
      const screens = ports.screens ?? SCREENS;
      const frame = drawnFrame({
        state: store.state(),
        screen,
        now: clock(),
        height: rows,
        screens,
        keymap: ports.keymap ?? keymap,
        planLine: line,
        ...(ports.history === undefined ? {} : {history: ports.history}),
        ...options,
      });
      controller.drawn(screen, frame.body);
      return frame;
    },
  };
}
