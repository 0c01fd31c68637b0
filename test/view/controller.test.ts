import {setImmediate} from 'node:timers/promises';
import {beforeEach, describe, expect, test} from '@jest/globals';
import type {JobPort} from '../../src/command/job-port.js';
import {planTokens} from '../../src/command/parse.js';
import type {Plan} from '../../src/command/plan.js';
import {reduce} from '../../src/store/reduce.js';
import type {State} from '../../src/store/state.js';
import type {Controller} from '../../src/view/controller.js';
import {at, clusterState} from '../support/cluster-state.js';
import {jobsBegunBy, openController} from '../support/controller.js';
import {withServices} from '../support/sample-node-info.js';

const both = {neo4j: 'running', titan: 'stopped'} as const;
const NODES = Object.fromEntries(Array.from({length: 10}, (_, index) => [`127.0.0.${index + 1}`, both]));

let state: State;
/** A command before which it ends, as the one before was not ok. */
let failing: string | null;
/** When the turn comes of what could not be planned before. */
let turn: Promise<void>;
let begun: Plan[];
let done: string[];
let controller: Controller;
let draw: ReturnType<typeof openController>['draw'];
let now: number;

beforeEach(() => {
  state = clusterState(NODES);
  begun = [];
  now = 10;
  done = [];
  failing = null;
  const jobs: JobPort = {
    begin,
    beginInTurn: async (plans, onBegun) => {
      for (const [index, plan] of plans.entries()) {
        const reason = plan.command.name === 'cluster' ? 'scan is no host' : null;
        if (plan.command.name === failing) {
          return {plans: plans.slice(reason === null ? index : index + 1), isToBeAsked: false, reason};
        }
        if (plan.notYet !== undefined) {
          await turn;
          const now = planTokens(plan.notYet.words, opened.planContext([]));
          if (now.ok) return {plans: [now.value], isToBeAsked: true, reason: null};
        }
        const job = begin(plan);
        if (job !== null) onBegun(job, plan);
      }
      return {plans: [], isToBeAsked: false, reason: null};
    },
    cancel: job => done.push(`cancel ${job}`),
    force: job => done.push(`force ${job}`),
    look: () => {},
    takenUp: () => {},
    operandsOf: () => null,
  };
  const terminal = {
    repaint: () => done.push('repaint'),
    suspend: () => done.push('suspend'),
    ssh: async (host: string) => {
      done.push(`ssh ${host}`);
      return `ssh ${host} ended with exit code 255`;
    },
    copy: (text: string) => done.push(text),
  };
  const opened = openController({
    store: {state: () => state},
    clock: () => at(now),
    ports: {jobs, terminal, quit: () => done.push('quit')},
  });
  ({controller, draw} = opened);
});

function begin(plan: Plan): number | null {
  if (plan.command.scope === 'screen') {
    plan.command.act({...controller, detect: () => {}, note: () => {}, readOnly: () => {}}, plan);
    return null;
  }
  begun.push(plan);
  return begun.length;
}

function press(...keys: readonly string[]): void {
  for (const key of keys) {
    controller.press(key);
    draw();
  }
}

function typeIn(text: string): void {
  press(':', ...[...text].map(char => (char === ' ' ? 'space' : char)));
}

const texts = () => begun.map(plan => plan.text);

/** A job that runs, as its facts make it. */
function withJob(): void {
  const [node = ''] = Object.keys(NODES);
  state = reduce(state, [
    {
      type: 'job-began',
      at: at(2),
      job: 7,
      text: 'stop neo4j',
      command: 'stop',
      isDryRun: false,
      targets: [{node, watcher: 'neo4j'}],
    },
    {type: 'job-target-began', at: at(2), job: 7, index: 0},
  ]);
}

