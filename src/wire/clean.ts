import {cleanText} from '../text/clean-text.js';
import {text} from './json.js';

/** A text of an answer, safe to show. @throws {ProtocolError} it is no text */
export function clean(value: unknown, what: string): string {
  return cleanText(text(value, what));
}
