import {describe, expect, test} from '@jest/globals';
import {createStore} from '../../src/store/store.js';
import {at, clusterState} from '../support/cluster-state.js';
import {openController} from '../support/controller.js';
import {allLines} from '../support/drawn-frame.js';

const NODES = {n1: {neo4j: 'running', titan: 'running'}, n2: {neo4j: 'running', titan: 'running'}} as const;

/** A screen with its bar open, of which each plan that is begun is listed. */
function open() {
  const begun: string[] = [];
  const store = createStore(clusterState(NODES));
  const {controller, draw} = openController({
    store,
    clock: () => at(10),
    ports: {
      jobs: {
        begin: () => null,
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
    begun,
    controller,
    lines: (columns = 80) => allLines(draw({width: columns})).join('\n'),
    text: () => controller.screen().bar?.field.text ?? null,
    dialog: () => controller.screen().dialog?.type ?? null,
  };
}

const LINES = 'start titan on n1\n\n# a comment\r\nstart neo4j on n2\rstart titan\n';

describe('several lines that are pasted into the bar', () => {
  test('are asked about before they run, with Cancel first', () => {
    const {begun, controller, lines} = open();
    controller.press(':');
    controller.paste(LINES);
    expect(lines()).toMatch(
      /Run these 3 lines, one after the other: start titan on n1; start neo4j on n2;\s+start titan\?\s+\[Cancel\] {2}Run/,
    );
    controller.press('enter');
    expect([begun, controller.screen().dialog]).toEqual([[], null]);
  });

  test('run in turn when that is answered so, and are one command of the history', () => {
    const {begun, controller, lines, text} = open();
    controller.press(':');
    controller.paste(LINES);
    lines();
    controller.press('y');
    expect(begun).toEqual(['start titan on n1', 'start neo4j on n2', 'start titan on n[1-2]']);
    expect([text(), controller.screen().history]).toEqual([
      null,
      ['start titan on n1; start neo4j on n2; start titan'],
    ]);
  });

  test('are remembered nowhere where one of them begins with a blank', () => {
    const {begun, controller, lines} = open();
    controller.press(':');
    controller.paste('start titan on n1\n start neo4j on n1\n');
    lines();
    controller.press('y');
    expect([begun.length, controller.screen().history]).toEqual([2, []]);
  });

  test('stay in the bar, to be changed, when that is cancelled', () => {
    const {controller, lines, text} = open();
    controller.press(':');
    controller.paste(LINES);
    lines();
    controller.press('esc');
    expect(text()).toBe('start titan on n1; start neo4j on n2; start titan');
  });

  test('are not asked about where one of them is wrong: its place is pointed at', () => {
    const {controller, lines, text, dialog} = open();
    controller.press(':');
    controller.paste('start titan\nsotp titan\n');
    expect([text(), dialog()]).toEqual(['start titan; sotp titan', null]);
    expect(lines()).toMatch(/\n {14}\^ there is no command "sotp": did you mean stop\?/);
  });

  test('are asked about once more, each by its own effect; a key that was pressed before that was drawn answers nothing', () => {
    const {begun, controller, lines, dialog} = open();
    controller.press(':');
    controller.paste('stop titan\nstop neo4j\n');
    lines();
    controller.press('y');
    expect(dialog()).toBe('confirm');
    controller.press('y');
    expect([begun, dialog()]).toEqual([[], 'confirm']);
    lines();
    controller.press('y');
    lines();
    controller.press('y');
    expect(begun).toEqual(['stop titan on n[1-2]', 'stop neo4j on n[1-2]']);
  });

  test('are no more than a line has room for', () => {
    const {controller, dialog, lines} = open();
    controller.press(':');
    controller.paste('start titan\n'.repeat(21));
    expect(dialog()).toBeNull();
    expect(lines()).toMatch(/a line has at most 20 commands/);
  });

  test('that are one line and a break, or one beside comments, are typed', () => {
    for (const text of ['start titan\n', '# a comment\nstart titan\n']) {
      const {controller, dialog, text: typed} = open();
      controller.press(':');
      controller.paste(text);
      expect(dialog()).toBeNull();
      expect(typed()?.trim()).toBe('start titan');
    }
  });

  test('are one line in a filter, and nothing outside the bar', () => {
    const {begun, controller, dialog, text} = open();
    controller.paste(LINES);
    expect([begun, dialog(), controller.screen().notice?.text]).toEqual([
      [],
      null,
      expect.stringMatching(/pasted text is only taken where text is typed/),
    ]);
    controller.press('/');
    controller.paste('a\nb');
    expect([text(), dialog()]).toEqual(['a b', null]);
  });
});

describe('what was deleted by words or to an end', () => {
  test('is put back by ctrl-y, also into another bar; what was deleted together goes back together', () => {
    const {controller, text} = open();
    controller.press(':');
    controller.paste('start titan on n1');
    for (const key of ['ctrl-w', 'ctrl-w', 'ctrl-k', 'ctrl-y']) controller.press(key);
    expect(text()).toBe('start titan on n1');
    for (const key of ['ctrl-a', 'meta-d', 'meta-d', 'ctrl-y', 'esc', '/', 'ctrl-y']) controller.press(key);
    expect(text()).toBe('start titan');
  });

  test('is not added to what was deleted before another key', () => {
    const {controller, text} = open();
    controller.press(':');
    controller.paste('a b c');
    for (const key of ['ctrl-w', 'left', 'right', 'ctrl-w', 'ctrl-u', 'ctrl-y']) controller.press(key);
    expect(text()).toBe('a b ');
  });

  test('single characters are not', () => {
    const {controller, text} = open();
    controller.press(':');
    controller.paste('ab');
    for (const key of ['backspace', 'ctrl-y']) controller.press(key);
    expect(text()).toBe('a');
  });
});