describe('a key of a command', () => {
  test('acts on the cell under the cursor', () => {
    press('right', 's');
    expect(texts()).toEqual(['start neo4j on 127.0.0.1']);
  });

  test('acts on the marked cells, where there are any', () => {
    press('right', 'right', 'space', 'down', 'space', 's');
    expect(texts()).toEqual(['start titan on 127.0.0.1-2']);
  });

  test('that interrupts more than eight targets asks first, Cancel first', () => {
    press('a', 'x');
    expect(controller.screen().dialog).toMatchObject({type: 'confirm', isYes: false});
    expect(texts()).toEqual([]);
    press('enter');
    expect(controller.screen().dialog).toBeNull();
    expect(texts()).toEqual([]);
    press('x', 'y');
    expect(begun.map(plan => plan.targets.length)).toEqual([20]);
  });

  test('that would interrupt every process of a watcher on more than one node asks, and says which', () => {
    state = clusterState({n1: {neo4j: 'running', titan: 'running'}, n2: {neo4j: 'running'}, n3: {neo4j: 'stopped'}});
    typeIn('stop');
    press('enter');
    expect(controller.screen().dialog).toMatchObject({type: 'confirm', wholly: [{watcher: 'neo4j', nodes: 2}]});
    press('n');
    typeIn('restart neo4j on n2');
    press('enter');
    typeIn('stop titan');
    press('enter');
    typeIn('adopt neo4j --kill');
    press('enter');
    expect(controller.screen().dialog).toBeNull();
    expect(texts()).toEqual(['restart neo4j on n2', 'stop titan on n[1-3]', 'adopt neo4j on n[1-3] --kill']);
  });

  test('asks so, too, where what else there is of the watcher is out of reach, or is spelled in another way', () => {
    state = reduce(clusterState({n1: {Web: 'running'}, n2: {web: 'running'}, n3: {web: 'running'}, n4: {}}), [
      {type: 'node-lost', at: at(3), node: 'n3', reason: 'no answer within 3 s'},
    ]);
    typeIn('stop on n[1-2]');
    press('enter');
    expect(controller.screen().dialog).toMatchObject({wholly: [{watcher: 'Web', nodes: 2}]});
    press('n');
    state = reduce(state, [{type: 'ping-answered', at: at(4), node: 'n3', rtt: 1}]);
    typeIn('stop on n[1-2]');
    press('enter');
    expect(texts()).toEqual(['stop on n[1-2]']);
  });

  test('that was pressed before the question was drawn is no answer to it', () => {
    press('a');
    for (const key of ['x', 'y']) controller.press(key);
    expect(texts()).toEqual([]);
    expect(controller.screen().dialog).not.toBeNull();
  });

  test('that starts asks nothing, however many targets there are', () => {
    press('a', 's');
    expect(begun.map(plan => plan.targets.length)).toEqual([20]);
  });
});

test('a dry run shows the jobs, where its differences are, however it was begun', () => {
  for (const node of Object.keys(NODES)) state = withServices(state, node, [{watcher: 'titan'}]);
  typeIn('configure titan --dry-run');
  press('enter');
  expect(controller.screen()).toMatchObject({screen: 'jobs', job: 1});
  press('esc', 'right', 'right', 'c');
  expect(controller.screen().screen).toBe('jobs');
  expect(texts()).toEqual(['configure titan on 127.0.0.1-10 --dry-run', 'configure titan on 127.0.0.1 --dry-run']);
});

describe('a command that only reads shows its own job, where its answer comes', () => {
  test('also while another runs, and each of a line in turn', async () => {
    withJob();
    typeIn('stop titan on 127.0.0.1; list titan; list neo4j');
    press('enter');
    await turn;
    expect(controller.screen()).toMatchObject({screen: 'jobs', job: 3});
    typeIn('list titan');
    press('enter');
    await turn;
    expect(controller.screen()).toMatchObject({screen: 'jobs', job: 4});
  });

  test('and on the jobs screen so does any other', () => {
    withJob();
    press('J');
    typeIn('start titan on 127.0.0.2');
    press('enter');
    expect(controller.screen()).toMatchObject({screen: 'jobs', job: 1});
  });

  test('but not where the operator has gone elsewhere since', () => {
    let next = (_job: number) => {};
    const jobs: JobPort = {
      ...jobsBegunBy(() => 1),
      beginInTurn: (plans, onBegun) => {
        next = job => {
          for (const plan of plans.slice(job - 1, job)) onBegun(job, plan);
        };
        next(1);
        return new Promise(() => {});
      },
    };
    const own = openController({store: {state: () => state}, clock: () => at(now), ports: {jobs}}).controller;
    for (const key of [':', ...'list;list;list']) own.press(key);
    own.press('enter');
    next(2);
    expect(own.screen()).toMatchObject({screen: 'jobs', job: 2});
    own.press('esc');
    next(3);
    expect(own.screen()).toMatchObject({screen: 'grid', job: null});
  });
});

test('esc and : that come together close what is open, and open the bar', () => {
  press('a', '/', 'x', 'enter', 'meta-:');
  expect(controller.screen()).toMatchObject({filterText: '', bar: {kind: 'command', field: {text: ''}}});
  press('meta-/');
  expect(controller.screen().bar).toMatchObject({kind: 'filter'});
  press('esc', 'meta-s');
  expect(texts()).toEqual([]);
});

