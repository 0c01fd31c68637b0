import {describe, expect, test} from '@jest/globals';
import {adopt} from '../../src/command/adopt.js';
import type {TargetCommand} from '../../src/command/command.js';
import {configure} from '../../src/command/configure.js';
import {planText} from '../../src/command/parse.js';
import {reset} from '../../src/command/reset.js';
import {restart} from '../../src/command/restart.js';
import {signal} from '../../src/command/signal.js';
import {start} from '../../src/command/start.js';
import {stop} from '../../src/command/stop.js';
import {serviceOf} from '../../src/store/services.js';
import {rowNotes} from '../../src/wording/row-notes.js';
import {at, clusterState} from '../support/cluster-state.js';
import {parseContext} from '../support/parse-context.js';
import {serviceInfo, withServicesOn} from '../support/sample-node-info.js';
import {runScripted} from '../support/scripted-run.js';

const node = '127.0.0.1';
const stock = clusterState({[node]: {Web: 'running', web: 'running', other: 'running'}});
const served = withServicesOn(stock, {[node]: [serviceInfo('web')]});

const COMMANDS: readonly (readonly [TargetCommand, readonly string[]])[] = [
  [start, []],
  [stop, []],
  [restart, []],
  [signal, []],
  [configure, []],
  [configure, ['undo']],
  [reset, ['data']],
  [reset, ['data', 'stop']],
  [adopt, ['kill']],
];

describe.each(['Web', 'web'])('of %s, which circus takes for another one, too', watcher => {
  test.each(COMMANDS)('$name is refused with a sentence, and nothing is sent', async (command, options) => {
    for (const state of [stock, served]) {
      const {outcome, sent} = await runScripted(
        command,
        {node, watcher},
        {
          state,
          script: {},
          options: [...options],
          operands: [['signal', 'HUP']],
        },
      );
      expect(outcome).toMatchObject({
        kind: 'failed',
        sent: false,
        changed: false,
        reason: 'circus takes Web and web for one name here: give one of them another in its circus.ini',
      });
      expect(sent).toEqual([]);
    }
  });
});

test('a name that is typed in its own capitals means that watcher alone; none that is not there', () => {
  const targets = (typed: string) => {
    const plan = planText(typed, parseContext(stock, {now: at(1)}));
    return plan.ok ? plan.value.targets.map(({watcher}) => watcher) : plan.problem.message;
  };
  expect([targets('stop Web'), targets('stop web'), targets('stop OTHER')]).toEqual([['Web'], ['web'], ['other']]);
});

test('one of them is not described by what describes the other one', () => {
  const row = served.nodes.get(node);
  expect([serviceOf(row, 'web')?.service, serviceOf(row, 'Web'), serviceOf(row, 'WEB')?.service ?? null]).toEqual([
    serviceInfo('web').service,
    null,
    null,
  ]);
});

test('the row of their node says so', () => {
  expect(rowNotes(stock).get(node)).toEqual([
    {
      watcher: null,
      text: 'one name twice',
      whole: 'circus takes Web and web for one name here: give one of them another in its circus.ini',
      isMild: true,
    },
  ]);
});
