import {describe, expect, test} from '@jest/globals';
import type {TargetCommand} from '../../src/command/command.js';
import {configure} from '../../src/command/configure.js';
import {type ParseContext, planText} from '../../src/command/parse.js';
import type {Plan} from '../../src/command/plan.js';
import {reset} from '../../src/command/reset.js';
import {at, clusterState} from '../support/cluster-state.js';
import {parseContext} from '../support/parse-context.js';
import {INFO, serviceInfo, withServicesOn} from '../support/sample-node-info.js';
import {lost, reply, runScripted, unsent} from '../support/scripted-run.js';

const node = '127.0.0.1';
const box = {...serviceInfo('box'), home: '/srv/box'};
const state = withServicesOn(clusterState({[node]: {box: 'stopped'}}), {[node]: [box]});
const context: ParseContext = parseContext(state, {now: at(1)});
const gone = {folders: [], files: 3, bytes: 4};
const written = {files: [], identifier: 1, isApplied: true, waitsForRestart: false};

function planned(text: string): Plan {
  const plan = planText(text, context);
  if (!plan.ok) throw new Error(plan.problem.message);
  return plan.value;
}

async function run(command: TargetCommand, text: string, now: unknown) {
  const plan = planned(text);
  const [target] = plan.targets;
  if (target === undefined) throw new Error('no target');
  const options = [...plan.args.options.keys()];
  const script = {nodeInfo: now, reset: reply(gone), configure: reply(written)};
  return runScripted(command, target, {state, script, options, plan: {...plan}});
}

describe.each([
  [reset, 'reset box'],
  [reset, 'reset box --dry-run'],
  [configure, 'configure box'],
  [configure, 'configure box --undo'],
] as const)('%#: what was planned', (command, text) => {
  test('is done where the watcher is the service, and in the home, of which it was confirmed', async () => {
    const {outcome, sent} = await run(command, text, reply({...INFO, services: [box]}));
    expect([outcome.kind, sent]).toEqual(['ok', ['nodeInfo', command.name]]);
  });

  test.each([
    [[{...box, home: '/srv/other'}], 'box in /srv/other'],
    [[{...box, service: 'graph'}], 'graph in /srv/box'],
    [[], 'no service'],
    [[{...box, watcher: 'Box'}], 'no service'],
  ])('is not sent where it is another one by now', async (services, became) => {
    const {outcome, sent} = await run(command, text, reply({...INFO, services}));
    const reason = `it was box in /srv/box when this was planned, and is ${became} now: say it again if that is right`;
    expect(outcome).toMatchObject({kind: 'failed', sent: false, changed: false, reason});
    expect(sent).toEqual(['nodeInfo']);
  });

  test.each([[lost], [unsent]])('is not sent where nobody tells what it is', async answer => {
    const {outcome, sent} = await run(command, text, answer);
    expect([outcome, sent]).toMatchObject([{kind: 'failed', sent: false, reason: answer.reason}, ['nodeInfo']]);
  });
});
