import {describe, expect, test} from '@jest/globals';
import {STATE_WORDS} from '../../src/columns/filter.js';
import {type ParseContext, planCells, planLine, planText} from '../../src/command/parse.js';
import {clusterAfter} from '../../src/command/plan.js';
import {commandTable} from '../../src/command/table.js';
import {usageLine} from '../../src/command/usage.js';
import {reduce} from '../../src/store/reduce.js';
import {at, clusterState} from '../support/cluster-state.js';
import {parseContext} from '../support/parse-context.js';

const both = {neo4j: 'running', titan: 'stopped'} as const;
const context: ParseContext = parseContext(
  clusterState({
    '127.0.0.1': {...both, 'circusd-stats': 'running', 'plugin:log': 'running'},
    '127.0.0.2': both,
    '127.0.0.3': {neo4j: 'running'},
    '127.0.0.4': null,
  }),
);

function targets(text: string, over: Partial<ParseContext> = {}): readonly string[] {
  const plan = planText(text, {...context, ...over});
  if (!plan.ok) throw new Error(plan.problem.message);
  return plan.value.targets.map(({node, watcher}) => `${node.split('.').at(-1)}/${watcher ?? '?'}`);
}

function problem(text: string, over: Partial<ParseContext> = {}): string {
  const plan = planText(text, {...context, ...over});
  if (plan.ok) throw new Error(`no problem: ${plan.value.text}`);
  return `${plan.problem.message} (${plan.problem.kind} at ${plan.problem.at})`;
}

function textOf(text: string, over: Partial<ParseContext> = {}): string {
  const plan = planText(text, {...context, ...over});
  return plan.ok ? plan.value.text : plan.problem.message;
}

describe('the targets of a typed command', () => {
  test('are the named watchers on the named nodes, in the cluster’s order', () => {
    expect(targets('start titan on 127.0.0.1-2')).toEqual(['1/titan', '2/titan']);
    expect(targets('start titan neo4j on 127.0.0.1')).toEqual(['1/titan', '1/neo4j']);
  });

  test('without a watcher are all but circus’s own; a node of which nothing is known is a target all the same', () => {
    expect(targets('stop')).toEqual(['1/neo4j', '1/titan', '2/neo4j', '2/titan', '3/neo4j', '4/?']);
  });

  test('without `on` are the marked nodes, where there are any', () => {
    expect(targets('start titan', {marked: ['127.0.0.2']})).toEqual(['2/titan']);
    expect(textOf('start titan', {marked: ['127.0.0.2']})).toBe('start titan on 127.0.0.2');
  });

  test('keep a node that lacks a named watcher, so that its outcome says so', () => {
    expect(targets('start titan on 127.0.0.1-3')).toEqual(['1/titan', '2/titan', '3/titan']);
  });

  test('are acted on once, however often they are named', () => {
    expect(targets('start titan TITAN titan on 127.0.0.1')).toEqual(['1/titan']);
  });

  test('of a node that is another name of an earlier one are those of that one, once', () => {
    const circusd = {pid: 7, startedAt: 1};
    const state = reduce(
      context.state,
      ['127.0.0.1', '127.0.0.2'].map(node => ({type: 'circusd-identified', at: at(5), node, circusd})),
    );
    expect(targets('start titan on 127.0.0.2', {state})).toEqual(['1/titan']);
    expect(targets('start titan on 127.0.0.1-3', {state})).toEqual(['1/titan', '3/titan']);
  });

  test('are none at all where nobody has one of the named watchers', () => {
    expect(problem('start neo4j nobody on 127.0.0.1')).toBe('no node has a watcher nobody (no-target at 12)');
  });

  test('are spelled as the node spells them', () => {
    expect(targets('start TITAN on 127.0.0.1')).toEqual(['1/titan']);
  });

  test('may be circus’s own when they are named', () => {
    expect(targets('restart circusd-stats on 127.0.0.1')).toEqual(['1/circusd-stats']);
  });
});

test('an address of the cluster is never a watcher: "on" was forgotten', () => {
  expect(problem('start titan 127.0.0.4')).toBe(
    '127.0.0.4 is a node, no watcher: did you mean "on 127.0.0.4"? (usage at 12)',
  );
});

test.each(['ad', 'remov', 'trsut'])('cluster %s and nodes is a typing error, not a cluster', word => {
  expect(problem(`cluster ${word} 127.0.0.9`)).toMatch(
    /^"\w+": did you mean cluster (add|remove|trust)\? .* \(usage at 8\)$/,
  );
});

