import {readFile} from 'node:fs/promises';
import path from 'node:path';
import {afterAll, beforeAll, expect, test} from '@jest/globals';
import {runCircusman} from '../support/run-circusman.js';
import {type ServiceNodes, startServiceNodes} from '../support/service-nodes.js';

const NODES = 32;
const FILES = ['a.conf', 'b.conf', 'c.conf'];
const STARTED_WITHIN = 120_000;

let cluster: ServiceNodes;

beforeAll(async () => {
  const template = '{{ identifier }} {{ address }} of {{ addresses | join(",") }}\n';
  cluster = await startServiceNodes(NODES, {
    service: `[files]\n${FILES.map(file => `"${file}" = "conf/${file}"\n`).join('')}`,
    templates: Object.fromEntries(FILES.map(file => [file, template])),
    box: () => ({cmd: 'sleep 3600'}),
  });
}, STARTED_WITHIN);
afterAll(() => cluster?.stop());

test('32 nodes configured at once each have their own three files, alike but for themselves', async () => {
  const {nodes} = cluster;
  const set = nodes.map(({spec}) => spec.id).join(',');
  const {code, out, err} = await runCircusman(['exec', '-c', set, '--json', 'configure']);
  expect({code, err}).toEqual({code: 0, err: ''});
  const {targets, summary} = JSON.parse(out);
  expect(summary).toEqual({ok: NODES});
  expect(targets.map(({data}: {data: {files: unknown[]}}) => data.files.length)).toEqual(nodes.map(() => FILES.length));
  const hosts = nodes.map(({spec}) => spec.host).join(',');
  const written = await Promise.all(
    nodes.flatMap(({home}) => FILES.map(file => readFile(path.join(home, 'conf', file), 'utf8'))),
  );
  const wanted = nodes.flatMap(({spec}, index) => FILES.map(() => `${index + 1} ${spec.host} of ${hosts}\n`));
  expect(written).toEqual(wanted);
});
