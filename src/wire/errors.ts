import {cleanText} from '../text/clean-text.js';

/** A node sent what circus does not send. The message says for people what is wrong; text of the node in it is made safe to show. */
export class ProtocolError extends Error {
  override readonly name = 'ProtocolError';

  constructor(message: string) {
    super(cleanText(message));
  }
}
