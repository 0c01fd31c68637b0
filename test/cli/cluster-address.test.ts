import {mkdtempSync, writeFileSync} from 'node:fs';
import {readFile, rm} from 'node:fs/promises';
import {type AddressInfo, connect, createServer, type Server} from 'node:net';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {afterAll, beforeAll, expect, test} from '@jest/globals';
import {runCircusman} from '../support/run-circusman.js';
import {type ServiceNode, startServiceNode} from '../support/service-node.js';
import {testHost} from '../support/test-network.js';

/** A node that circusman reaches at another address than its peers do, as through a tunnel. */
const [OWN, REACHED] = [testHost('78.11'), testHost('78.12')];

const folder = mkdtempSync(path.join(tmpdir(), 'circusman-address-'));
const tunnels: Server[] = [];
let node: ServiceNode;

beforeAll(async () => {
  node = await startServiceNode(
    {host: OWN, commandPort: 5555, eventsPort: 5556, statisticsPort: 5557},
    {
      service: '[files]\n"box.conf" = "box.conf"\n',
      templates: {'box.conf': 'own = {{ address }}\n'},
      box: () => ({cmd: 'sleep 3600'}),
    },
  );
  for (const port of [5555, 5556]) tunnels.push(await tunnel(port));
});
afterAll(async () => {
  for (const each of tunnels) each.close();
  await node?.stop();
  await rm(folder, {recursive: true});
});

async function tunnel(port: number): Promise<Server> {
  const server = createServer(socket => {
    const inner = connect(port, OWN);
    socket.pipe(inner).pipe(socket);
    socket.on('error', () => inner.destroy());
    inner.on('error', () => socket.destroy());
  });
  await new Promise<void>(resolve => server.listen(port, REACHED, resolve));
  expect((server.address() as AddressInfo).port).toBe(port);
  return server;
}

function configure(cluster: string) {
  const file = path.join(folder, 'config.toml');
  writeFileSync(file, `[clusters.lab]\nnodes = "${REACHED}"\n${cluster}`);
  return runCircusman(['exec', '--config', file, '-c', '@lab', 'configure', 'box']);
}

test('configure sends the address that the file says its peers know it by', async () => {
  const without = await configure('');
  expect(without.code).toBe(1);
  expect(without.out).toContain(`${REACHED} is not this node's address`);

  const {code, out} = await configure(`addresses = {"${REACHED}" = "${OWN}"}\n`);
  expect([code, out]).toEqual([0, expect.stringContaining('ok')]);
  expect(await readFile(path.join(node.home, 'box.conf'), 'utf8')).toBe(`own = ${OWN}\n`);
});
