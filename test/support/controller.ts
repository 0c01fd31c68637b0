import type {Plan, Result} from '../../src/command/command.js';
import {type ParseContext, planCells, planText} from '../../src/command/parse.js';
import {commandTable} from '../../src/command/table.js';
import type {Clock} from '../../src/model/time.js';
import type {Store} from '../../src/store/store.js';
import {type Controller, createController} from '../../src/view/controller.js';

/** A screen's controller on a store, with no nodes behind it: commands on the screen work, others only count as begun. */
export function openController(options: {
  readonly store: Store;
  readonly clock: Clock;
  readonly rows: number;
  readonly isReadOnly?: boolean;
}): {
  readonly controller: Controller;
  readonly planText: (text: string, marked: readonly string[]) => Result<Plan>;
} {
  const {store, clock, rows, isReadOnly = false} = options;
  const context = (marked: readonly string[]): ParseContext => ({
    state: store.state(),
    table: commandTable,
    defaultPort: 5555,
    isReadOnly,
    marked,
  });
  const plan = (text: string, marked: readonly string[]) => planText(text, context(marked));
  const controller = createController({
    state: store.state,
    clock,
    rows: () => rows,
    planText: plan,
    planCells: (command, cells, given) => planCells(command, cells, context([]), given),
    jobs: {
      begin: ({command, args}) => {
        if (command.scope !== 'screen') return 1;
        command.act(controller, args);
        return null;
      },
      cancel: () => 0,
      force: () => 0,
      wordsOf: () => null,
    },
    quit: () => {},
    terminal: {repaint: () => {}, suspend: () => {}, ssh: async () => null},
    greeting: null,
  });
  return {controller, planText: plan};
}
