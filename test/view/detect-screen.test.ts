import {beforeEach, describe, expect, test} from '@jest/globals';
import type {Plan} from '../../src/command/plan.js';
import type {FoundNode} from '../../src/model/detection.js';
import type {Fact} from '../../src/model/facts.js';
import {nodeSpec} from '../../src/model/node-spec.js';
import {reduce} from '../../src/store/reduce.js';
import type {State} from '../../src/store/state.js';
import {widthOf} from '../../src/text/width.js';
import type {Controller} from '../../src/view/controller.js';
import type {FrameOptions} from '../../src/view/frame.js';
import {createTheme, type Theme} from '../../src/view/theme.js';
import {at, clusterState} from '../support/cluster-state.js';
import {jobsBegunBy, openController} from '../support/controller.js';
import {detectionBegan, detectionEnded, detectionFound, detectionProgressed, foundNode} from '../support/detection.js';
import {allLines, bodyLines, drawnFrame} from '../support/drawn-frame.js';

let state: State;
let begun: Plan[];
let done: string[];
let controller: Controller;
let opened: ReturnType<typeof openController>;

beforeEach(() => {
  state = clusterState({'10.0.0.1': {neo4j: 'running'}});
  begun = [];
  done = [];
  open(24);
});

function open(rows: number): void {
  const begin = (plan: Plan) => {
    if (plan.command.scope !== 'screen') return begun.push(plan);
    plan.command.act(
      {...controller, detect: () => controller.show('detect'), note: () => {}, readOnly: () => {}},
      plan,
    );
    return null;
  };
  opened = openController({
    store: {state: () => state},
    clock: () => at(20),
    rows,
    ports: {
      jobs: jobsBegunBy(begin),
      detect: {again: () => done.push('again'), end: () => done.push('end')},
      quit: () => done.push('quit'),
    },
  });
  controller = opened.controller;
  controller.show('detect');
}

const happen = (...facts: readonly Fact[]) => {
  state = reduce(state, facts);
};
const find = (...hosts: readonly string[]) => happen(detectionFound(...hosts.map(host => foundNode(host))));

function press(...keys: readonly string[]): void {
  for (const key of keys) {
    controller.press(key);
    opened.draw();
  }
}

const body = (options: Partial<FrameOptions> = {}) => bodyLines(opened.draw(options));
const below = () => allLines(opened.draw()).slice(-2);
/** The cursor's bar, the mark and the address of each row. */
const rows = () => body().flatMap(line => /^[▌ ][✓· ](?:\d+\.){3}\d+/.exec(line)?.[0] ?? []);

