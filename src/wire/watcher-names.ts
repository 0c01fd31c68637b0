import {cleanText} from './clean-text.js';

/** The names of a node's watchers: as they are shown, as circus takes them, and as its events spell them. */
export interface WatcherNames {
  /** Takes all names as `status` spells them; these are the node's watchers from now on. @returns each as it is shown. */
  readonly learn: (raw: readonly string[]) => readonly string[];
  /** The name to send for one that is shown; null: more than one of the node's watchers is shown like that. */
  readonly toSend: (shown: string) => string | null;
  /** Whom an event's topic means: nobody yet known, one watcher, or several that circus's events do not tell apart. */
  readonly ofEvent: (spelt: string) => readonly string[];
}

export function createWatcherNames(): WatcherNames {
  let bySight = new Map<string, readonly string[]>();
  let byEvent = new Map<string, readonly string[]>();
  return {
    learn: raw => {
      bySight = new Map();
      byEvent = new Map();
      return raw.map(name => {
        const shown = cleanText(name);
        bySight.set(shown, [...(bySight.get(shown) ?? []), name]);
        const spelt = name.toLowerCase().replaceAll(' ', '_');
        byEvent.set(spelt, [...(byEvent.get(spelt) ?? []), shown]);
        return shown;
      });
    },
    toSend: shown => {
      const [first, second] = bySight.get(shown) ?? [shown];
      return first === undefined || second !== undefined ? null : first;
    },
    ofEvent: spelt => byEvent.get(spelt) ?? [],
  };
}
