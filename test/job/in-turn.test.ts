import {describe, expect, test} from '@jest/globals';
import {type ParseContext, planAgain, planLine} from '../../src/command/parse.js';
import type {Plan, Result} from '../../src/command/plan.js';
import {runInTurn} from '../../src/job/in-turn.js';
import {nodeSpec} from '../../src/model/node-spec.js';
import {reduce} from '../../src/store/reduce.js';
import type {State} from '../../src/store/state.js';
import {at, clusterState} from '../support/cluster-state.js';
import {parseContext} from '../support/parse-context.js';
import {withServices} from '../support/sample-node-info.js';

/**
 * Runs a typed line on `before`; each command makes of the cluster what `after` says, by its name, and ends ok unless it is `failing`.
 */
async function run(line: string, before: State, after: Readonly<Record<string, State>>, failing: string | null = null) {
  let state = before;
  let id = 0;
  const begun: string[] = [];
  const context = (): ParseContext => parseContext(state, {marked: null, now: at(20)});
  const plans = planLine(line, context());
  if (!plans.ok) return {problem: plans.problem.message};
  const left = await runInTurn(plans.value, {
    begin: ({command, text, targets}) => {
      id += 1;
      begun.push(`${text} = ${targets.map(({node, watcher}) => `${node}/${watcher}`).join(' ')}`);
      const {name} = command;
      state = reduce(after[name] ?? state, [
        {type: 'job-began', at: at(20), job: id, text, command: name, isDryRun: false, targets},
        ...targets.map((_, index) => ({
          type: 'job-target-ended' as const,
          at: at(21),
          job: id,
          index,
          outcome: {
            kind: name === failing ? ('failed' as const) : ('ok' as const),
            changed: true,
            sent: true,
            state: null,
            reason: name === failing ? 'as it was' : null,
          },
        })),
        {type: 'job-ended', at: at(21), job: id},
      ]);
      return id;
    },
    onBegun: () => {},
    ended: async () => {},
    state: () => state,
    again: async (plan: Plan): Promise<Result<Plan>> => planAgain(plan, context()),
  });
  return {begun, left: left.plans.map(plan => plan.text), isToBeAsked: left.isToBeAsked, reason: left.reason};
}

const running = clusterState({n1: {titan: 'running'}, n2: {titan: 'running'}});
const stopped = clusterState({n1: {titan: 'stopped'}, n2: {titan: 'stopped'}});
const all = {isToBeAsked: false, left: [], reason: null};

describe('commands that ; parts', () => {
  test('say why the cluster stayed as it was, and end with that', async () => {
    expect(await run('cluster add scan; start titan', running, {}, 'cluster')).toMatchObject({
      begun: ['cluster add scan = scan/null'],
      left: ['start titan on n[1-2],scan'],
      reason: 'as it was',
    });
  });

  test('are done one after the other', async () => {
    expect(await run('stop titan on n1; start titan on n2', running, {})).toEqual({
      ...all,
      begun: ['stop titan on n1 = n1/titan', 'start titan on n2 = n2/titan'],
    });
  });

  test('end with the first that is not ok; the rest is told', async () => {
    expect(await run('stop titan; start titan; signal HUP', running, {}, 'stop')).toEqual({
      begun: ['stop titan on n[1-2] = n1/titan n2/titan'],
      left: ['start titan on n[1-2]', 'signal HUP on n[1-2]'],
      isToBeAsked: false,
      reason: null,
    });
  });

  test('are planned anew at their turn: a node that came by then has told what it runs', async () => {
    const before = clusterState({n1: {titan: 'running'}});
    const after = {cluster: running};
    expect(await run('cluster add n2; start on n2', before, after)).toEqual({
      ...all,
      begun: ['cluster add n2 = n2/null', 'start on n2 = n2/titan'],
    });
    // What it would interrupt there nobody has seen.
    expect(await run('cluster add n2; stop on n2', before, after)).toEqual({
      begun: ['cluster add n2 = n2/null'],
      left: ['stop on n2'],
      isToBeAsked: true,
      reason: null,
    });
    const gone = reduce(before, [{type: 'cluster-changed', at: at(9), nodes: [nodeSpec({host: 'n1'})]}]);
    expect(await run('cluster add n2; start n3 on n2', before, {cluster: gone})).toMatchObject({
      reason: expect.any(String),
    });
  });

  test('may depend on what those before them do', async () => {
    expect(await run('stop titan; start titan on titan:stopped', running, {stop: stopped})).toEqual({
      ...all,
      begun: ['stop titan on n[1-2] = n1/titan n2/titan', 'start titan on n[1-2] = n1/titan n2/titan'],
    });
    expect(await run('stop titan; start titan on titan:stopped', running, {})).toMatchObject({
      left: ['start titan on titan:stopped'],
      reason: 'no node fits titan:stopped',
    });
    expect(await run('start titan on titan:done', running, {})).toEqual({problem: 'no node fits titan:done'});
  });

  test('a service that is stopped first may be reset then, and is asked about when its turn comes', async () => {
    const served = (state: State) =>
      ['n1', 'n2'].reduce((so, node) => withServices(so, node, [{watcher: 'titan', resetsTogether: true}]), state);
    expect(await run('reset titan', served(running), {})).toEqual({problem: expect.stringContaining('stop it on')});
    expect(await run('stop titan; reset titan', served(running), {stop: served(stopped)})).toEqual({
      begun: ['stop titan on n[1-2] = n1/titan n2/titan'],
      left: ['reset titan on n[1-2]'],
      isToBeAsked: true,
      reason: null,
    });
  });
});
