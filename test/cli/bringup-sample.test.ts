import {existsSync} from 'node:fs';
import {readFile} from 'node:fs/promises';
import path from 'node:path';
import {afterAll, beforeAll, expect, test} from '@jest/globals';
import {PACKAGE_ROOT} from '../support/package-root.js';
import {runCircusman} from '../support/run-circusman.js';
import {type ServiceNodes, startServiceNodes} from '../support/service-nodes.js';

/** docs/bringup.circusman, on real nodes with a service that writes down each of its starts. */
let cluster: ServiceNodes;

beforeAll(async () => {
  cluster = await startServiceNodes(3, {
    service: 'data = ["data"]\n[files]\n"box.conf" = "conf/box.conf"\n',
    templates: {'box.conf': 'all = {{ addresses | join(",") }}\n'},
    box: home => ({
      cmd: `bash -c 'cat data/store conf/box.conf >> ${home}/starts; mkdir -p data; echo old >> data/store; exec sleep 3600'`,
    }),
  });
});
afterAll(() => cluster.stop());

const id = (number: number) => cluster.nodes[number - 1]?.spec.id ?? '';
const host = (number: number) => cluster.nodes[number - 1]?.spec.host ?? '';
const file = (number: number, name: string) => path.join(cluster.nodes[number - 1]?.home ?? '', name);

test('each pass configures, starts, stops and resets the service on the nodes of the experiment', async () => {
  const words = ['run', path.join(PACKAGE_ROOT, 'docs/bringup.circusman'), '-c', [id(1), id(2), id(3)].join(',')];
  const variables = [`nodes=${id(1)},${id(2)}`, 'service=box', 'times=2', 'experiment=100ms'];
  const given = variables.flatMap(variable => ['--set', variable]);
  const {code, out, err} = await runCircusman([...words, ...given, '--yes=2', '--json']);
  expect({code, err}).toEqual({code: 0, err: ''});
  const lines = out
    .trim()
    .split('\n')
    .map((line): {command: string; passes: number[]; summary: object} => JSON.parse(line));
  const pass = (number: number) => [
    ...['configure', 'start', 'wait', 'stop'].map(command => [command, [number], {ok: 2}]),
    ['wait', [number], {'timed-out': 2}],
    ['reset', [number], {ok: 2}],
  ];
  expect(lines.map(({command, passes, summary}) => [command.split(' ')[0], passes, summary])).toEqual([
    ['stop', [], {ok: 3}],
    ['cluster', [], {ok: 3}],
    ...pass(1),
    ...pass(2),
  ]);
  for (const number of [1, 2]) {
    // No start found the data of the one before.
    const start = `all = ${host(1)},${host(2)}\n`;
    expect(await readFile(file(number, 'starts'), 'utf8')).toBe(start + start);
    expect(existsSync(file(number, 'data/store'))).toBe(false);
  }
  expect(existsSync(file(3, 'starts'))).toBe(false);
});