describe('commands that are parted by ;', () => {
  test('are begun one after the other, and what was not begun is said', async () => {
    typeIn('start neo4j on 127.0.0.1; sort cpu; start titan on 127.0.0.1');
    press('enter');
    expect(texts()).toEqual(['start neo4j on 127.0.0.1', 'start titan on 127.0.0.1']);
    expect(controller.screen().query.sort?.column).toEqual({type: 'node', name: 'cpu'});
    expect(controller.screen().history).toEqual(['start neo4j on 127.0.0.1; sort cpu; start titan on 127.0.0.1']);
    failing = 'restart';
    typeIn('start titan on 127.0.0.2;restart titan on 127.0.0.2; start titan on 127.0.0.3');
    press('enter');
    await Promise.resolve();
    expect(texts().slice(2)).toEqual(['start titan on 127.0.0.2']);
    expect(controller.screen().notice).toEqual({
      text: 'not begun: restart titan on 127.0.0.2; start titan on 127.0.0.3',
      isBad: true,
    });
  });

  test('are asked about, each that must be, before the first is begun', () => {
    typeIn('start titan on 127.0.0.1; stop; reset titan on 127.0.0.1');
    press('enter');
    expect(controller.screen().dialog).toMatchObject({plan: {command: {name: 'stop'}}});
    press('y');
    expect(controller.screen().dialog).toMatchObject({plan: {command: {name: 'reset'}}});
    expect(texts()).toEqual([]);
    press('n');
    expect(texts()).toEqual([]);
    typeIn('start titan on 127.0.0.1; stop');
    press('enter', 'y');
    expect(texts().map(text => text.split(' ')[0])).toEqual(['start', 'stop']);
  });

  test('say why the cluster stayed as it was', async () => {
    failing = 'cluster';
    typeIn('cluster scan');
    press('enter');
    await setImmediate();
    expect(controller.screen().notice).toEqual({text: 'scan is no host', isBad: true});
    typeIn('cluster scan; start titan');
    press('enter');
    await setImmediate();
    expect(controller.screen().notice?.text).toBe('not begun: start titan on scan: scan is no host');
  });

  test('asks at its turn about what could not be planned before it, and never while something is typed', async () => {
    const {promise, resolve: comes} = Promise.withResolvers<void>();
    turn = promise;
    typeIn('stop titan on 127.0.0.1; restart neo4j on neo4j:stopped');
    press('enter');
    expect(texts()).toEqual(['stop titan on 127.0.0.1']);
    const all = Object.fromEntries(Object.keys(NODES).map(node => [node, {neo4j: 'stopped'} as const]));
    state = clusterState(all);
    typeIn('y');
    comes();
    await setImmediate();
    expect(controller.screen()).toMatchObject({dialog: null, bar: {field: {text: 'y'}}});
    press('esc');
    await setImmediate();
    draw();
    expect(controller.screen()).toMatchObject({bar: null, dialog: {type: 'confirm', isYes: false}});
    press('y');
    expect(texts()).toEqual(['stop titan on 127.0.0.1', 'restart neo4j on 127.0.0.1-10']);
  });

  test('are wrong where one of them is, at its place', () => {
    typeIn('start neo4j on 127.0.0.1; sotp');
    press('enter');
    expect(controller.screen().bar).not.toBeNull();
    expect(texts()).toEqual([]);
  });
});

describe('a command that destroys', () => {
  const dialog = () => controller.screen().dialog;

  test('always asks, Cancel first', () => {
    press('right', 'R');
    expect(dialog()).toMatchObject({type: 'confirm', isYes: false, count: null});
    press('enter');
    expect([dialog(), texts()]).toEqual([null, []]);
    press('R', 'y');
    expect(texts()).toEqual(['reset neo4j on 127.0.0.1']);
  });

  test('on a whole cluster wants the count of its targets, and a wrong one begins nothing', () => {
    press('a', 'R', 'y');
    expect(dialog()).toMatchObject({count: ''});
    press('1', 'enter');
    expect([dialog(), texts()]).toEqual([null, []]);
    expect(controller.screen().notice?.text).toBe('reset was not begun: 1 was typed, not 20');
    press('R', 'enter');
    expect(controller.screen().notice?.text).toBe('reset was not begun: no count was typed, not 20');
    press('R', '2', '1', 'backspace', '0', 'enter');
    expect(begun.map(plan => plan.targets.length)).toEqual([20]);
  });

  test('takes no digit that was typed before the question was drawn, and esc cancels', () => {
    press('a');
    for (const key of ['R', '2', '0', 'enter']) controller.press(key);
    expect(dialog()).toMatchObject({count: ''});
    draw();
    press('2', '0', 'esc');
    expect([dialog(), texts()]).toEqual([null, []]);
  });

  test('asks nothing as a dry run', () => {
    typeIn('reset --dry-run');
    press('enter');
    expect(texts()).toEqual(['reset on 127.0.0.1-10 --dry-run']);
  });
});

