import {Dealer} from 'zeromq';

/** Somebody else who sends a command to a circusd, in raw circus words; resolves to what it answered. */
export async function askAsOther(address: string, command: string, properties: object): Promise<unknown> {
  const socket = new Dealer({linger: 0});
  socket.connect(`tcp://${address}:5555`);
  await socket.send(JSON.stringify({id: 'other', command, properties}));
  const [answer] = await socket.receive();
  socket.close();
  return JSON.parse(String(answer));
}
