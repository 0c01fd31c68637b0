import {expect, test} from '@jest/globals';
import {strangeHost} from '../../src/cli/hosts.js';
import {nodeSpec} from '../../src/model/node-spec.js';
import {runCircusman} from '../support/run-circusman.js';

test.each([
  [['10.0.0.1', 'node7', 'fd00::1', 'no-such.invalid', 'localhost'], null],
  [['10.0.0.1', 'scan-all'], 'scan-all'],
])('%j: what may be any word must be a host that this machine knows', async (hosts, stranger) => {
  expect(await strangeHost(hosts.map(host => nodeSpec({host})))).toBe(stranger);
});

test('a word of cluster that there is not leaves the cluster as it is', async () => {
  const {code, out} = await runCircusman(['exec', '-c', '127.0.76.1', 'cluster', 'scan', '127.0.76.2', ';', 'cluster']);
  expect(code).toBe(1);
  expect(out).toContain(
    'failed: the cluster is as it was: scan is no host that this machine knows, and no word of cluster (add, remove, trust, save, load, rename, forget, list)',
  );
});

test('a cluster that is given anew says of each node whether it was added or taken out', async () => {
  const {out} = await runCircusman(['exec', '-c', '127.0.76.1-2', 'cluster', '127.0.76.2-3']);
  expect(out).toContain('127.0.76.1: ok (taken out)');
  expect(out).toContain('127.0.76.2: ok, unchanged');
  expect(out).toContain('127.0.76.3: ok (added)');
});