describe('the command bar', () => {
  test('runs what was typed, and keeps it as it was typed', () => {
    typeIn('start titan on 2,1');
    press('enter');
    expect(texts()).toEqual(['start titan on 127.0.0.2,127.0.0.1']);
    expect(controller.screen()).toMatchObject({bar: null, history: ['start titan on 2,1']});
  });

  test('keeps it so though nodes are marked that it does not mean', () => {
    press('space');
    typeIn('start titan on 2,1');
    press('enter');
    expect(controller.screen().history).toEqual(['start titan on 2,1']);
  });

  test('means the marked nodes without `on`, and says so in the history', () => {
    press('space');
    typeIn('start titan');
    press('enter');
    expect(controller.screen().history).toEqual(['start titan on 127.0.0.1']);
  });

  test('counts as a job on marks wherever its nodes are marked ones', () => {
    const used = () => controller.screen().usedMarks === controller.screen().marks;
    press('right', 'space');
    typeIn('start titan on 127.0.0.2');
    press('enter');
    expect(used()).toBe(false);
    typeIn('start titan');
    press('enter');
    expect(texts().at(-1)).toBe('start titan on 127.0.0.1');
    expect(used()).toBe(true);
  });

  test('stays open with what was typed while it is wrong', () => {
    typeIn('strat');
    press('enter');
    expect(controller.screen().bar?.field.text).toBe('strat');
    expect(texts()).toEqual([]);
  });

  test('takes pasted text; the grid does not', () => {
    controller.paste('xxx');
    expect(texts()).toEqual([]);
    press(':');
    controller.paste('start titan\n');
    expect(controller.screen().bar?.field.text).toBe('start titan ');
  });

  test('is closed by esc, and nothing is run', () => {
    typeIn('start');
    press('esc');
    expect(controller.screen().bar).toBeNull();
    expect(texts()).toEqual([]);
  });
});

describe('the jobs screen', () => {
  test('forces and cancels the job that it shows', () => {
    withJob();
    press('J', 'K', 'C');
    expect(controller.screen().screen).toBe('jobs');
    expect(done).toEqual(['force 7', 'cancel 7']);
  });

  test('is about the job that was asked for, though another one runs, and about that one again when it is opened anew', () => {
    withJob();
    controller.show('jobs', 3);
    expect(controller.screen()).toMatchObject({screen: 'jobs', job: 3});
    press('esc', 'J');
    expect(controller.screen()).toMatchObject({screen: 'jobs', job: null});
  });

  test('tries again only the targets that are not ok', () => {
    const [first = '', second = ''] = Object.keys(NODES);
    const outcome = {changed: null, sent: true, state: null, reason: null} as const;
    state = reduce(state, [
      {
        type: 'job-began',
        at: at(2),
        job: 7,
        text: 'start titan',
        command: 'start',
        isDryRun: false,
        targets: [first, second].map(node => ({node, watcher: 'titan'})),
      },
      {type: 'job-target-ended', at: at(3), job: 7, index: 0, outcome: {...outcome, kind: 'ok'}},
      {type: 'job-target-ended', at: at(3), job: 7, index: 1, outcome: {...outcome, kind: 'failed', reason: 'no'}},
      {type: 'job-ended', at: at(3), job: 7},
    ]);
    press('J', 'T');
    expect(texts()).toEqual([`start titan on ${second}`]);
  });

  test('says so where there is nothing to force', () => {
    press('J', 'K');
    expect(controller.screen().notice?.text).toBe('there is no job yet');
  });

  test('goes back to the grid with esc', () => {
    press('J', 'esc');
    expect(controller.screen().screen).toBe('grid');
  });
});

