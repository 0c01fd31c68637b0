import {expect, test} from '@jest/globals';
import {planText} from '../../src/command/parse.js';
import {clusterState} from '../support/cluster-state.js';
import {parseContext} from '../support/parse-context.js';

const context = parseContext(
  clusterState({
    n1: {web: 'running', titan: 'running'},
    n2: {Web: 'stopped', titan: 'running'},
    n3: {titan: 'stopped'},
    n4: null,
  }),
);

function warningsOf(text: string): readonly string[] {
  const plan = planText(text, context);
  if (!plan.ok) throw new Error(plan.problem.message);
  return plan.value.warnings;
}

test.each([
  ['add web sleep 9 on n1,n2,n3', ['n[1-2] have a watcher web already: add is refused there']],
  ['add web sleep 9 on n1,n3', ['n1 has a watcher web already: add is refused there']],
  ['add titan sleep 9 on n1,n2,n3', ['all of them have a watcher titan already: add is refused there']],
  ['add titan sleep 9 on n3', ['n3 has a watcher titan already: add is refused there']],
  ['add other sleep 9 on n1,n2,n3', []],
])('before %s is begun it says where it will be refused', (text, warnings) => {
  expect(warningsOf(text)).toEqual(warnings);
});