describe('a plan', () => {
  test('has a text that can be typed again and means the same', () => {
    const text = textOf('start titan');
    expect(text).toBe('start titan on 127.0.0.1-4');
    expect(textOf(text, {marked: ['127.0.0.2']})).toBe(text);
  });

  test('warns of nodes that do not answer', () => {
    const plan = planText('start titan', context);
    expect(plan.ok && plan.value.warnings).toEqual(['127.0.0.4 does not answer']);
  });

  test.each(['start', 'restart'])('to %s with --strict is none where it would warn', command => {
    expect(planText(`${command} titan --strict`, context)).toMatchObject({
      ok: false,
      problem: {message: 'refused with --strict: 127.0.0.4 does not answer', at: 0, kind: 'refused'},
    });
    expect(planText(`${command} titan --strict on 127.0.0.1-3`, context)).toMatchObject({ok: true});
    const untold = reduce(context.state, [{type: 'epoch-began', at: at(9), node: '127.0.0.2'}]);
    expect(planText(`${command} titan --strict on 127.0.0.1-3`, {...context, state: untold})).toMatchObject({
      problem: {message: 'refused with --strict: 127.0.0.2 has not said yet what is configured', kind: 'no-target'},
    });
  });

  test('of chosen cells has just these targets, and says them as commands', () => {
    const cells = [
      {node: '127.0.0.1', watcher: 'titan'},
      {node: '127.0.0.2', watcher: 'titan'},
      {node: '127.0.0.3', watcher: null},
    ];
    const plan = planCells('start', cells, context);
    expect(plan.ok && plan.value.targets).toEqual([cells[0], cells[1], {node: '127.0.0.3', watcher: 'neo4j'}]);
    expect(plan.ok && plan.value.text).toBe('start titan on 127.0.0.1-2; start neo4j on 127.0.0.3');
  });
});

describe('what is wrong is said in one sentence, with its place', () => {
  test.each([
    ['', 'type a command, such as start; help lists them (usage at 0)'],
    ['strat titan', 'there is no command "strat": did you mean start? (usage at 0)'],
    ['st titan', 'there is no command "st": did you mean start, stop, status or stats? (usage at 0)'],
    ['shu', 'there is no command "shu": did you mean shutdown? (usage at 0)'],
    ['set titan cmd', 'cmd wants a value: set WATCHER OPTION VALUE (usage at 13)'],
    [
      'set titan nocmd',
      'circus has no option "nocmd": numprocesses, cmd, args, env, graceful_timeout and so on, as in its ini (usage at 10)',
    ],
    [
      'set titan cmd sleep 2000 on 127.0.0.1',
      '2000 is no option; a value of several words is quoted: cmd "sleep 2000" (usage at 20)',
    ],
    [
      'set titan cmd sleep 2000 3',
      '2000 is no option; a value of several words is quoted: cmd "sleep 2000" (usage at 20)',
    ],
    ['set titan env A=1 B=2', 'B=2 is no option; variables are joined by commas: env A=1,B=2 (usage at 18)'],
    [
      'set titan numprocesses 2 x',
      'circus has no option "x": numprocesses, cmd, args, env, graceful_timeout and so on, as in its ini (usage at 25)',
    ],
    ['set titan rlimit_nofile x', 'rlimit_nofile wants a whole number, 0 or more, not "x" (usage at 24)'],
    ['frobnicate', 'there is no command "frobnicate"; help lists them (usage at 0)'],
    ['start titan on', 'on wants nodes, such as on 192.168.0.1-8, on marked or on is:flapping (usage at 14)'],
    ['start titan on 127.0.0.9', '127.0.0.9 is not in the cluster (127.0.0.1-4) (usage at 15)'],
    ['signal titan FOO', '"FOO" is no signal: HUP, USR1, KILL, 9 … (usage at 13)'],
    ['signal', 'a signal such as HUP or 9 is missing: signal [watcher…] SIGNAL [on NODES] [--pid PID] (usage at 6)'],
    ['stats --extended', '--extended is of watchers, not of nodes: stats WATCHER --extended (usage at 6)'],
    ['filter is:odd', `is: takes a state: ${STATE_WORDS.join(', ')} (usage at 10)`],
    ['columns +ios', '"ios" is no column: did you mean io? (usage at 8)'],
    ['columns cpu uptime', '"uptime" is of watchers\' cells, not of nodes: columns / uptime (usage at 12)'],
    ['columns / +load', '"load" is of nodes, not of watchers\' cells: it stands before the / (usage at 10)'],
    ['columns cpu -rtt', 'name all columns, or add with + and take away with -, not both at once (usage at 12)'],
    ['columns auto cpu', 'auto stands alone: it means the usual columns (usage at 13)'],
    ['columns cpu /', 'what cells show belongs behind the /, such as / +threads (usage at 13)'],
    ['columns / cpu / io', 'one / is enough: behind it stands what cells show (usage at 14)'],
    ['columns -name', "a node's name is always shown (usage at 8)"],
    ['sort lod', 'there is no column "lod": did you mean load? (usage at 5)'],
    [
      'sort "no such"',
      'there is no column "no such": name, state, rtt, cpu, wait, load, memory, read, write, io, in, out, net, threads, uptime, restarts, neo4j, titan (usage at 5)',
    ],
    ['quit now', '"now" is one word too many: quit (usage at 5)'],
    [
      'start titan --dry',
      'start has no option --dry: start [watcher…] [on NODES] [--strict] [--batch SIZE] [--max-failures N] [--settle TIME] [--fanout N] (usage at 12)',
    ],
    ['filter --cpu', 'filter has no option --cpu: filter [FILTER…] (usage at 7)'],
    ['start "titan', 'this " is not closed (usage at 6)'],
    ['start nobody on 127.0.0.1', 'no node has a watcher nobody (no-target at 6)'],
    ['cluster remove 127.0.0.9', 'this changes nothing: 127.0.0.9 is not in the cluster (no-target at 8)'],
  ])('%j', (text, sentence) => {
    expect(problem(text)).toBe(sentence);
  });

  test('a bad node set is pointed at where it goes wrong', () => {
    expect(problem('start titan on 127.0.0.1-4,127.0.0.999')).toMatch(/\(usage at (2[7-9]|3\d)\)$/);
  });
});

