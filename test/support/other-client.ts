import {Dealer} from 'zeromq';

/**
 * Somebody else who sends a command to a circusd, in raw circus words; resolves to what it answered. circus refuses what comes
 * while it does something else, such as its own look at the processes: that is asked again, as any client must.
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
