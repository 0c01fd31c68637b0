// Run by jest before all tests: claims a loopback network for this run, 127.N.x.y, so that several runs on one machine do not
// meet. Whoever listens at its first address has it; the system gives it back however this run ends. 127.0 is for pytest, and for
// demos, whose addresses the program chooses.
import net from 'node:net';
import process from 'node:process';

const PORT = 5553;
const NETWORKS = 100;

function claim(host) {
  const server = net.createServer(socket => socket.destroy());
  return new Promise(resolve => {
    server
      .once('error', () => resolve(false))
      .listen({host, port: PORT}, () => {
        // It is no reason to wait at the end.
        server.unref();
        resolve(true);
      });
  });
}

// biome-ignore lint/style/noDefaultExport: jest takes the default export of such a file
export default async function claimNetwork() {
  for (let number = 1; number <= NETWORKS; number++) {
    const network = `127.${number}`;
    if (!(await claim(`${network}.0.1`))) continue;
    process.env.CIRCUSMAN_TEST_NETWORK = network;
    return;
  }
  throw new Error(`all of 127.1 to 127.${NETWORKS} are used by other runs of the tests`);
}
