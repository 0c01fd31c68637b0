import type {BarHistory} from '../files/bar-history.js';
import type {Controller} from '../view/controller.js';

/** Ties the bar to the commands that outlast a run. */
interface RememberTyped {
  readonly keep: (command: string) => void;
  /** Reads those of earlier runs. */
  readonly recall: () => Promise<void>;
}

/** What cannot be kept or read is said once: the bar works all the same. */
export function rememberTyped(history: BarHistory, controller: () => Controller | null): RememberTyped {
  let hasSaid = false;

  function say(problem: string | null): void {
    if (problem === null || hasSaid) return;
    hasSaid = true;
    controller()?.warn(`commands are not remembered: ${problem}`);
  }

  return {
    keep: command => void history.add(command).then(say),
    recall: async () => {
      const {commands, problem} = await history.read();
      say(problem);
      if (commands.length > 0) controller()?.remember(commands);
    },
  };
}