describe('the filter', () => {
  test('is tried while it is typed, kept by enter', () => {
    press('/', ...'0.1', 'enter');
    expect(controller.screen()).toMatchObject({bar: null, filterText: '0.1'});
  });

  test('is as before after esc', () => {
    press('/', ...'0.1', 'enter', '/', '0', '5');
    expect(controller.screen().filterText).toBe('0.105');
    press('esc');
    expect(controller.screen()).toMatchObject({bar: null, filterText: '0.1'});
  });

  test('that is wrong cannot be kept', () => {
    press('/', ...'is:odd', 'enter');
    expect(controller.screen().bar?.field.text).toBe('is:odd');
    expect(controller.screen().filterText).toBe('');
  });

  test('is a command, too, and so is sorting', () => {
    typeIn('filter is:stale');
    press('enter');
    typeIn('sort titan');
    press('enter');
    expect(controller.screen()).toMatchObject({
      filterText: 'is:stale',
      query: {sort: {column: {type: 'watcher', watcher: 'titan'}, isReversed: false}},
    });
  });

  test('is taken away by esc in the grid', () => {
    press('/', ...'0.1', 'enter', 'esc');
    expect(controller.screen().filterText).toBe('');
  });

  test('hides marked cells, which are targets all the same; what interrupts them asks and says how many', () => {
    press('right', 'space', 'down', 'space', '/', ...'127.0.0.1', 'enter', 's');
    expect(texts()).toEqual(['start neo4j on 127.0.0.1-2']);
    press('x');
    expect(controller.screen().dialog).toMatchObject({type: 'confirm', hidden: 1});
  });
});

describe('a key that waited behind a stall of more than a second', () => {
  test('is dropped where it would interrupt something, and says so', () => {
    now = 13;
    press('right', 'x');
    expect(texts()).toEqual([]);
    expect(controller.screen().notice?.text).toBe(
      'stop was dropped: circusman was held up for 2s before it; press it again to mean it',
    );
    controller.beat();
    press('x');
    expect(texts()).toEqual(['stop neo4j on 127.0.0.1']);
  });

  test('is taken where it can do no harm', () => {
    now = 13;
    press('right', 's');
    expect(texts()).toEqual(['start neo4j on 127.0.0.1']);
  });
});

describe('the cluster by hand', () => {
  test('A opens the bar to add nodes', () => {
    press('A');
    expect(controller.screen().bar?.field.text).toBe('cluster add ');
  });

  test('D opens it with the nodes that would go', () => {
    press('space', 'down', 'space', 'D', 'enter');
    expect(begun.map(plan => plan.text)).toEqual(['cluster remove 127.0.0.1-2']);
  });
});

test('the picture stands still while it is paused, and goes on', () => {
  const before = state;
  press('p');
  expect(controller.screen().paused).toEqual({state: before, at: at(10)});
  press('p');
  expect(controller.screen().paused).toBeNull();
});

describe('quit', () => {
  test('is at once while nothing runs', () => {
    press('q');
    expect(done).toEqual(['quit']);
  });

  test('is the last key that means anything: the rest is for the shell', () => {
    press('q', 'right', 's', ':', 'x');
    controller.paste('text');
    expect([begun, controller.screen().bar]).toEqual([[], null]);
  });

  test('by a signal ends the keys, too', () => {
    controller.close();
    press('s');
    expect(begun).toEqual([]);
  });

  test('asks while a job runs', () => {
    withJob();
    press('q');
    expect(done).toEqual([]);
    press('y');
    expect(done).toEqual(['quit']);
  });

  test('is the end of what was to be asked after it', async () => {
    const {promise, resolve: comes} = Promise.withResolvers<void>();
    turn = promise;
    typeIn('stop titan on 127.0.0.1; start neo4j on neo4j:stopped');
    press('enter');
    state = clusterState(Object.fromEntries(Object.keys(NODES).map(node => [node, {neo4j: 'stopped'} as const])));
    withJob();
    press('q');
    comes();
    await setImmediate();
    draw();
    press('y');
    await setImmediate();
    expect([done, texts()]).toEqual([['quit'], ['stop titan on 127.0.0.1']]);
    expect(controller.screen().dialog).toBeNull();
  });
});

test('the terminal’s own keys work everywhere', () => {
  press('ctrl-l', ':', 'ctrl-z');
  expect(done).toEqual(['repaint', 'suspend']);
});

test('! opens ssh to the node under the cursor, and says what came of it', async () => {
  press('down', '!');
  expect(done).toEqual(['ssh 127.0.0.2']);
  await Promise.resolve();
  expect(controller.screen().notice?.text).toBe('ssh 127.0.0.2 ended with exit code 255');
});

test('a key that does nothing here says so', () => {
  press('z');
  expect(controller.screen().notice).toEqual({text: 'z does nothing here; ? shows the keys', isBad: false});
});
