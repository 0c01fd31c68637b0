/** What a node sent is not what circus sends; the message says what is wrong with it, for people. */
export class ProtocolError extends Error {
  override readonly name = 'ProtocolError';
}
