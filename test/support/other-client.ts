import {expect} from '@jest/globals';
import {Dealer} from 'zeromq';
import {eventually} from './eventually.js';

/**
 * Sends a raw command to a circusd, as another client would; resolves to its answer. circus refuses commands while it is busy,
 * for example with its own check of the processes: those are sent again, as any client must.
 */
export async function askAsOther(address: string, command: string, properties: object): Promise<unknown> {
  const socket = new Dealer({linger: 0});
  socket.connect(`tcp://${address}:5555`);
  try {
    for (;;) {
      await socket.send(JSON.stringify({id: 'other', command, properties}));
      const [bytes] = await socket.receive();
      const answer: {errno?: number; tb?: unknown; reason?: string} = JSON.parse(String(bytes));
      const isBusy =
        answer.errno === 5 && answer.tb === null && /^arbiter is already running/.test(answer.reason ?? '');
      if (!isBusy) return answer;
    }
  } finally {
    socket.close();
  }
}

/** Waits until circusd itself says that the watcher is stopping: where the machine is busy, circus's own client takes as long to start as a stop does. */
export async function untilStopping(host: string, watcher: string): Promise<void> {
  await eventually(async () => {
    expect(await askAsOther(host, 'status', {name: watcher})).toMatchObject({status: 'stopping'});
  });
}

/** What circusd itself calls the state of each of its watchers. */
export async function statusesAsOther(host: string): Promise<Readonly<Record<string, string>>> {
  const answer = (await askAsOther(host, 'status', {})) as {readonly statuses?: Readonly<Record<string, string>>};
  return answer.statuses ?? {};
}
