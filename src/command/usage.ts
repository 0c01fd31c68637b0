import type {Argument, Command, CommandOption} from './command.js';

/** "start [watcher…] [on NODES]": how a command is typed. */
export function usageLine(command: Pick<Command, 'name' | 'args' | 'options'> & {readonly takesOn?: boolean}): string {
  const args = command.args.map(arg => {
    const name = `${nameOf(arg)}${arg.isMany ? '…' : ''}`;
    return arg.isOptional ? `[${name}]` : name;
  });
  const options = (command.options ?? []).map(option => {
    const text = usageOfOption(option);
    return option.isRequired === true ? text : `[${text}]${option.isMany ? '…' : ''}`;
  });
  return [command.name, ...args, ...(command.takesOn === true ? ['[on NODES]'] : []), ...options].join(' ');
}

/** What may be typed as it stands is in small letters. */
function nameOf({name, kind, choices}: Argument): string {
  if (kind === 'choice') return (choices ?? []).join('|');
  return kind === 'watcher' ? name : name.toUpperCase();
}

/** "--set K=V": how an option is typed. */
export function usageOfOption({name, value}: CommandOption): string {
  return value === null ? `--${name}` : `--${name} ${value}`;
}

/** What an argument is, for people. */
export function describeArgument(arg: Argument): string {
  switch (arg.kind) {
    case 'signal':
      return 'a signal such as HUP or 9';
    case 'nodes':
      return 'a set of nodes such as 192.168.0.1-8';
    case 'watcher':
      return 'a watcher';
    case 'filter':
      return 'a filter such as is:flapping';
    case 'column':
    case 'sorting':
      return 'a column such as cpu';
    case 'text':
      return `a ${arg.name}`;
    case 'figure':
      return 'a figure such as cpu';
    case 'option':
      return 'an option such as numprocesses';
    case 'setting':
      return 'an option and its value such as numprocesses 3';
    case 'count':
      return 'a number';
    case 'file':
      return 'a file';
    case 'cluster':
      return 'the name of a cluster';
    case 'choice':
      return `one of ${(arg.choices ?? []).join(', ')}`;
  }
}
