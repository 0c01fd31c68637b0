import type {NodeId} from '../model/node.js';
import {type EventEntry, isNews} from './event-entry.js';
import type {State} from './state.js';

/** Entries that are looked through for what is worth a glance. */
const LOOKED_THROUGH = 2_000;

/** The last `count` entries that are worth a glance, newest last. A watcher that crashes again and again has one of them: the newest. */
export function latestNews({events, nodes}: State, count: number): readonly EventEntry[] {
  const news: EventEntry[] = [];
  const crashed = new Set<string>();
  const past = new Set<NodeId>();
  const oldest = Math.max(0, events.length - LOOKED_THROUGH);
  for (let index = events.length - 1; index >= oldest && news.length < count; index--) {
    const entry = events.at(index);
    if (entry === undefined) continue;
    const {node, kind} = entry;
    // A node that was added again begins anew.
    if (node !== null && kind === 'left') past.add(node);
    if (!isNews(entry) || (node !== null && (past.has(node) || !nodes.has(node)))) continue;
    if (kind === 'crashed') {
      const watcher = `${node}\n${entry.watcher}`;
      if (crashed.has(watcher)) continue;
      crashed.add(watcher);
    }
    news.push(entry);
  }
  return news.reverse();
}
