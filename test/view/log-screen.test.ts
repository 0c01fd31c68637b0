import {stripVTControlCharacters} from 'node:util';
import {beforeEach, describe, expect, test} from '@jest/globals';
import type {Plan} from '../../src/command/plan.js';
import type {LogPort, LogState} from '../../src/model/log-window.js';
import {reduce} from '../../src/store/reduce.js';
import type {State} from '../../src/store/state.js';
import {widthOf} from '../../src/text/width.js';
import type {Controller} from '../../src/view/controller.js';
import type {FrameOptions} from '../../src/view/frame.js';
import {createTheme, type Theme} from '../../src/view/theme.js';
import {at, clusterState} from '../support/cluster-state.js';
import {jobsBegunBy, openController} from '../support/controller.js';
import {allLines, bodyLines} from '../support/drawn-frame.js';
import {logLines, logNote, logState, openLog, selectionOf} from '../support/log-state.js';

const ONE = openLog('10.0.0.1 neo4j stdout');
const TWO = [ONE, openLog('10.0.0.1 neo4j stderr'), openLog('10.0.0.2 neo4j stdout'), openLog('10.0.0.2 neo4j stderr')];
const MANY = Array.from({length: 100}, (_, index) => `line ${index + 1}`);

let state: State;
let asked: string[];
let controller: Controller;
let opened: ReturnType<typeof openController>;

beforeEach(() => {
  state = clusterState({
    '10.0.0.1': {neo4j: 'running', titan: 'stopped'},
    '10.0.0.2': {neo4j: 'running', titan: 'stopped'},
  });
  asked = [];
  open(24);
});

/** A log of which only is written down what was asked of it. */
const LOG = Object.fromEntries(
  ['open', 'close', 'older', 'newer', 'toStart', 'toEnd', 'toTime', 'filter', 'search', 'endSearch', 'hold'].map(
    name => [
      name,
      (...args: readonly unknown[]) => asked.push([name, ...args.map(arg => JSON.stringify(arg))].join(' ')),
    ],
  ),
) as unknown as LogPort;

function open(rows: number): void {
  const begin = (plan: Plan) => {
    if (plan.command.scope === 'screen')
      plan.command.act({...controller, detect: () => {}, note: () => {}, readOnly: () => {}}, plan);
    return null;
  };
  opened = openController({
    store: {state: () => state},
    clock: () => at(10),
    rows,
    ports: {log: LOG, jobs: jobsBegunBy(begin)},
  });
  controller = opened.controller;
}

function show(log: LogState): void {
  state = reduce(state, [{type: 'log-shown', at: at(10), log}]);
}

/** Opens the log of all that the state has, and draws it. */
function read(log: LogState): void {
  show(log);
  controller.log(log.selection);
  asked = [];
  opened.draw();
}

function press(...keys: readonly string[]): void {
  for (const key of keys) {
    controller.press(key);
    opened.draw();
  }
}

function typeIn(text: string): void {
  press(...[...text].map(char => (char === ' ' ? 'space' : char)));
}

const body = (options?: Partial<FrameOptions>) => bodyLines(opened.draw(options)).map(line => line.trimEnd());
/** The lines of the logs alone. */
const texts = () =>
  body()
    .slice(1)
    .map(line => line.replace(/^.*?[│!├]/, '').trim());
const header = () => body()[0] ?? '';
const below = () => opened.draw().bottom.map(line => stripVTControlCharacters(line).trimEnd());

test('lines of many nodes stand together, each with its node, and stderr by a word', () => {
  open(12);
  const rows = logLines([
    [0, 'started'],
    [2, 'started, too'],
    [3, 'java.net.BindException: Address already in use\tat java.base'],
    [0, '\u001b[31mred\u001b[0m'],
  ]);
  read(logState(TWO, [...rows, logNote({type: 'lost', bytes: 12_345}, 2)], {isAtStart: false}));
  expect(`\n${body().join('\n')}\n`).toMatchInlineSnapshot(`
"
neo4j on 10.0.0.1-2 · stdout, stderr                         10:00:00  following
 10.0.0.1 out│ started
 10.0.0.2 out│ started, too
 10.0.0.2 err│ java.net.BindException: Address already in use  at java.base
 10.0.0.1 out│ \\x1b[31mred\\x1b[0m
 10.0.0.2 out├─12K are missing here: rotated away, truncated or deleted before t
             │ hey were read
"
`);
});