describe('cluster', () => {
  const after = (text: string) => {
    const plan = planText(text, context);
    return plan.ok ? clusterAfter(plan.value)?.map(node => node.id) : plan.problem.message;
  };
  test.each([
    ['cluster 127.0.0.1 2', ['127.0.0.1', '127.0.0.2']],
    ['cluster 127.0.0.8,127.0.0.7', ['127.0.0.8', '127.0.0.7']],
    ['cluster add 127.0.0.9', ['127.0.0.1', '127.0.0.2', '127.0.0.3', '127.0.0.4', '127.0.0.9']],
    ['cluster remove 127.0.0.1-3', ['127.0.0.4']],
    ['cluster +127.0.0.9 -127.0.0.1-4', ['127.0.0.9']],
  ])('%s', (text, nodes) => {
    expect(after(text)).toEqual(nodes);
  });

  test('has the nodes that it touches as targets', () => {
    expect(targets('cluster -127.0.0.2')).toEqual(['2/?']);
    expect(targets('cluster 127.0.0.1 1')).toEqual(['1/?', '2/?', '3/?', '4/?']);
  });
});

describe('in quotes a word is a name, whatever else it could be', () => {
  const state = clusterState({n1: {cpu: 'running', n1: 'stopped', on: 'stopped', 'a;b': 'stopped'}});
  test.each([
    ['sort "cpu"', 'sort "cpu"'],
    ['start "n1"', 'start "n1" on n1'],
    ['start n1', 'n1 is a node, no watcher: did you mean "on n1"?'],
    ["start 'on' on n1", "start 'on' on n1"],
    ['start "a;b"; stop "on"', 'start "a;b" on n1; stop "on" on n1'],
    ['filter "my web":running "is:x"', 'filter "my web":running "is:x"'],
  ])('%s', (typed, wanted) => {
    const plans = planLine(typed, {...context, state});
    expect(plans.ok ? plans.value.map(plan => plan.text).join('; ') : plans.problem.message).toBe(wanted);
    const again = planLine(wanted, {...context, state});
    if (plans.ok) expect(again).toMatchObject({ok: true, value: plans.value.map(({targets}) => ({targets}))});
  });

  test('a column of the node stays what it is without them', () => {
    const columnOf = (typed: string) => {
      const plan = planText(typed, {...context, state});
      const sorted: unknown[] = [];
      const screen = {
        show: () => {},
        quit: () => {},
        filter: () => {},
        columns: () => {},
        events: () => {},
        node: () => {},
        detect: () => {},
        log: () => {},
        chart: () => {},
        dryRun: () => {},
        note: () => {},
        readOnly: () => {},
        sort: (column: unknown) => sorted.push(column),
      };
      if (plan.ok && plan.value.command.scope === 'screen') plan.value.command.act(screen, plan.value);
      return sorted;
    };
    expect(columnOf('sort "cpu"')).toEqual([{type: 'watcher', watcher: 'cpu'}]);
    expect(columnOf('sort cpu')).toEqual([{type: 'node', name: 'cpu'}]);
    expect(columnOf('sort "CPU 5 min"')).toEqual([{type: 'node', name: 'cpu'}]);
  });
});

