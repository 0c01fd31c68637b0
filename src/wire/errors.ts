import {cleanText} from './clean-text.js';

/** What a node sent is not what circus sends; the message says what is wrong with it, for people. It may hold the node's own words. */
export class ProtocolError extends Error {
  override readonly name = 'ProtocolError';

  constructor(message: string) {
    super(cleanText(message));
  }
}
