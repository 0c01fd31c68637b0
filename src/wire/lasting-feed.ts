import {ProtocolError} from './errors.js';
import {type EventFeed, type EventListener, openEventFeed} from './event-feed.js';
import type {ReadingTime} from './reading-time.js';
import type {Endpoint} from './way.js';

/** Milliseconds until a stream that broke off for good is opened anew. */
const REOPEN = 2_000;

/** An event feed that is opened anew when ZeroMQ has given it up; what was sent meanwhile is missed. @throws as `openEventFeed` */
export function openLastingFeed(endpoint: Endpoint, readingTime: ReadingTime, listener: EventListener): EventFeed {
  let reopening: NodeJS.Timeout | undefined;
  let isClosed = false;
  const own: EventListener = {
    ...listener,
    onBroken: () => {
      listener.onBroken();
      feed?.close();
      feed = null;
      reopening = setTimeout(reopen, REOPEN);
    },
  };
  let feed: EventFeed | null = openEventFeed(endpoint, readingTime, own);
  const {connected} = feed;

  function reopen(): void {
    try {
      feed = openEventFeed(endpoint, readingTime, own);
    } catch (error) {
      if (!(error instanceof ProtocolError)) throw error;
      reopening = setTimeout(reopen, REOPEN);
      return;
    }
    void feed.connected.then(isConnected => {
      if (isConnected && !isClosed) listener.onGap();
    });
  }

  return {
    connected,
    isConnected: () => feed?.isConnected() ?? false,
    close: () => {
      isClosed = true;
      clearTimeout(reopening);
      feed?.close();
    },
  };
}
