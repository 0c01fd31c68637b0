import {comparedFigures, STATE_WORDS, WATCHER_STATE_WORDS} from '../columns/filter.js';
import {shownNodes, watcherColumns} from '../store/selectors.js';
import type {Token} from './arguments.js';
import {type CompletionContext, NOTHING, type Offer, type Offers, type Place} from './complete-offers.js';

/** Behind a comma, a `!`, or the `+` and `-` of `cluster`: sets by name, nodes, and with `on` filters and the marked nodes. */
export function nodeOffers({word, isOn}: Place, context: CompletionContext): Offers {
  // A quoted set is left as it is: what is behind its last comma is not where it seems to be.
  if (word.raw !== undefined) return NOTHING;
  const comma = word.text.lastIndexOf(',') + 1;
  const [sign = ''] = /^[!+-]/.exec(word.text.slice(comma)) ?? [];
  const skip = comma + (sign === '!' || (sign !== '' && comma === 0 && !isOn) ? 1 : 0);
  const nodes = shownNodes(context.state).map(({spec, link}) => ({name: spec.id, text: spec.id, meaning: link}));
  const sets = clusterOffers(context, '@');
  if (!isOn) return {skip, offers: [...sets, ...nodes]};
  const {marked} = context;
  const marks = marked === null ? [] : [offer('marked', `the marked nodes: ${marked.length}`)];
  const conditions = comma === 0 ? conditionOffers(word.text.slice(skip), context) : [];
  return {skip, offers: [...marks, ...sets, ...nodes, ...conditions]};
}

/** What a filter may consist of; a name or a part of one is text that nothing completes. */
export function filterOffers(word: Token, context: CompletionContext): Offers {
  if (word.raw !== undefined) return NOTHING;
  const skip = word.text.startsWith('!') ? 1 : 0;
  return {skip, offers: conditionOffers(word.text.slice(skip), context)};
}

/** Sets that have a name, behind `@` or bare. */
export function clusterOffers({clusters}: CompletionContext, sign: '@' | ''): readonly Offer[] {
  return clusters().all.map(({name, place}) => offer(`${sign}${name}`, `the cluster of that name, in ${place}`));
}

function conditionOffers(typed: string, {state}: CompletionContext): readonly Offer[] {
  const colon = typed.indexOf(':');
  if (colon === -1) {
    const watchers = watcherColumns(state).filter(name => /^[\w.-]+$/.test(name));
    return [
      {...offer('is:', 'nodes with a state, their own or of a watcher'), isPart: true},
      ...watchers.map(name => ({...offer(`${name}:`, 'nodes where this watcher has a state'), isPart: true as const})),
      ...comparedFigures().map(name => ({...offer(name, `compared, as in ${name}>1`), isPart: true as const})),
    ];
  }
  const before = typed.slice(0, colon + 1);
  const words = before === 'is:' ? STATE_WORDS : WATCHER_STATE_WORDS;
  return words.map(word => offer(`${before}${word}`, ''));
}

function offer(name: string, meaning: string): Offer {
  return {name, text: name, meaning};
}
