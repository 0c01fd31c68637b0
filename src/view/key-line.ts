import type {KeyBinding} from './key-binding.js';
import {spread} from './spread.js';
import type {Span, Theme} from './theme.js';

/** The last line: the keys that matter here; those that do not fit are left out, the last one stays. */
export function keyLine(bindings: readonly KeyBinding[], width: number, theme: Theme): string {
  const labelled = bindings.flatMap(({keys: [key], label}) =>
    key === undefined || label === undefined ? [] : [{key, label}],
  );
  const spans: Span[] = [];
  let room = width;
  for (const {key, label} of labelled) {
    const own = key.length + 1 + label.length + 2;
    if (own > room + 2) break;
    room -= own;
    spans.push({text: key, isBold: true}, {text: ` ${label}  `, tone: 'dim'});
  }
  const last = spans.at(-1);
  // The gap behind the last one may have no room.
  if (last !== undefined) spans[spans.length - 1] = {...last, text: last.text.trimEnd()};
  return spread(spans, [], width, theme);
}