/** How those are typed that are nothing without operands. */
const NEED_WORDS = {
  signal: 'signal HUP',
  adopt: 'adopt titan --kill',
  note: 'note here',
  readonly: 'readonly on',
  incr: 'incr titan',
  decr: 'decr titan',
  set: 'set titan numprocesses 2',
  kill: 'kill titan',
  add: 'add web sleep 9',
  rm: 'rm titan',
  get: 'get titan cmd',
  wait: 'wait titan running',
};

describe('read-only', () => {
  test.each([...commandTable.values()])('$name is refused only if its effect is above read', command => {
    const text = (NEED_WORDS as Readonly<Record<string, string>>)[command.name] ?? command.name;
    const plan = planText(text, {...context, state: {...context.state, isReadOnly: true}});
    if (command.name === 'ipython') return; // It is refused whatever one does.
    if (command.name === 'run') return; // It is what its file does: test/cli/run-screen.test.ts.
    const isAbove = ['change', 'interrupt', 'destroy'].includes(command.effect);
    expect(plan.ok ? 'planned' : plan.problem.kind).toBe(isAbove ? 'refused' : 'planned');
  });
});

test('a usage line is made from the table', () => {
  expect([...commandTable.values()].map(usageLine)).toEqual([
    'start [watcher…] [on NODES] [--strict] [--batch SIZE] [--max-failures N] [--settle TIME] [--fanout N]',
    'stop [watcher…] [on NODES] [--batch SIZE] [--max-failures N] [--settle TIME] [--fanout N]',
    'restart [watcher…] [on NODES] [--strict] [--start-stopped] [--batch SIZE] [--max-failures N] [--settle TIME] [--fanout N]',
    'reload [watcher…] [on NODES] [--strict] [--start-stopped] [--batch SIZE] [--max-failures N] [--settle TIME] [--fanout N] [--sequential]',
    'incr watcher [COUNT] [on NODES]',
    'decr watcher [COUNT] [on NODES]',
    'set watcher OPTION VALUE… [on NODES]',
    'signal [watcher…] SIGNAL [on NODES] [--pid PID]',
    'kill watcher… [on NODES] [--pid PID] [--signum SIGNAL] [--graceful-timeout TIME]',
    'configure [watcher…] [on NODES] [--dry-run] [--set NAME=VALUE]… [--members WATCHER=SET]… [--templates FOLDER] [--force] [--undo]',
    'reset [watcher…] [on NODES] [--data] [--logs] [--dry-run] [--stop]',
    'adopt watcher [on NODES] --kill',
    'add NAME COMMAND… [on NODES] [--start] [--set OPTION=VALUE]…',
    'rm watcher… [on NODES] [--nostop]',
    'reloadconfig [on NODES]',
    'shutdown [on NODES]',
    'status [watcher…] [on NODES]',
    'list [watcher…] [on NODES]',
    'options [watcher…] [on NODES] [--env]',
    'get watcher OPTION… [on NODES]',
    'stats [watcher…] [on NODES] [--extended]',
    'numprocesses [watcher…] [on NODES]',
    'numwatchers [on NODES]',
    'globaloptions [on NODES]',
    'listsockets [on NODES]',
    'dstats [on NODES]',
    'wait watcher running|ready|stopped [on NODES] [--timeout TIME]',
    'cluster [SET…] [--default]',
    'detect [SET…] [--ports PORTS] [--multicast]',
    'log [watcher…] [on NODES] [--since TIME] [--until TIME] [--source SOURCE]… [--filter TEXT] [--lines N] [--follow] [--rate BYTES]',
    'chart [FIGURE…] [watcher…] [on NODES] [--last TIME] [--together] [--apart]',
    'filter [FILTER…]',
    'sort [COLUMN]',
    'columns [COLUMN…]',
    'node [NODE]',
    'events [on NODES]',
    'listen [on NODES]',
    'ipython [on NODES]',
    'note TEXT…',
    'run [FILE] [--set NAME=VALUE]… [--dry-run] [--stop]',
    'readonly on|off',
    'jobs [EXPORT…]',
    'help',
    'quit',
  ]);
});
