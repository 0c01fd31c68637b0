import {Fragment} from 'react';
import {TextLines} from './line.js';
import type {Body} from './screen.js';

/** What a screen draws, part below part; a part is known by its place. */
export function BodyParts({parts}: Pick<Body, 'parts'>) {
  return parts.map((part, place) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: a part has no other identity than its place
    <Fragment key={place}>{part.type === 'lines' ? <TextLines texts={part.lines} /> : part.element}</Fragment>
  ));
}
