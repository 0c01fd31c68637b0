import {describe, expect, test} from '@jest/globals';
import type {Argument, TargetCommand} from '../../src/command/command.js';
import {planText} from '../../src/command/parse.js';
import {at, clusterState} from '../support/cluster-state.js';
import {parseContext} from '../support/parse-context.js';

/** "A" one that must be there, "B?" one that need not, "C…" at least one, "D?…" any number. */
function argument(text: string): Argument {
  const name = text.replace(/[?…]/g, '');
  return {name, kind: 'nodes', isOptional: text.includes('?'), isMany: text.includes('…')};
}

/** Which words each argument of a command gets: "A=web B=2". */
function filled(args: string, typed: string): string {
  const command: TargetCommand = {
    name: 'do',
    summary: 'Do it',
    args: args === '' ? [] : args.split(' ').map(argument),
    takesOn: false,
    scope: 'watcher',
    effect: 'change',
    plan: given => ({
      ok: true,
      value: {command, args: given, text: '', targets: [], warnings: [], prepared: null},
    }),
    run: async () => ({kind: 'ok', changed: true, sent: true, state: null, reason: null}),
  };
  const plan = planText(
    `do ${typed}`.trim(),
    parseContext(clusterState({}), {table: new Map([['do', command]]), marked: null, now: at(1)}),
  );
  if (!plan.ok) return plan.problem.message.replace(/: do.*/, '');
  const {operands} = plan.value.args;
  return [...operands].map(([name, words]) => `${name}=${words.map(({text}) => text).join(',')}`).join(' ');
}

describe('words are given to arguments', () => {
  test.each([
    ['A B?', 'web 2', 'A=web B=2'],
    ['A B?', 'web', 'A=web B='],
    ['A B?', 'web 2 3', '"3" is one word too many'],
    ['A B', 'web', 'a set of nodes such as 192.168.0.1-8 is missing'],
    ['A B', 'web 2', 'A=web B=2'],
    ['A? B', '2', 'A= B=2'],
    ['A? B', 'web 2', 'A=web B=2'],
    ['A? B?', 'web', 'A=web B='],
    ['A?… B', 'HUP', 'A= B=HUP'],
    ['A?… B', 'web db HUP', 'A=web,db B=HUP'],
    ['A… B', 'web db HUP', 'A=web,db B=HUP'],
    ['A… B', 'web', 'a set of nodes such as 192.168.0.1-8 is missing'],
    ['A…', '', 'a set of nodes such as 192.168.0.1-8 is missing'],
    ['A B…', 'web 1 2', 'A=web B=1,2'],
    ['A B?…', 'web', 'A=web B='],
    ['A B?…', 'web 1 2', 'A=web B=1,2'],
    ['A?… B?', 'web db', 'A=web,db B='],
    ['A B? C', 'web 2', 'A=web B= C=2'],
    ['A B? C', 'web 1 2', 'A=web B=1 C=2'],
    ['', 'web', '"web" is one word too many'],
  ])('%s, typed %j: %s', (args, typed, result) => {
    expect(filled(args, typed)).toBe(result);
  });
});