describe('what is shown', () => {
  test('while it runs: what is asked, how far it is and how long it may take', () => {
    happen(detectionBegan(), detectionProgressed({tried: 120, leftMs: 3_200}));
    const [search, progress, , first] = body();
    expect(search).toMatch(/^Looking for nodes on 10\.0\.0\.1-254 +$/);
    expect(progress).toMatch(/^ {2}120 of 254 addresses tried · about 4s left · no node +█{6}░{8}$/);
    expect(first).toMatch(/^ {2}No node has answered yet\. +$/);
  });

  test('each node with what it says of itself, ordered by address', () => {
    const packaged: FoundNode = {
      ...foundNode('10.0.0.30'),
      name: 'graph3.lab',
      circus: '0.19.0',
      package: '0.1.0',
      watchers: 9,
      rtt: 12,
    };
    happen(detectionBegan(), detectionFound(packaged, foundNode('10.0.0.4', {watchers: null}), foundNode('10.0.0.1')));
    expect(
      body()
        .slice(2, 6)
        .map(line => line.trimEnd()),
    ).toEqual([
      '  ADDRESS          NAME             STATE       CIRCUS  PACKAGE  WATCHERS    RTT',
      ' ·10.0.0.1         —                in cluster  —       none            2   <1ms',
      ' ✓10.0.0.4         —                new         —       none            —   <1ms',
      '▌✓10.0.0.30        graph3.lab       new         0.19.0  0.1.0           9   10ms',
    ]);
  });

  test('one circusd behind two addresses as one row that says so', () => {
    const identity = {pid: 7, startedAt: 1_000};
    happen(detectionBegan(), detectionFound(foundNode('10.0.0.5', {identity}), foundNode('10.0.1.5', {identity})));
    expect(body()[3]).toMatch(/^▌✓10\.0\.0\.5 \+1 /);
    expect(body()[4]).toMatch(/ also 10\.0\.1\.5 · 1 marked +1-1 of 1/);
    expect(body({width: 140})[3]).toMatch(/ also 10\.0\.1\.5 *$/);
  });

  test('one that the cluster has under another name says under which', () => {
    const circusd = {pid: 7, startedAt: 1_000};
    happen({type: 'circusd-identified', at: at(2), node: '10.0.0.1', circusd});
    happen(detectionBegan(), detectionFound(foundNode('10.9.9.9', {identity: circusd})));
    expect(body({width: 140})[3]).toMatch(/^▌·10\.9\.9\.9 .* in cluster .* in the cluster as 10\.0\.0\.1 *$/);
  });

  test('what came of it', () => {
    happen(detectionBegan(), detectionFound(foundNode('10.0.0.4')), detectionEnded({tried: 254, found: 1, others: 2}));
    expect(
      body()
        .slice(0, 2)
        .map(line => line.trimEnd()),
    ).toEqual(['Looked for nodes on 10.0.0.1-254', '  254 addresses tried in 2 s · 1 node, 1 new · 2 others answered']);
    happen(detectionBegan(), detectionEnded({tried: 20}, 'broken-off'));
    expect(body()[1]?.trimEnd()).toBe('  20 of 254 addresses tried in 2 s, then broken off · no node');
  });

  test('where nothing answered: what was tried, why that may be, and what to type next', () => {
    happen(detectionBegan(), detectionEnded({tried: 254, others: 3}));
    const text = body()
      .map(line => line.trim())
      .join(' ');
    expect(text).toMatch(
      /254 addresses tried .*No node was found on 10\.0\.0\.1-254\. 3 that answered do not answer as/,
    );
    expect(text).toMatch(
      /Usual causes: circusd does not run there; .* Type {2}:detect SET --ports 5555,5565 .*; r looks again, esc goes back\./,
    );
  });

  test('of that in a small window what to type next', () => {
    happen(detectionBegan(), detectionEnded({tried: 254}));
    const text = body({width: 40, height: 10})
      .map(line => line.trim())
      .join(' ');
    expect(text).toMatch(/No node was found on 10\.0\.0\.1-254\. Type {2}:detect SET .*esc goes back\.$/);
  });

  test('where there was no address to ask: that, and why', () => {
    happen(detectionBegan({of: '', notes: ['this machine is in no network: name a set of addresses']}));
    happen(detectionEnded({of: 0}));
    const text = body()
      .map(line => line.trim())
      .join(' ');
    expect(text).toMatch(
      /^Looked for nodes 0 addresses tried .* name a set of addresses {2}There was no address to look at\. {2}Type/,
    );
  });

  test('notes, wrapped, and cut where they would take the place of the rows', () => {
    const note = 'docker0: 172.17.0.0/16 has 65,534 addresses and is left out; name it, or a part of it, to try them';
    happen(detectionBegan({notes: [note]}));
    find('10.0.0.4');
    expect(
      body()
        .slice(2, 4)
        .map(line => line.trim())
        .join(' '),
    ).toBe(note);
    expect(body({height: 12, width: 40})[2]).toMatch(/^ {2}addresses and .*… *$/);
  });

  test('that nothing was looked for', () => {
    expect(body()).toEqual([expect.stringContaining('Nothing was looked for yet.')]);
  });

  test('names are cut in the middle, and are there in full under the rows', () => {
    const name = 'graph-database-of-the-third-rack-17.lab.example';
    happen(detectionBegan(), detectionFound(foundNode('10.0.0.4', {name})));
    expect(body()[3]).toMatch(/^▌✓10\.0\.0\.4 {9}graph-d…example {2}new /);
    expect(body()[4]).toContain(name);
  });
});

