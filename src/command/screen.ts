import type {ScreenCommand} from './command.js';
import type {ScreenPort} from './ports.js';

/** Shows the keys and commands. */
export const help: ScreenCommand = screenCommand('help', 'Show the keys and commands', screen => screen.show('help'));

/** Ends circusman; circusd and what it runs stay as they are. */
export const quit: ScreenCommand = screenCommand('quit', 'End circusman', screen => screen.quit());

function screenCommand(name: string, summary: string, act: (screen: ScreenPort) => void): ScreenCommand {
  const command: ScreenCommand = {
    name,
    summary,
    args: [],
    takesOn: false,
    scope: 'screen',
    effect: 'none',
    plan: args => ({ok: true, value: {command, args, text: name, targets: [], warnings: [], prepared: null}}),
    act,
  };
  return command;
}