describe('opening', () => {
  test('L opens the logs of the cell, on a node’s name those of all its service watchers', () => {
    press('right', 'L');
    expect(controller.screen().screen).toBe('log');
    expect(asked).toEqual([
      'open {"targets":[{"node":"10.0.0.1","watcher":"neo4j"}],"sources":null,"at":null,"filter":null}',
    ]);
    press('esc', 'left', 'L');
    expect(asked.at(-1)).toMatch(/"targets":\[\{[^\]]*"neo4j"\},\{[^\]]*"titan"\}\]/);
  });

  test('L opens the marks together', () => {
    press('right', 'space', 'down', 'space', 'L');
    expect(asked.at(-1)).toMatch(
      /"targets":\[\{"node":"10.0.0.1","watcher":"neo4j"\},\{"node":"10.0.0.2","watcher":"neo4j"\}\]/,
    );
  });

  test('the command does so, and begins at a time and with a filter', () => {
    press(':');
    typeIn('log titan on 2 --since 10s --filter Error');
    press('enter');
    expect(JSON.parse(asked[0]?.replace(/^open /, '') ?? '')).toEqual({
      targets: [{node: '10.0.0.2', watcher: 'titan'}],
      sources: null,
      at: at(0).wall,
      filter: {text: 'Error', ignoresCase: false, isInverted: false},
    });
  });

  test('esc goes back and closes the logs; opening them again begins anew', () => {
    read(logState([ONE], logLines(MANY)));
    press('g', 'esc');
    expect([controller.screen().screen, asked.at(-1)]).toEqual(['grid', 'close']);
    read(logState([ONE], logLines(MANY)));
    expect(texts().at(-1)).toBe('line 100');
  });

  test('on another screen over it nothing is fetched; esc comes back to the same lines', () => {
    read(logState([ONE], logLines(MANY)));
    press('pageup');
    const before = texts();
    asked = [];
    press('?');
    show(logState([ONE], logLines([...MANY, 'line 101'])));
    press('esc');
    expect(texts()).toEqual(before);
    expect(asked).toEqual([]);
    press('G');
    expect(asked).toEqual(['hold false']);
    press('?', 'esc');
    expect(asked).toEqual(['hold false', 'hold true', 'hold false']);
  });
});

describe('keys move as in less', () => {
  beforeEach(() => {
    open(12);
    read(logState([ONE], logLines(MANY)));
  });

  const height = 9;

  test.each([
    [['k'], 100 - height],
    [['k', 'k', 'j'], 100 - height],
    [['pageup'], 101 - 2 * height],
    [['ctrl-u'], 101 - height - 4],
    [['g'], 1],
    [['g', 'j'], 2],
    [['g', 'space'], 1 + height],
    [['g', 'k', 'k', 'j'], 2],
    [['g', 'ctrl-d'], 5],
    [['g', 'G'], 101 - height],
    [['g', ...Array.from({length: 20}, () => 'space'), 'k'], 100 - height],
  ])('%j', (keys, first) => {
    press(...keys);
    expect(texts()).toEqual(MANY.slice(first - 1, first - 1 + height));
  });

  test('several that come together are one move', () => {
    for (const key of ['k', 'k', 'k', 'pageup']) controller.press(key);
    expect(texts()[0]).toBe(`line ${100 - height - 3 - height + 1}`);
  });

  test('the last line follows what comes; what is scrolled to stays where it is', () => {
    show(logState([ONE], logLines([...MANY, 'line 101'])));
    expect([texts().at(-1), header()]).toEqual(['line 101', expect.stringMatching(/following$/)]);
    press('k');
    const before = texts();
    expect(asked.at(-1)).toBe('hold true');
    show(logState([ONE], logLines([...MANY, ...MANY].slice(20)), {first: 20}));
    expect(texts()).toEqual(before);
    // What fell out is gone from the picture, too, until it is fetched again.
    show(logState([ONE], logLines(['older', 'oldest', ...MANY]), {first: -2}));
    expect(texts()).toEqual(before);
    press('G');
    expect(texts().at(-1)).toBe('line 100');
  });

  test('where there is room below what one went to, what comes is shown there', () => {
    read(logState([ONE], logLines(['a', 'b', 'c'], at(0).wall)));
    press('t', '-', '9', 's', 'enter');
    show(logState([ONE], logLines(['a', 'b', 'c'], at(0).wall), {isHeld: false}));
    opened.draw();
    expect([asked.filter(line => line.startsWith('hold')), header()]).toEqual([
      [],
      expect.stringMatching(/following$/),
    ]);
  });

  test('scrolling down to the end follows it again', () => {
    press('pageup');
    expect(asked).toEqual(['hold true']);
    press('space');
    expect([asked.at(-1), header()]).toEqual(['hold false', expect.stringMatching(/following$/)]);
  });
});