describe('rows stay where they are', () => {
  test('and the cursor on its node, whoever answers next', () => {
    happen(detectionBegan());
    find('10.0.0.40');
    find('10.0.0.5', '10.0.0.50');
    expect(rows()).toEqual([' ✓10.0.0.5', '▌✓10.0.0.40', ' ✓10.0.0.50']);
    press('j');
    find('10.0.0.41', '10.0.0.4');
    expect(rows()).toEqual([' ✓10.0.0.4', ' ✓10.0.0.5', ' ✓10.0.0.40', ' ✓10.0.0.41', '▌✓10.0.0.50']);
  });

  test('in a window with fewer rows than nodes', () => {
    happen(detectionBegan());
    find(...Array.from({length: 60}, (_, index) => `10.0.1.${index + 1}`));
    press('pagedown', 'pagedown', 'k');
    const before = rows();
    find('10.0.0.7', '10.0.0.8', '10.0.2.1');
    expect(rows()).toEqual(before);
    press('g');
    expect(rows()[0]).toBe('▌✓10.0.0.7');
    press('G');
    expect(rows().at(-1)).toBe('▌✓10.0.2.1');
    expect(body().at(-1)).toMatch(/ of 63 ▲$/);
  });

  test('every row is seen when one goes down page by page', () => {
    const all = Array.from({length: 200}, (_, index) => `10.0.1.${index + 1}`);
    happen(detectionBegan({notes: ['a note that is long '.repeat(40)]}));
    find(...all);
    for (const height of [6, 10, 12, 24, 50]) {
      open(height);
      const seen = new Set(rows().map(text => text.slice(2)));
      for (let page = 0; page < 200; page++) {
        press('pagedown');
        for (const text of rows()) seen.add(text.slice(2));
      }
      expect([...seen].toSorted()).toEqual(all.toSorted());
    }
  });
});

describe('marks', () => {
  test('are made as nodes appear; one that was taken away stays so', () => {
    happen(detectionBegan());
    find('10.0.0.4');
    press('space');
    find('10.0.0.3');
    find('10.0.0.4');
    expect(rows()).toEqual([' ✓10.0.0.3', '▌ 10.0.0.4']);
    press('a');
    expect(rows()).toEqual([' ✓10.0.0.3', '▌✓10.0.0.4']);
    press('U');
    find('10.0.0.2');
    expect(rows()).toEqual(['  10.0.0.2', '  10.0.0.3', '▌ 10.0.0.4']);
  });

  test('are refused by what the cluster has, which says why', () => {
    happen(detectionBegan());
    find('10.0.0.1');
    press('space');
    expect(below()[0]).toMatch(/^10\.0\.0\.1 is in the cluster already: it cannot be marked/);
    expect(rows()).toEqual(['▌·10.0.0.1']);
  });

  test('and the search outlive a look at the help and the jobs', () => {
    happen(detectionBegan());
    find('10.0.0.4', '10.0.0.5', '10.0.0.6');
    press('j', 'space');
    const before = rows();
    press('?', 'J', 'esc', 'esc');
    expect(rows()).toEqual(before);
    expect(done).toEqual([]);
  });
});

describe('enter', () => {
  test('adds what is marked by the command, stops the search, says how far it was, and shows the grid', () => {
    happen(detectionBegan(), detectionProgressed({tried: 120}));
    find('10.0.0.4', '10.0.0.5', '10.0.0.1', '10.0.0.7');
    happen(detectionFound({...foundNode('fd00::7'), spec: nodeSpec({host: 'fd00::7', commandPort: 5565})}));
    press('G', 'k', 'space', 'enter');
    expect(begun.map(({text}) => text)).toEqual(['cluster add 10.0.0.4-5,[fd00::7]:5565']);
    expect(done).toEqual(['end']);
    expect(controller.screen()).toMatchObject({screen: 'grid', trail: []});
    expect(below()[0]).toMatch(/^looking for nodes was stopped: 120 of 254 addresses were tried/);
  });

  test('goes to the grid wherever the search was opened', () => {
    happen(detectionBegan());
    find('10.0.0.4');
    press('?', 'J');
    controller.show('detect');
    press('enter');
    expect(controller.screen()).toMatchObject({screen: 'grid', trail: []});
  });

  test('without marks adds nothing, and stays', () => {
    happen(detectionBegan());
    find('10.0.0.4');
    press('U', 'enter');
    expect([begun, done, controller.screen().screen]).toEqual([[], [], 'detect']);
    expect(below()[0]).toMatch(/nothing is marked/);
  });
});

test('says under the rows what enter would do', () => {
  happen(detectionBegan());
  find('10.0.0.1');
  expect(below()[0]).toMatch(/all of them are in the cluster already/);
  find('10.0.0.2', '10.0.0.3');
  expect(below()[0]).toMatch(/^enter adds 2 nodes +$/);
  press('U');
  expect(below()[0]).toMatch(/nothing is marked: space marks a node, a all new ones/);
});

