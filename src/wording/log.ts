import {formatBytes} from '../model/figures.js';
import type {LogNote} from '../model/log-window.js';

/** What a line of ours among the lines of logs says is missing there. */
export function logNoteText({note}: LogNote): string {
  switch (note.type) {
    case 'lost':
      return note.bytes === null
        ? 'lines are missing here: they were rotated away, truncated or deleted before they were read'
        : `${formatBytes(note.bytes)} are missing here: rotated away, truncated or deleted before they were read`;
    case 'passed-over':
      return `${formatBytes(note.bytes)} were passed over, as they came too fast: they are on the node`;
    case 'interrupted':
      return `interrupted: ${note.reason}`;
    case 'resumed':
      return 'goes on';
  }
}

/** That a line is not shown whole. @param bytes that are not */
export function cutText(bytes: number): string {
  return `${formatBytes(bytes)} more of this line`;
}
