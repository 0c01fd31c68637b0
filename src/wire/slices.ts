import type {Subscriber} from 'zeromq';
import type {ReadingTime} from './reading-time.js';

/** Milliseconds for which messages are taken in one go: keys and other nodes come in between. */
const SLICE = 3;
/** Messages between two looks at the clock. */
const AT_ONCE = 16;

/**
 * Passes on everything that comes out of a socket until it is closed, in slices of time. While the socket does not get empty it rests
 * between them; further messages wait in the socket, and then at the node. An error of the socket ends it as closing does; what `take`
 * throws is a fault of ours and escapes.
 *
 * @param onEmpty is called when there is nothing more to read for the moment
 */
export async function pumpSlices(
  socket: Subscriber,
  readingTime: ReadingTime,
  take: (frames: readonly Buffer[]) => void,
  onEmpty: () => void,
): Promise<void> {
  let busy = 0;
  for (let frames = await nextOf(socket); frames !== null; frames = await nextOf(socket)) {
    const began = performance.now();
    let isEmpty = false;
    let taken = 0;
    for (let next: readonly Buffer[] | null = frames; next !== null; next = await nextOf(socket)) {
      take(next);
      taken++;
      isEmpty = !isReadable(socket);
      if (isEmpty || (taken % AT_ONCE === 0 && performance.now() - began >= SLICE)) break;
    }
    busy += performance.now() - began;
    if (isEmpty) onEmpty();
    // It may be empty again and again, but never long enough for anything else to have its turn.
    if (isEmpty && busy < SLICE) continue;
    await rest(readingTime.spent(busy));
    busy = 0;
  }
}

async function nextOf(socket: Subscriber): Promise<readonly Buffer[] | null> {
  try {
    return await socket.receive();
  } catch {
    return null;
  }
}

function isReadable(socket: Subscriber): boolean {
  try {
    return !socket.closed && socket.readable;
  } catch {
    return false;
  }
}

function rest(ms: number): Promise<void> {
  return new Promise(resolve => setTimeout(resolve, ms));
}
