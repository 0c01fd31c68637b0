import type {TargetCommand} from '../../src/command/command.js';

/** A command that changes its targets; the test makes its plans itself. */
export function jobCommand(own: Pick<TargetCommand, 'run' | 'first'>): TargetCommand {
  return {
    name: 'hold',
    summary: '',
    args: [],
    takesOn: true,
    scope: 'watcher',
    effect: 'change',
    plan: () => ({ok: false, problem: {message: '', at: 0, kind: 'usage'}}),
    ...own,
  };
}
