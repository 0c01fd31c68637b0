import {once} from 'node:events';
import net from 'node:net';

/** A way to a node that can be cut. */
export interface Relay {
  /** Ends all connections, and takes none until `mend`. */
  readonly cut: () => Promise<void>;
  readonly mend: () => Promise<void>;
}

/** Listens on the ports of one address, and passes all on to another one's. */
export async function startRelay(from: string, to: string, ports: readonly number[]): Promise<Relay> {
  const sockets = new Set<net.Socket>();
  let servers: readonly net.Server[] = [];

  function pass(near: net.Socket, port: number): void {
    const far = net.connect(port, to);
    for (const socket of [near, far]) {
      sockets.add(socket);
      socket
        .on('error', () => {})
        .once('close', () => {
          sockets.delete(socket);
          near.destroy();
          far.destroy();
        });
    }
    near.pipe(far).pipe(near);
  }

  async function mend(): Promise<void> {
    servers = await Promise.all(
      ports.map(async port => {
        const server = net.createServer(near => pass(near, port)).listen(port, from);
        await once(server, 'listening');
        return server;
      }),
    );
  }

  async function cut(): Promise<void> {
    const closed = servers.map(server => new Promise(resolve => server.close(resolve)));
    servers = [];
    for (const socket of sockets) socket.destroy();
    await Promise.all(closed);
  }

  await mend();
  return {cut, mend};
}
