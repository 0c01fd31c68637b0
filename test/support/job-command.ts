import type {TargetCommand} from '../../src/command/command.js';

/** A command that a test plans by itself, which changes what it is run on. */
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
