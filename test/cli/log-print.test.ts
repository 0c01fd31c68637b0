import {afterAll, beforeAll, describe, expect, test} from '@jest/globals';
import {formatNodeSet} from '../../src/model/node-set.js';
import {eventually} from '../support/eventually.js';
import {LINE_TIME, type LogNodes, type LogWatcher, startLogNodes} from '../support/log-nodes.js';
import {runCircusman, startCircusman} from '../support/run-circusman.js';

let cluster: LogNodes;
let set = '';
let ids: readonly string[] = [];

beforeAll(async () => {
  cluster = await startLogNodes(2, {files: {'app.log': LINE_TIME, 'plain.log': ''}});
  ids = cluster.nodes.map(({spec}) => spec.id);
  set = formatNodeSet([...ids]);
});

afterAll(() => cluster.stop());

function boxOf(node: number): LogWatcher {
  const watcher = cluster.nodes[node]?.watchers[0];
  if (watcher === undefined) throw new Error('there is no such node');
  return watcher;
}

const log = (...words: readonly string[]) => ['exec', '-c', set, 'log', ...words];

test('the last ten lines of each log are printed, each with what tells it from the others', async () => {
  for (const node of [0, 1]) {
    const {writer, file} = boxOf(node);
    await writer.write(file('app.log'), {lines: 12, length: 60});
    await writer.say(file('plain.log'), `of ${node}\n\u001b[31mred\u0007 \u202earound\n\tno end`);
  }
  const all = await runCircusman(log('box'));
  expect([all.code, all.err]).toEqual([0, '']);
  const lines = all.out.split('\n').slice(0, -1);
  expect(lines).toHaveLength(26);
  expect(lines[0]).toMatch(new RegExp(`^${ids[0]} app.log: \\d{4}-.* INFO  line 3 `));
  expect(lines.slice(10, 13)).toEqual([
    `${ids[0]} plain.log: of 0`,
    `${ids[0]} plain.log: \\x1b[31mred\\x07 \\u202earound`,
    `${ids[0]} plain.log: \tno end`,
  ]);
  const one = await runCircusman(log('box', 'on', ids[1] ?? '', '--source', 'plain.log', '--lines', '2'));
  expect(one).toEqual({code: 0, out: '\\x1b[31mred\\x07 \\u202earound\n\tno end\n', err: ''});
});

test('as JSON each line is an object, with its text as it is', async () => {
  const {out, code} = await runCircusman(log('box', 'on', ids[0] ?? '', '--json', '--lines', '1'));
  const [app, plain] = out
    .trim()
    .split('\n')
    .map(line => JSON.parse(line));
  expect(code).toBe(0);
  expect(out).not.toMatch(/[^ -~\n]/);
  expect(app).toEqual({
    type: 'log',
    node: ids[0],
    watcher: 'box',
    stream: 'app.log',
    text: expect.stringMatching(/line 12 /),
    time: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/),
  });
  expect(Math.abs(Date.parse(app.time) - Date.parse(app.text.slice(0, 28)))).toBeLessThan(50);
  expect(plain).toMatchObject({stream: 'plain.log', text: '\tno end', time: null});
});

test('lines are looked for on the nodes, from a time on and before one', async () => {
  const app = ['box', 'on', ids[0] ?? '', '--source', 'app.log'];
  const found = await runCircusman(log(...app, '--filter', 'line 1'));
  expect(found.out.split('\n').map(line => /line \d+/.exec(line)?.[0])).toEqual([
    'line 1',
    'line 10',
    'line 11',
    'line 12',
    undefined,
  ]);
  const since = await runCircusman(log(...app, '--since', '10m'));
  expect(since.out.split('\n')).toHaveLength(13);
  expect((await runCircusman(log(...app, '--since', '10m', '--filter', '!line 1'))).out.split('\n')).toHaveLength(9);
  expect((await runCircusman(log(...app, '--since', '10m', '--lines', '2'))).out).toMatch(
    /^.*line 11 .*\n.*line 12 .*\n$/,
  );
  const none = {code: 0, out: '', err: ''};
  expect(await runCircusman(log(...app, '--until', '10m'))).toEqual(none);
  expect(await runCircusman(log(...app, '--since', '20m', '--until', '10m'))).toEqual(none);
});

describe('what comes is followed', () => {
  test('until Ctrl-C, each whole line once', async () => {
    const run = startCircusman(log('box', 'on', ids[1] ?? '', '--source', 'plain.log', '--follow', '--lines', '1'));
    await eventually(() => expect(run.out()).toBe('\\x1b[31mred\\x07 \\u202earound\n'));
    const {writer, file} = boxOf(1);
    await writer.say(file('plain.log'), ' yet');
    await writer.rotate(file('plain.log'), 2);
    await writer.say(file('plain.log'), '; now\nnew\n');
    await eventually(() => expect(run.out()).toMatch(/new\n$/));
    run.kill('SIGINT');
    const {code, out, err} = await run.finished;
    expect({code, err}).toEqual({code: 130, err: ''});
    expect(out).toBe('\\x1b[31mred\\x07 \\u202earound\n\tno end yet; now\nnew\n');
  });

  test('into a pipe that is closed', async () => {
    const run = startCircusman(log('box', '--follow'));
    await eventually(() => expect(run.out()).not.toBe(''));
    run.closeOut();
    await boxOf(0).writer.say(boxOf(0).file('plain.log'), 'to nobody\n');
    expect((await run.finished).code).toBe(1);
  });
});

test('what there is not is said, and is no success', async () => {
  const {code, out, err} = await runCircusman(log('box', '--source', 'nothing'));
  expect({code, out}).toEqual({code: 1, out: ''});
  expect(err).toContain(
    `circusman: ${ids[0]} box: it has no log nothing: there are stdout, stderr, app.log, plain.log\n`,
  );
});