test.each(['esc', 'ctrl-c'])(
  '%s stops the search and goes back; the next one begins with all new nodes marked',
  key => {
    happen(detectionBegan());
    find('10.0.0.4');
    press('U', key);
    expect([done, controller.screen().screen]).toEqual([['end'], 'grid']);
    controller.show('detect');
    expect(rows()).toEqual(['▌✓10.0.0.4']);
  },
);

test.each(['r', 'd'])('%s looks again, and keeps what was unmarked', key => {
  happen(detectionBegan());
  find('10.0.0.4', '10.0.0.5');
  press('space', key);
  expect(done).toEqual(['again']);
  happen(detectionBegan());
  expect(rows()).toEqual([]);
  find('10.0.0.5', '10.0.0.4');
  expect(rows()).toEqual(['▌ 10.0.0.4', ' ✓10.0.0.5']);
});

test('another search that is typed begins with all new nodes marked', () => {
  happen(detectionBegan());
  find('10.0.0.4');
  press('U', ':', ...'detect', 'enter');
  expect(rows()).toEqual(['▌✓10.0.0.4']);
  press('esc');
  expect(controller.screen()).toMatchObject({screen: 'grid', trail: []});
});

test('q asks nothing and ends circusman, which closes what is open', () => {
  press('q');
  expect(done).toEqual(['quit']);
});

test('a picture that stood still goes on: it would show nothing of the search', () => {
  press('esc', 'p');
  expect(controller.screen().paused).not.toBe(null);
  controller.show('detect');
  expect(controller.screen().paused).toBe(null);
});

describe.each([
  [80, 24],
  [120, 40],
  [200, 50],
  [40, 10],
  [20, 5],
  [12, 4],
  [5, 2],
  [1, 1],
])('at %d × %d', (width, height) => {
  const name = '图数据库-of-the-third-rack-17.lab.example';
  const nodes = Array.from({length: 60}, (_, index) => foundNode(`10.0.100.${index + 100}`, {name}));

  test.each([true, false])('every line fits, in ASCII: %s', isAscii => {
    const theme = createTheme({isAscii, hasColor: false});
    const pictures: readonly (readonly Fact[])[] = [
      [],
      [detectionBegan({notes: ['172.17.0.0/16 is left out']}), detectionProgressed({tried: 120, leftMs: 90_000})],
      [detectionFound(...nodes, foundNode('fd00:1234:5678:9abc:def0:1234:5678:9abc'))],
      [detectionEnded({tried: 254, found: 60})],
      [detectionBegan(), detectionEnded({tried: 254, others: 3})],
    ];
    for (const facts of pictures) {
      happen(...facts);
      open(height);
      const lines = allLines(opened.draw({width, height, theme}));
      expect(lines.length).toBeLessThanOrEqual(height);
      expect(lines.filter(line => widthOf(line) > width)).toEqual([]);
      if (isAscii) expect(lines.filter(line => /[^ -~]/.test(line))).toEqual([]);
    }
  });
});

test('in a small window the nodes and how far it is stay', () => {
  happen(detectionBegan(), detectionProgressed({tried: 120, found: 3, leftMs: 3_200}));
  find('10.0.0.1', '10.0.0.20', '192.168.100.100');
  press('j', 'space');
  expect(body({width: 20, height: 5})).toEqual([
    '  120/254 4s left   ',
    ' ·10.0.0.1          ',
    '▌ 10.0.0.20         ',
    ' ✓192.168.100.100   ',
  ]);
});

test('while nothing happens nothing moves, whether it runs or has ended', () => {
  happen(detectionBegan(), detectionProgressed({tried: 120, leftMs: 3_200}));
  find('10.0.0.4');
  const bodyAt = (seconds: number) => bodyLines(drawnFrame({state, screen: controller.screen(), now: at(seconds)}));
  expect(bodyAt(500)).toEqual(bodyAt(20));
  happen(detectionEnded({tried: 254}));
  expect(bodyAt(500)).toEqual(bodyAt(20));
});

test('of thousands of nodes only the rows that are seen are painted', () => {
  happen(
    detectionBegan(),
    detectionFound(...Array.from({length: 4_096}, (_, index) => foundNode(`10.0.${index >> 8}.${index & 255}`))),
  );
  const real = createTheme({isAscii: false, hasColor: false});
  let painted = 0;
  const theme: Theme = {
    ...real,
    paint: (...given) => {
      painted += 1;
      return real.paint(...given);
    },
  };
  press('G');
  expect(body({theme}).filter(line => line.includes('10.0.15.255'))).toHaveLength(1);
  expect(painted).toBeLessThan(24 * 5);
});
