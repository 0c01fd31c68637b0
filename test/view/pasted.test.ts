import {describe, expect, test} from '@jest/globals';
import {planLine} from '../../src/command/parse.js';
import type {Plan} from '../../src/command/plan.js';
import {LONGEST_TEXT} from '../../src/view/text-field.js';
import {clusterState} from '../support/cluster-state.js';
import {openController} from '../support/controller.js';
import {parseContext} from '../support/parse-context.js';

const STATE = clusterState({n1: {neo4j: 'running', titan: 'stopped'}, n2: {neo4j: 'running'}});
const LONG = 'stop neo4j '.padEnd(LONGEST_TEXT + 1_000, 'neo4j ');

/** A screen of which each plan that is begun, and each that is made, is counted. */
function open() {
  let now = 0;
  const begun: string[] = [];
  let planned = 0;
  const context = parseContext(STATE);
  const plan = (text: string) => {
    planned++;
    return planLine(text, context);
  };
  const clock = () => ({monotonic: now, wall: now});
  const {controller, draw} = openController({
    store: {state: () => STATE},
    clock,
    ports: {
      planLine: plan,
      jobs: {
        begin: ({text}: Plan) => begun.push(text),
        beginInTurn: async plans => {
          begun.push(...plans.map(({text}) => text));
          return {plans: [], isToBeAsked: false, reason: null};
        },
        cancel: () => 0,
        force: () => 0,
        look: () => {},
        takenUp: () => {},
        operandsOf: () => null,
      },
    },
  });
  return {
    controller,
    begun,
    planned: () => planned,
    text: () => controller.screen().bar?.field.text ?? null,
    said: () => controller.screen().notice?.text ?? null,
    wait: (ms: number) => {
      now += ms;
    },
    draw,
  };
}

describe('what is typed or pasted has an end', () => {
  test.each([':', '/'])('in the field that %s opens; a sentence says so', key => {
    const {controller, text, draw} = open();
    controller.press(key);
    controller.paste('ab'.repeat(500_000));
    expect(text()).toBe('ab'.repeat(LONGEST_TEXT / 2));
    expect(draw().bottom.join(' ')).toMatch(/has at most 4,096 characters: the rest was left out/);
    controller.press('x');
    expect(text()).toHaveLength(LONGEST_TEXT);
  });

  test('and in the search of the help, and where nodes are added', () => {
    for (const keys of [['?', '/'], ['A']]) {
      const {controller, text} = open();
      for (const key of keys) controller.press(key);
      controller.paste('n,'.repeat(10_000));
      expect(text()).toHaveLength(LONGEST_TEXT);
    }
  });

  test('never in the middle of a character', () => {
    const {controller, text} = open();
    controller.press(':');
    controller.paste(`a${'😀'.repeat(10_000)}`);
    expect(text()).toBe(`a${'😀'.repeat((LONGEST_TEXT - 2) / 2)}`);
  });

  test('a command that was cut is not planned and not done, until something of it was deleted', () => {
    const {controller, begun, planned, draw} = open();
    controller.press(':');
    controller.paste(LONG);
    draw();
    for (const key of ['enter', 'left', 'enter', 'x', 'enter']) controller.press(key);
    expect([begun, planned()]).toEqual([[], 0]);
    controller.press('ctrl-a');
    controller.press('ctrl-k');
    controller.paste('start neo4j on n1');
    controller.press('enter');
    expect(begun).toEqual(['start neo4j on n1']);
  });
});

describe('a paste of a terminal that does not say so', () => {
  const lines = `start neo4j\rstart titan\r${'restart titan\r'.repeat(20)}`;

  test('goes into the field as one line and runs nothing, in whatever parts it comes', () => {
    const {controller, begun, text} = open();
    controller.press(':');
    for (const part of [lines, 'start neo4j\r', '\r', 'x', 'start titan\r']) controller.arrived(part);
    expect(begun).toEqual([]);
    expect(text()).toBe(`${lines}start neo4j\r\rxstart titan\r`.replaceAll('\r', ' '));
  });

  test('is no keys where nothing is typed', () => {
    const {controller, begun, said} = open();
    for (const part of [lines, 'sxrR', '\r']) controller.arrived(part);
    expect(begun).toEqual([]);
    expect(controller.screen()).toMatchObject({dialog: null, bar: null});
    expect(said()).toMatch(/pasted text is only taken/);
  });

  test('keys are keys again a moment later', () => {
    const {controller, begun, wait} = open();
    controller.arrived(lines);
    wait(150);
    controller.arrived('s');
    expect(begun).toHaveLength(1);
  });

  test('ctrl-c is a key at once, and so is what comes after it', () => {
    const {controller, begun, text} = open();
    controller.press(':');
    controller.arrived(lines);
    controller.press('ctrl-c');
    expect(text()).toBeNull();
    controller.arrived('s');
    expect(begun).toHaveLength(1);
  });

  test('one line with its enter, as a script sends it, is what it would be if it were typed', () => {
    const {controller, begun} = open();
    controller.arrived(`:start neo4j on ${'n1,n2,'.repeat(30)}n1\r`);
    expect(begun).toEqual(['start neo4j on n[1-2]']);
  });

  test('a key that is held down is that key', () => {
    const {controller, begun} = open();
    controller.arrived('j'.repeat(300));
    expect([begun, controller.screen().notice]).toEqual([[], null]);
    expect(controller.screen().cursor.row).toBe(1);
  });

  test('is taken in whole: the work for it does not grow with its characters', () => {
    const {controller, planned} = open();
    let changes = 0;
    controller.subscribe(() => changes++);
    controller.press(':');
    controller.arrived('abc '.repeat(25_000));
    expect([changes, planned()]).toEqual([2, 0]);
  });
});
