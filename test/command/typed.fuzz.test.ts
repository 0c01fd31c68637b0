import {expect, test} from '@jest/globals';
import {complete} from '../../src/command/complete.js';
import type {CompletionContext} from '../../src/command/complete-offers.js';
import {planLine} from '../../src/command/parse.js';
import {commandTable} from '../../src/command/table.js';
import {splitLine} from '../../src/command/tokens.js';
import {clusterState} from '../support/cluster-state.js';
import {parseContext} from '../support/parse-context.js';
import {seededRandom} from '../terminal/random-frames.js';

/** Random lines, of words that mean something and of characters that mean something to the reader. */

const SEEDS = [1, 2, 3, 4, 5, 6, 7, 8];
const LINES_A_SEED = 400;

const STATE = clusterState({
  n1: {
    neo4j: 'running',
    'my web': 'running',
    on: 'stopped',
    '--x': 'running',
    'it\'s "x"': 'running',
    'a\\b': 'running',
  },
  n2: {neo4j: 'stopped', 'ünï😀': 'running'},
  '10.0.0.3': null,
});
const LAB = {name: 'lab', nodes: () => [], place: '@lab', isSaved: true, isDefault: false};
const CONTEXT: CompletionContext = {
  ...parseContext(STATE, {marked: ['n1'], clusters: () => ({all: [LAB], unread: null})}),
  filesIn: folder => [
    {name: 'a b.txt', isFolder: false},
    {name: 'sub', isFolder: true},
    {name: `it's ${folder.length}`, isFolder: true},
    {name: 'two"marks\'', isFolder: false},
  ],
};

const OPTIONS = [...commandTable.values()].flatMap(({options = []}) => options.map(({name}) => `--${name}`));
const WORDS = [
  ...commandTable.keys(),
  ...OPTIONS,
  ...[
    'neo4j',
    '"my web"',
    "'on'",
    'on',
    'n1',
    'n[1-2]',
    '10.0.0.1-3',
    '10.0.0.0/30',
    '@lab',
    '@nix',
    'marked',
    '3',
    '1-2',
    'fd00::1',
  ],
  ...[
    'is:stopped',
    '!is:ready',
    'neo4j:running',
    'cpu>80',
    'HUP',
    '9',
    'numprocesses',
    'stop_children',
    'true',
    'A=1,B=2',
  ],
  ...[
    'add',
    'remove',
    'save',
    'load',
    './x',
    '~/',
    '4',
    '25%',
    '10m',
    '--',
    '--set=a=b',
    '--signum=',
    'ready',
    'neo*',
    '[',
    '*',
  ],
];
const CHARACTERS = [
  ...' \t;"\'\\,!:@=[]*?-+/.#&|<>()~{}$%^0aZ',
  'ü',
  '图',
  '😀',
  '\u0301',
  '\u0000',
  '\u001B',
  '\u200D',
  '\uD83D',
];

function randomLine(random: () => number): string {
  const pick = (from: readonly string[]) => from[Math.floor(random() * from.length)] ?? '';
  const parts = Array.from({length: 1 + Math.floor(random() * 8)}, () => {
    const word =
      random() < 0.8
        ? pick(WORDS)
        : Array.from({length: 1 + Math.floor(random() * 6)}, () => pick(CHARACTERS)).join('');
    if (random() < 0.25) return word.slice(0, Math.floor(random() * (word.length + 1)));
    return random() < 0.1 ? word + pick(CHARACTERS) : word;
  });
  return parts.map(part => part + (random() < 0.85 ? ' ' : pick(CHARACTERS))).join('');
}

test.each(SEEDS)(
  'reading what was typed never fails, and the place of what is wrong is inside the text (seed %d)',
  seed => {
    const random = seededRandom(seed);
    const wrong: unknown[] = [];
    for (let number = 0; number < LINES_A_SEED; number++) {
      const line = randomLine(random);
      try {
        const plans = planLine(line, CONTEXT);
        const isInside =
          plans.ok || (Number.isInteger(plans.problem.at) && plans.problem.at >= 0 && plans.problem.at <= line.length);
        if (!isInside) wrong.push([line, plans.problem]);
        if (!plans.ok && plans.problem.message === '') wrong.push([line, 'nothing is said']);
      } catch (error) {
        wrong.push([line, String(error)]);
      }
    }
    expect(wrong).toEqual([]);
  },
);

test.each(SEEDS)('completing it neither; what it is completed to reads as one word (seed %d)', seed => {
  const random = seededRandom(seed);
  const wrong: unknown[] = [];
  for (let number = 0; number < LINES_A_SEED; number++) {
    const line = randomLine(random);
    const cursor = random() < 0.6 ? line.length : Math.floor(random() * (line.length + 1));
    try {
      const {from, to, candidates} = complete(line, cursor, CONTEXT);
      if (!(from >= 0 && from <= cursor && cursor <= to && to <= line.length)) wrong.push([line, cursor, from, to]);
      for (const {text, isPart} of candidates) {
        const before = splitLine(line.slice(0, from) + text);
        const all = splitLine(line.slice(0, from));
        const count = (split: typeof all) =>
          split.ok ? split.value.reduce((sum, words) => sum + words.length, 0) : null;
        const grown = (count(before) ?? 0) - (count(all) ?? 0);
        if (!isPart && (!before.ok || grown > 1)) wrong.push([line, cursor, text]);
      }
    } catch (error) {
      wrong.push([line, cursor, String(error)]);
    }
  }
  expect(wrong).toEqual([]);
});