describe('what is not here', () => {
  test('older lines are asked for near the first one, newer ones near the last one', () => {
    read(logState([ONE], logLines(MANY), {isAtStart: false, isAtEnd: false}));
    press('k');
    expect(asked).toContain('older');
    asked = [];
    show(logState([ONE], logLines(MANY), {isAtStart: true, isAtEnd: false}));
    press('j');
    expect(asked).toContain('newer');
  });

  test('nothing more is asked for while something is loading, or while the end fills the window', () => {
    read(logState([ONE], logLines(MANY), {isAtStart: false}));
    expect(asked).toEqual([]);
    show(logState([ONE], logLines(MANY), {isAtStart: false, loading: 'older'}));
    press('k');
    expect(asked).not.toContain('older');
  });

  test('a window that is not full asks for more', () => {
    read(logState([ONE], logLines(['one']), {isAtStart: false}));
    expect(asked).toEqual(['older']);
  });

  test('G goes to the end, which is fetched where it is not here', () => {
    read(logState([ONE], logLines(MANY), {isAtEnd: false}));
    press('g', 'G');
    expect(asked).toContain('toEnd');
    show(logState([ONE], logLines([...MANY, 'the last']), {first: 5_000}));
    expect([texts().at(-1), header()]).toEqual(['the last', expect.stringMatching(/following$/)]);
  });

  test('g goes to the first line there is, when it has come', () => {
    read(logState([ONE], logLines(MANY), {isAtStart: false}));
    press('g');
    expect(asked).toContain('toStart');
    show(logState([ONE], logLines(['the very first', ...MANY]), {first: 5_000, isAtEnd: false}));
    expect(texts()[0]).toBe('the very first');
  });
});

