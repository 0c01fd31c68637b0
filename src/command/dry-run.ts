import type {Operands} from './arguments.js';
import type {CommandOption} from './command.js';

const NAME = 'dry-run';

/** The option by which a command only reads, and says what it would do. */
export function dryRunOption(summary: string): CommandOption {
  return {name: NAME, value: null, isMany: false, summary, effect: 'read'};
}

export function isDryRun({options}: Pick<Operands, 'options'>): boolean {
  return options.has(NAME);
}

export function asDryRun(given: Operands): Operands {
  return {...given, options: new Map(given.options).set(NAME, [{text: `--${NAME}`, at: 0}])};
}

export function withoutDryRun(given: Operands): Operands {
  return {...given, options: new Map([...given.options].filter(([name]) => name !== NAME))};
}
