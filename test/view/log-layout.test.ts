import {describe, expect, test} from '@jest/globals';
import {layoutLogs} from '../../src/view/log-layout.js';
import {createTheme} from '../../src/view/theme.js';
import {openLog} from '../support/log-state.js';

const theme = createTheme({isAscii: false, hasColor: false});
const wordsOf = (names: readonly string[], width: number) =>
  layoutLogs(
    names.map(name => openLog(name)),
    width,
    theme,
  ).words.map(({node, label}) => `${node}|${label}`);

describe('the words before a line', () => {
  test('are its node alone where there is one stream', () => {
    expect(wordsOf(['10.0.0.1 neo4j stdout', '10.0.0.12 neo4j stdout'], 80)).toEqual(['10.0.0.1 |', '10.0.0.12|']);
  });

  test('say watcher and source where there are several', () => {
    expect(wordsOf(['a neo4j stdout', 'a titan stderr', 'a titan data/x.log'], 80)).toEqual([
      'a|neo4j out  ',
      'a|titan err  ',
      'a|titan x.log',
    ]);
  });

  test('leave a domain out that all share, and never make two nodes alike', () => {
    expect(wordsOf(['db-1.lab.example x stdout', 'db-2.lab.example x stdout'], 80)).toEqual(['db-1|', 'db-2|']);
    expect(wordsOf(['db.lab.example x stdout', 'db.far.example x stdout'], 80)).toEqual([
      'db.lab.example|',
      'db.far.example|',
    ]);
  });

  test('are cut in the middle, where the ends tell them apart, and leave the lines their room', () => {
    expect(wordsOf(['graph-database-of-the-third-rack-17 x stdout'], 40)).toEqual(['graph-d…ack-17|']);
    expect(wordsOf(['192.168.100.117 neo4j stdout', '192.168.100.117 neo4j stderr'], 40)).toEqual([
      '192.1….117|out',
      '192.1….117|err',
    ]);
    expect(wordsOf(['192.168.100.117 neo4j stdout', '192.168.100.117 neo4j stderr'], 12)).toEqual(['|', '|']);
  });

  test('whose sources have the same name in other folders are told apart by these', () => {
    expect(wordsOf(['a x one/x.log', 'a x two/x.log'], 80)).toEqual(['a|one/x.log', 'a|two/x.log']);
  });

  test('of a source that would drive the terminal are safe', () => {
    expect(wordsOf(['a x \u001b[2J', 'a x stdout'], 80)).toEqual(['a|\\x1b[2J', 'a|out    ']);
  });
});

describe('the colour of a node', () => {
  const hueOf = (node: string, others: readonly string[] = []) =>
    layoutLogs(
      [...others, node].map(name => openLog(`${name} x stdout`)),
      80,
      theme,
    ).words.at(-1)?.hue;

  test('is the same whatever else is shown', () => {
    expect(hueOf('10.0.0.7', ['10.0.0.1', 'db.lab'])).toBe(hueOf('10.0.0.7'));
  });

  test.each([
    ['addresses', (number: number) => `10.0.0.${number}`],
    ['ports', (number: number) => `127.0.0.1:${5_555 + number}`],
    ['names', (number: number) => `db-${number}.lab.example`],
  ])('is another one for the node beside it: %s', (_what, named) => {
    const colours = [1, 2, 3, 4, 5].map(number => {
      const painted = createTheme({isAscii: false, hasColor: true}).paint([
        {text: 'x', hue: hueOf(named(number)) ?? 0},
      ]);
      return painted;
    });
    expect(new Set(colours).size).toBe(5);
  });

  test.each([
    ['dark', {isLight: false}, /^\u001B\[(3[2356]|94|1;3[356])mx/],
    ['light', {isLight: true}, /^\u001B\[38;5;\d+mx/],
  ])('is one that can be read on a %s background', (_what, {isLight}, sgr) => {
    const looks = Array.from({length: 8}, (_, hue) =>
      createTheme({isAscii: false, hasColor: true, isLight}).paint([{text: 'x', hue}]),
    );
    expect(new Set(looks).size).toBe(8);
    for (let hue = 0; hue < 9; hue++) {
      expect(createTheme({isAscii: false, hasColor: true, isLight}).paint([{text: 'x', hue}])).toMatch(sgr);
    }
    expect(theme.paint([{text: 'x', hue: 3}])).toBe('x');
  });
});