describe('a search', () => {
  beforeEach(() => read(logState([ONE], logLines([...MANY, 'Error here'], 1_000))));

  test('marks what it looks for while it is typed, whatever the case of small letters', () => {
    press('/');
    typeIn('error');
    const theme = createTheme({isAscii: false, hasColor: false});
    const {parts} = opened.draw({theme}).body;
    const lines = parts.flatMap(part => (part.type === 'lines' ? part.lines : []));
    expect(lines.at(-1)).toContain('\u001B[7mError\u001B[0m here');
    press('esc');
    expect(controller.screen().log.search).toBe('');
    press('/', 'l', 'enter', '/', 'x', 'esc');
    expect(controller.screen().log.search).toBe('l');
  });

  test('from the end goes back, from elsewhere on; n and N go on and the other way', () => {
    press('/');
    typeIn('line 5');
    press('enter');
    expect(asked.at(-1)).toBe('search {"text":"line 5","ignoresCase":true,"isInverted":false} "older" 101');
    found(58);
    expect(body().filter(line => line.startsWith('▌'))).toEqual([expect.stringMatching(/line 59$/)]);
    expect(texts().indexOf('line 59')).toBe(9);
    press('n');
    expect(asked.at(-1)).toMatch(/"older" 58$/);
    press('N');
    expect(asked.at(-1)).toMatch(/"newer" 58$/);
    press('g', '/');
    typeIn('line 7');
    press('enter');
    expect(asked.at(-1)).toBe('search {"text":"line 7","ignoresCase":true,"isInverted":false} "newer" -1');
  });

  test('goes on from what was found, also before that is drawn', () => {
    press('/');
    typeIn('line 5');
    press('enter');
    foundUndrawn(58);
    controller.press('n');
    expect(asked.at(-1)).toMatch(/"older" 58$/);
  });

  test('brings what it found to the middle, also where the lines above that come later', () => {
    press('/');
    typeIn('line 5');
    press('enter');
    const late = {first: 58, isAtStart: false, isAtEnd: false};
    const lines = logLines(MANY, 1_000);
    const search = {filter: {text: 'line 5', ignoresCase: true, isInverted: false}, state: 'found', row: 58} as const;
    show(logState([ONE], lines.slice(58), {...late, search, loading: 'newer'}));
    opened.draw();
    expect(texts().indexOf('line 59')).toBe(0);
    show(logState([ONE], lines, {isAtEnd: false, search}));
    opened.draw();
    expect(texts().indexOf('line 59')).toBe(9);
    // Where it is taken away between the two, its place stays.
    press('n');
    show(logState([ONE], lines.slice(48), {...late, first: 48, search: {...search, row: 48}, loading: 'older'}));
    opened.draw();
    press('esc');
    show(logState([ONE], lines, {isAtEnd: false}));
    opened.draw();
    expect(texts()).toContain('line 49');
    expect(texts()).not.toContain('line 100');
  });

  test('says that it runs, and esc ends it; and that there is nothing', () => {
    press('/');
    typeIn('nowhere');
    press('enter');
    const filter = {text: 'nowhere', ignoresCase: true, isInverted: false};
    show(logState([ONE], logLines(MANY), {search: {filter, state: 'running', row: null}}));
    expect(below()[0]).toBe('looking for nowhere; esc gives it up');
    press('esc');
    expect([asked.at(-1), controller.screen().screen]).toEqual(['endSearch', 'log']);
    show(logState([ONE], logLines(MANY), {search: {filter, state: 'none', row: null}}));
    expect(below()[0]).toBe('no further line has nowhere there; N looks the other way');
  });

  function found(row: number): void {
    foundUndrawn(row);
    opened.draw();
  }

  function foundUndrawn(row: number): void {
    const filter = {text: 'line 5', ignoresCase: true, isInverted: false};
    show(logState([ONE], logLines([...MANY, 'Error here'], 1_000), {search: {filter, state: 'found', row}}));
  }
});

describe('a filter', () => {
  beforeEach(() => read(logState([ONE], logLines(MANY))));

  test('is asked of the nodes; empty it shows all again', () => {
    press('&');
    typeIn('!Info');
    press('enter');
    expect(asked).toEqual(['filter {"text":"Info","ignoresCase":false,"isInverted":true}']);
    press('&');
    expect(controller.screen().bar?.field.text).toBe('!Info');
    press('ctrl-u', 'enter');
    expect(asked.at(-1)).toBe('filter null');
  });

  test('says how far it is, and esc gives it up', () => {
    const filter = {text: 'x', ignoresCase: true, isInverted: false};
    show(logState([ONE], [], {filter, isAtStart: false, loading: 'older', scanned: {bytes: 2 ** 20, of: 2 ** 30}}));
    expect([header(), below()[0]]).toEqual([
      expect.stringMatching(/· &x /),
      '&x: 1.0M of 1.0G looked through; esc gives it up',
    ]);
    expect(body().join(' ')).toMatch(/No line found yet that fits &x/);
    press('esc');
    expect([asked.at(-1), controller.screen().screen]).toEqual(['filter null', 'log']);
  });

  test('is taken away by esc, behind what is searched for in it, and only then it goes back', () => {
    show(logState([ONE], logLines(MANY, at(0).wall)));
    press('&');
    typeIn('line');
    press('enter');
    show(logState([ONE], logLines(MANY, at(0).wall), {filter: {text: 'line', ignoresCase: true, isInverted: false}}));
    press('/');
    typeIn('7');
    press('enter');
    press('esc');
    expect([asked.at(-1), controller.screen().log.search, controller.screen().log.filter]).toEqual([
      'endSearch',
      '',
      'line',
    ]);
    press('esc');
    expect([asked.at(-1), controller.screen().screen]).toEqual(['filter null', 'log']);
    show(logState([ONE], logLines(MANY, at(0).wall)));
    press('esc');
    expect(controller.screen().screen).toBe('grid');
  });
});

