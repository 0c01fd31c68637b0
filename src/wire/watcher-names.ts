import {foldName, oneNameText} from '../model/watcher.js';
import {cleanName} from './clean-name.js';

/** The names of a node's watchers: as they are shown, as circus takes them, and as its events spell them. */
export interface WatcherNames {
  /** Takes all names as `status` spells them; these are the node's watchers from now on. @returns each as it is shown. */
  readonly learn: (raw: readonly string[]) => readonly string[];
  /** The name to send for one that is shown; null: circus would take it for another one, too, or it is shown like another one. */
  readonly toSend: (shown: string) => string | null;
  /** Why `toSend` gives none, for people. */
  readonly whyNot: (shown: string) => string;
  /** Whether circus takes its name and another watcher's for one: what is asked by that name may be the other's. */
  readonly isShared: (shown: string) => boolean;
  /** The watchers that an event's topic may mean: none that is known, one, or several that circus spells alike in its events. */
  readonly ofEvent: (spelt: string) => readonly string[];
  /** All watchers whose events may mean another one, too. */
  readonly alike: () => readonly string[];
}

export function createWatcherNames(): WatcherNames {
  let learned: readonly string[] = [];
  let sights: readonly string[] = [];
  let shared: ReadonlySet<string> = new Set();
  let bySight = new Map<string, readonly string[]>();
  let byFold = new Map<string, readonly string[]>();
  let byEvent = new Map<string, readonly string[]>();

  /** All real names that may be meant: of what is shown so, of what is called so, and of what circus takes for it. */
  function meant(shown: string): readonly string[] {
    const [seen = shown] = bySight.get(shown) ?? [];
    const called = [...(byFold.get(foldName(seen)) ?? []), ...(byFold.get(foldName(shown)) ?? [])];
    return [...new Set([...(bySight.get(shown) ?? []), ...called])];
  }

  return {
    learn: raw => {
      if (raw.length === learned.length && raw.every((name, index) => name === learned[index])) return sights;
      learned = raw;
      bySight = new Map();
      byFold = new Map();
      byEvent = new Map();
      sights = raw.map(name => {
        const shown = cleanName(name);
        add(bySight, shown, name);
        add(byFold, foldName(name), name);
        // As circus makes the topic of an event: it replaces no other kind of space.
        add(byEvent, name.toLowerCase().replaceAll(' ', '_'), shown);
        return shown;
      });
      shared = new Set(sights.filter(shown => meant(shown).length > 1));
      return sights;
    },
    toSend: shown => {
      const [first = shown, second] = meant(shown);
      return second === undefined ? first : null;
    },
    whyNot: shown => {
      const names = meant(shown);
      const folds = new Set(names.map(foldName));
      const both = names.map(cleanName);
      if (folds.size === 1) return oneNameText(both);
      return `${shown} may mean ${both.join(' and ')} here: give one of them another name in its circus.ini`;
    },
    isShared: shown => shared.has(shown),
    ofEvent: spelt => byEvent.get(spelt) ?? [],
    alike: () => [...byEvent.values()].filter(({length}) => length > 1).flat(),
  };
}

function add(map: Map<string, readonly string[]>, key: string, name: string): void {
  map.set(key, [...(map.get(key) ?? []), name]);
}
