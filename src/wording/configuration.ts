import type {ConfigurationNote} from '../store/configuration.js';

/** "configured for 4 nodes", "edited: conf/x". */
export function noteText(note: ConfigurationNote): string {
  switch (note.kind) {
    case 'members':
      return `configured for ${note.configured === note.now ? 'other nodes' : nodes(note.configured)}`;
    case 'missing':
    case 'unconfigured':
      return 'not configured';
    case 'edited':
      return `edited: ${note.files.join(', ')}`;
  }
}

/** The same as a warning, with where that is. */
export function noteWarning(note: ConfigurationNote, set: string): string {
  switch (note.kind) {
    case 'members': {
      const rest = note.configured === note.now ? ' than the cluster has' : `, the cluster has ${note.now}`;
      return `${note.watcher} on ${set} is ${noteText(note)}${rest}`;
    }
    case 'missing':
    case 'unconfigured':
      return `${note.watcher} on ${set} is not configured yet: configure ${note.watcher}`;
    case 'edited':
      return `${note.watcher} on ${set} was edited by hand: ${note.files.join(', ')}`;
  }
}

function nodes(count: number): string {
  return `${count} node${count === 1 ? '' : 's'}`;
}