describe('a time', () => {
  test('is gone to: its first line is in the middle, and marked', () => {
    read(logState([ONE], logLines(MANY, at(0).wall)));
    press('t');
    typeIn('-10s');
    expect(below()[1]).toMatch(/→ \w+ \w+ \d+ \d+ \d\d:\d\d:\d\d/);
    press('enter');
    expect(asked).toContain(`toTime ${at(0).wall}`);
    press('t');
    typeIn(new Date(at(-5).wall).toTimeString().slice(0, 8));
    press('enter');
    show(logState([ONE], logLines(MANY, at(-55).wall), {loading: 'first'}));
    opened.draw();
    show(logState([ONE], logLines(MANY, at(-55).wall), {first: 7_000}));
    expect(body().filter(line => line.startsWith('▌'))).toEqual([expect.stringMatching(/line 51$/)]);
    expect(texts().indexOf('line 51')).toBe(9);
  });

  test('that is none is not gone to', () => {
    read(logState([ONE], logLines(MANY)));
    press('t');
    typeIn('soon');
    press('enter');
    expect([asked, controller.screen().bar?.kind, below()[1]]).toEqual([
      [],
      'log-time',
      expect.stringMatching(/^\^ a time is 10m/),
    ]);
  });

  test('of lines that do not say theirs is about where they were written: none is marked', () => {
    const rows = logLines(MANY, at(0).wall).map(row => ({...row, isOwnTime: false}));
    show(logState([openLog('10.0.0.1 neo4j stdout', {hasTimes: false})], []));
    controller.log({...selectionOf([ONE]), at: at(50).wall});
    show(logState([openLog('10.0.0.1 neo4j stdout', {hasTimes: false})], rows));
    expect([texts().indexOf('line 51'), body().filter(line => line.startsWith('▌'))]).toEqual([9, []]);
  });
});

