import {expect, test} from '@jest/globals';
import {exportedJob} from '../../src/bringup/export.js';
import {parseScript, SCRIPT_WORDS} from '../../src/bringup/parse.js';
import {problemText, type Step} from '../../src/bringup/script.js';
import {commandTable} from '../../src/command/table.js';
import {joinTokens} from '../../src/command/tokens.js';
import type {Variables} from '../../src/model/variables.js';

test('a variable that is not set is one sentence, and what it stands in is no other problem', () => {
  const text = `stop \${a}\nrepeat \${n}\n  start \${a}\nend\nrepeat 2\n  start \${ab}\nend\nend`;
  const parsed = parseScript(text, new Map());
  expect(parsed.ok ? [] : parsed.problems.map(problem => problemText('f', problem))).toEqual([
    `f:1:6: \${a} is not set: give it by --set a=VALUE`,
    `f:2:8: \${n} is not set: give it by --set n=VALUE`,
    `f:6:9: \${ab} is not set: give it by --set ab=VALUE`,
    'f:8:1: this ends nothing: no block is open here',
  ]);
});

function shown(step: Step): unknown {
  switch (step.kind) {
    case 'command': {
      const rest = `${step.expected === 'ok' ? '' : ` (${step.expected})`}${step.onError === 'stop' ? '' : ' (goes on)'}`;
      return `${step.line.number}: ${joinTokens(step.words)}${rest}`;
    }
    case 'sleep':
      return `${step.line.number}: sleep ${step.ms}`;
    case 'parallel':
      return {parallel: step.steps.map(shown)};
    case 'repeat':
      return {[`repeat ${step.count}`]: step.steps.map(shown)};
  }
}

function read(text: string, variables: Variables = new Map()): unknown {
  const parsed = parseScript(text, variables);
  return parsed.ok ? parsed.steps.map(shown) : parsed.problems.map(problem => problemText('f', problem));
}

test('a command a line, with comments and empty lines', () => {
  expect(read('# all down\r\n\r\nstop on 127.0.0.1-2  # at once\n  start "web #1" \'#2\'\n')).toEqual([
    '3: stop on 127.0.0.1-2',
    '4: start "web #1" \'#2\'',
  ]);
});

test('blocks, waits and what is expected', () => {
  const text = `repeat 3
  parallel
    start titan
    expect failed start neo4j
  end
  on-error continue
  sleep 500ms
  stop titan
end
expect timed-out start neo4j`;
  expect(read(text)).toEqual([
    {
      'repeat 3': [
        {parallel: ['3: start titan', '4: start neo4j (failed)']},
        '7: sleep 500',
        '8: stop titan (goes on)',
      ],
    },
    '10: start neo4j (timed-out)',
  ]);
});

test('variables are filled in, and places are those of the file', () => {
  const variables = new Map([
    ['nodes', '127.0.0.1 127.0.0.2'],
    ['what', 'titan'],
  ]);
  expect(read(`start \${what} on \${nodes}`, variables)).toEqual(['1: start titan on 127.0.0.1 127.0.0.2']);
  const parsed = parseScript(`  expect maybe start \${what}\nstart \${what} "`, variables);
  expect(parsed.ok ? [] : parsed.problems.map(problem => problemText('f', problem))).toEqual([
    'f:1:10: expect wants ok, failed, timed-out, unknown and a command',
    'f:2:15: this " is not closed',
  ]);
});

test.each([
  ['', 'f:1:1: there is no command in it'],
  [`start \${nods}`, `f:1:7: \${nods} is not set: did you mean \${nodes}?`],
  [`start \${x}`, `f:1:7: \${x} is not set: give it by --set x=VALUE`],
  [`start \${nodes`, `f:1:7: this \${ is not closed`],
  [`start \${}`, `f:1:7: \${} is no variable: its name has letters, digits, _ and -`],
  ['stop a; start a', 'f:1:9: one command a line'],
  ['sleep soon', 'f:1:7: sleep wants a time, such as 5s or 500ms'],
  ['sleep 5s 6s', 'f:1:10: "6s" is one word too many'],
  ['on-error', 'f:1:9: on-error wants continue or stop'],
  ['repeat none\nstart\nend', 'f:1:8: repeat wants a number from 1 to 10000'],
  ['repeat 2\nend', 'f:1:1: there is nothing in this block'],
  ['start\n  end', 'f:2:3: this ends nothing: no block is open here'],
  ['  parallel\n  start', 'f:1:3: this block has no end'],
  ['expect falied start', 'f:1:8: expect wants ok, failed, timed-out, unknown and a command: did you mean failed?'],
  ['expect failed', 'f:1:14: expect failed stands before a command'],
  ['expect failed sleep 5s', 'f:1:15: expect stands before a command, and sleep is none'],
])('%j is refused with its place', (text, problem) => {
  expect(read(text, new Map([['nodes', '127.0.0.1']]))).toEqual([problem]);
});

test('no command is called as a word of files', () => {
  expect(SCRIPT_WORDS.filter(word => commandTable.has(word))).toEqual([]);
});

test('what jobs did becomes lines that are read as the same', () => {
  const text = `start #1 "web '2" on 127.0.0.1-2; add web "echo \${HOME}"`;
  const lines = exportedJob({id: 3, text}, 'today: 2 ok');
  expect(lines).toBe(`# job 3, today: 2 ok\nstart "#1" "web '2" on 127.0.0.1-2\nadd web "echo $\${HOME}"\n`);
  expect(read(lines)).toEqual([`2: start "#1" "web '2" on 127.0.0.1-2`, `3: add web "echo \${HOME}"`]);
  expect(exportedJob({id: 4, text: 'add web "a\nb"'}, 'today: 1 ok')).toBe(
    '# job 4, today: 1 ok\n# left out: a line cannot have its command\n',
  );
});

/** Numbers below 1 that are the same in each run. */
function createRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

test('whatever is written, each problem is at a place inside its line', () => {
  const random = createRandom(21);
  const pieces = [
    ...SCRIPT_WORDS,
    'start',
    'failed',
    '2',
    '5s',
    '${',
    `\${a}`,
    '$${',
    '}',
    '"',
    "'",
    '\\',
    '#',
    ';',
    ' ',
    '\n',
    '\t',
    'ä',
    '𝒳',
    '\u0000',
  ];
  for (let round = 0; round < 5_000; round++) {
    const count = Math.floor(random() * 12);
    const text = Array.from({length: count}, () => pieces[Math.floor(random() * pieces.length)]).join(
      random() < 0.5 ? ' ' : '',
    );
    const parsed = parseScript(text, new Map([['a', 'b c']]));
    const lines = text.split('\n');
    const outside = (parsed.ok ? [] : parsed.problems).filter(
      ({line, column}) => column < 1 || column > (lines[line - 1] ?? '').length + 1,
    );
    expect({text, outside}).toEqual({text, outside: []});
  }
});