describe('one of many', () => {
  const rows = logLines(
    [
      [0, 'one'],
      [1, 'two'],
      [2, 'three'],
      [3, 'four'],
    ],
    1_000,
  );
  beforeEach(() => read(logState(TWO, rows)));

  test('node is shown alone, then the next, then all', () => {
    press('o');
    expect(below()[0]).toBe('10.0.0.1 alone; a shows all again');
    press('o', 'o', 'O', 'a');
    const nodes = asked
      .filter(line => line.startsWith('open'))
      .map(line => [...new Set(line.match(/10\.0\.0\.\d/g))].join(' '));
    expect(nodes).toEqual(['10.0.0.1', '10.0.0.2', '10.0.0.1 10.0.0.2', '10.0.0.2', '10.0.0.1 10.0.0.2']);
  });

  test('source is shown alone, then the next, then all', () => {
    press('s');
    show(logState([TWO[0] ?? ONE, TWO[2] ?? ONE], rows.slice(0, 1)));
    press('s', 's');
    const sources = asked.filter(line => line.startsWith('open')).map(line => /"sources":([^,]*)/.exec(line)?.[1]);
    expect(sources).toEqual(['["stdout"]', '["stderr"]', 'null']);
  });

  test('keeps the time that one looks at, and the filter', () => {
    press('&', 'e', 'enter', 'g', 'o');
    expect(asked.at(-1)).toMatch(/"at":1000,"filter":\{"text":"e"/);
  });
});

test('p lets what comes wait on the nodes', () => {
  read(logState([ONE], logLines(MANY)));
  press('p');
  expect([asked, header(), below()[0]]).toEqual([
    ['hold true'],
    expect.stringMatching(/PAUSED$/),
    'paused: what comes waits on the nodes; p goes on',
  ]);
  press('k', 'j');
  expect(asked).toEqual(['hold true']);
  press('p');
  expect(asked).toEqual(['hold true', 'hold false']);
});

describe('a long line', () => {
  const long = Array.from({length: 30}, (_, index) => String(index).padStart(9, '-')).join('x');
  beforeEach(() => {
    open(12);
    read(logState([ONE], logLines(['short', long])));
  });

  test('is wrapped, or cut and moved to the side', () => {
    expect(texts()).toHaveLength(6);
    press('w');
    expect(texts()).toHaveLength(2);
    expect(texts()[1]).toMatch(/^--------0x.*▸$/);
    press('right');
    expect([texts()[0], texts()[1]?.slice(0, 10), header()]).toEqual([
      '',
      '--------2x',
      expect.stringMatching(/from column 21/),
    ]);
    press('left', 'left');
    expect(texts()[1]).toMatch(/^--------0x/);
  });

  test('says how much of it is not here', () => {
    read(logState([ONE], [{...logLines(['a'])[0], cut: 2 ** 20} as ReturnType<typeof logLines>[number]]));
    expect(texts()).toEqual(['a … 1.0M more of this line']);
  });

  test('of a megabyte takes no longer than what is seen of it', () => {
    read(logState([ONE], logLines(['x'.repeat(2 ** 20), `${'图'.repeat(2 ** 18)}`])));
    press('g', 'k', 'G', 'w', 'right', 'w');
    expect(body().filter(line => widthOf(line) > 80)).toEqual([]);
  });
});

describe('colours that are in lines', () => {
  const theme = createTheme({isAscii: false, hasColor: true});
  const lineOf = (raw: string) => {
    read(logState([ONE], logLines([raw])));
    const lines = opened.draw({theme}).body.parts.flatMap(part => (part.type === 'lines' ? part.lines : []));
    return lines[1]?.replace(/^.*│\S* *(?=\S)/, '').trimEnd();
  };

  test('are made visible, and shown when asked', () => {
    expect(bodyLine('\u001b[1;31mred\u001b[0m plain')).toMatch(/│ \\x1b\[1;31mred\\x1b\[0m plain/);
    press('c');
    expect(lineOf('\u001b[1;31mred\u001b[0m plain')).toContain('\u001B[1;31mred\u001B[0m plain');
  });

  test('are left out where no colours are wanted', () => {
    read(logState([ONE], logLines(['\u001b[1;31mred\u001b[0m plain'])));
    controller.press('c');
    const colourless = createTheme({isAscii: false, hasColor: false});
    const lines = opened
      .draw({theme: colourless})
      .body.parts.flatMap(part => (part.type === 'lines' ? part.lines : []));
    expect(lines[1]).toMatch(/│.* red plain/);
  });

  test('nothing else gets to the terminal', () => {
    read(logState([ONE], logLines(['\u001b[2J\u001b]8;;http://x\u0007link\u001b[5;8mhidden'])));
    controller.press('c');
    const lines = opened.draw({theme}).body.parts.flatMap(part => (part.type === 'lines' ? part.lines : []));
    const text = lines.join('\n').replaceAll(/\u001B\[[\d;]*m/g, '');
    expect(text).toContain('\\x1b[2J\\x1b]8;;http://x\\x07linkhidden');
    expect(text).not.toMatch(/[\u0000-\u0009\u000b-\u001f]/);
    expect(lines.join('')).not.toMatch(/\u001B\[[\d;]*\b[58][;m]/);
  });

  function bodyLine(raw: string): string {
    read(logState([ONE], logLines([raw])));
    return body()[1] ?? '';
  }
});

describe('with nothing to show', () => {
  test.each([
    ['it is being read', logState([], [], {loading: 'first', isAtStart: false}), /Reading what was written last/],
    ['nothing was written', logState([ONE], []), /Nothing was written yet/],
    [
      'nothing can be read',
      logState([openLog('10.0.0.1 neo4j stdout', {problem: 'stdout of neo4j goes to no file'})], []),
      /10\.0\.0\.1: stdout of neo4j goes to no file/,
    ],
    ['there is no log', logState([], []), /None of these watchers has a log/],
  ])('%s', (_what, log, sentence) => {
    read(log);
    const lines = body();
    expect(lines[Math.ceil(lines.length / 2)] ?? lines.at(-1)).toBeDefined();
    expect(lines.join('\n')).toMatch(sentence);
  });
});

test('what of the logs cannot be read is said below those that can', () => {
  const broken = openLog('10.0.0.2 neo4j stdout', {problem: 'its circusd does not answer'});
  read(logState([ONE, broken], logLines(['a'])));
  expect(below()[0]).toBe('10.0.0.2: its circusd does not answer');
  show(logState([ONE, broken], logLines(['a']), {problem: 'the lines of neo4j have no times'}));
  expect(below()[0]).toBe('the lines of neo4j have no times');
});

test('streams that go to no file are said in one line, and only where nothing else is wrong and all of a watcher are such', () => {
  const nowhere = (name: string) => openLog(name, {problem: `${name} goes to no file; what to do`, isNowhere: true});
  const half = nowhere('10.0.0.1 neo4j stderr');
  read(logState([ONE, half], logLines(['a'])));
  expect(below()[0]).not.toMatch(/goes to no file/);
  expect(body()[0]).toMatch(/^neo4j on 10\.0\.0\.1 . stdout /);
  const silent = ['10.0.0.1 box stdout', '10.0.0.1 box stderr'].map(nowhere);
  show(logState([half, ...silent, ONE], logLines([[3, 'a']])));
  expect(below()[0]).toBe('no log of box: it goes to no file; opened alone, its log says what to do');
  show(logState([...silent, ONE, openLog('10.0.0.2 box stdout')], logLines([[2, 'a']])));
  expect(below()[0]).toMatch(/^no log of box on 1 of 2 nodes: /);
  const broken = openLog('10.0.0.2 neo4j stdout', {problem: 'its circusd does not answer'});
  show(logState([half, ...silent, ONE, broken], logLines([[3, 'a']])));
  expect(below()[0]).toBe('10.0.0.2: its circusd does not answer');
});

test('a search that finds nothing says what it could not look through', () => {
  const broken = openLog('10.0.0.2 neo4j stdout', {problem: 'its circusd does not answer'});
  const filter = {text: 'b', ignoresCase: true, isInverted: false};
  const search = {filter, state: 'none', row: null} as const;
  read(logState([ONE], logLines(['a']), {search}));
  expect(below()[0]).toBe('no further line has b there; N looks the other way');
  show(logState([ONE, broken], logLines(['a']), {search}));
  expect(below().join(' ')).toMatch(/other way; not looked through:\s+10\.0\.0\.2: its circusd does not answer/);
});

test('while nothing happens nothing moves', () => {
  read(logState(TWO, logLines(MANY)));
  const before = body();
  expect(bodyLines(opened.draw()).map(line => line.trimEnd())).toEqual(before);
});

describe.each([
  [80, 24],
  [120, 40],
  [40, 10],
  [20, 5],
  [12, 4],
  [5, 2],
  [2, 2],
  [1, 1],
])('at %d × %d', (width, height) => {
  const odd = [
    '图数据库'.repeat(30),
    'ne\u0301o4j'.repeat(20),
    '👩‍👩‍👧 🇩🇪 שלום'.repeat(9),
    'a\tb\tc',
    '',
    '\u0000\u009b2J\u202e',
    '\u001b[31m图\u001b[0m'.repeat(40),
  ];
  const logs = [...TWO, openLog('graph-database-of-the-third-rack-17.lab.example 图数据库 data/graph.db/messages.log')];
  const rows = [
    ...logLines(odd.flatMap((text, index) => [[index % 5, text] as const])),
    logNote({type: 'passed-over', bytes: 99_999}, null),
    logNote({type: 'interrupted', reason: 'no answer within 3 s'}, 4),
  ];

  test.each([true, false])('every line fits, in ASCII: %s', isAscii => {
    const theme = createTheme({isAscii, hasColor: true});
    open(height);
    read(logState(logs, rows));
    for (const key of [
      'k',
      'g',
      'w',
      'right',
      'c',
      'left',
      '/',
      'a',
      'esc',
      'w',
      'G',
      'p',
      '&',
      'x',
      'esc',
      't',
      'x',
      'esc',
    ]) {
      controller.press(key);
      const lines = allLines(opened.draw({width, height, theme}));
      expect(lines.length).toBeLessThanOrEqual(height);
      expect(lines.filter(line => widthOf(line) > width)).toEqual([]);
      if (isAscii) expect(lines.filter(line => /[^ -~]/.test(line))).toEqual([]);
    }
  });
});

test('of 50,000 rows only those that are seen are prepared', () => {
  const real = createTheme({isAscii: false, hasColor: false});
  let painted = 0;
  const theme: Theme = {
    ...real,
    paint: (...given) => {
      painted += 1;
      return real.paint(...given);
    },
  };
  read(logState([ONE], logLines(Array.from({length: 50_000}, (_, index) => `line ${index}`))));
  press('g', 'pagedown', 'G', 'pageup');
  painted = 0;
  expect(body({theme}).filter(line => line.includes('line 49'))).not.toEqual([]);
  expect(painted).toBeLessThan(24 * 3);
});
