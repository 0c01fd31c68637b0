import {sortableColumns, sortableFigures} from '../columns/sort.js';
import {CELL_COLUMNS, NODE_COLUMNS} from '../columns/table.js';
import {NODE_FIGURES, WATCHER_FIGURES} from '../model/figure.js';
import {isFamily, WATCHER_OPTIONS, type WatcherOption, watcherOption} from '../model/option-table.js';
import {SIGNAL_NAMES, signalNumber} from '../model/signals.js';
import {watcherColumns} from '../store/selectors.js';
import type {Token} from './arguments.js';
import type {Argument} from './command.js';
import {clusterOffers, filterOffers, nodeOffers} from './complete-nodes.js';
import {type CompletionContext, NOTHING, type Offer, type Offers, type Place} from './complete-offers.js';
import {watcherOffers} from './complete-watchers.js';
import {quoteWord} from './tokens.js';

/** What a word of this kind may become. */
export function offersOf(
  {kind, choices = []}: Pick<Argument, 'kind' | 'choices' | 'name'>,
  place: Place,
  context: CompletionContext,
): Offers {
  const {word} = place;
  switch (kind) {
    case 'watcher':
      return whole(watcherOffers(place, context));
    case 'signal':
      return whole(SIGNAL_NAMES.map(name => plain(name, `signal ${signalNumber(name)}`)));
    case 'nodes':
      return nodeOffers(place, context);
    case 'filter':
      return filterOffers(word, context);
    case 'column':
      return columnOffers(word);
    case 'sorting':
      return whole(sortingOffers(context));
    case 'figure':
      return whole(NODE_FIGURES.map(name => plain(name, figureMeaning(name))));
    case 'option':
      return whole(WATCHER_OPTIONS.filter(({isRead}) => isRead).map(option => plain(option.name, option.summary)));
    case 'setting':
      return settingOffers(place);
    case 'file':
      return whole(fileOffers(word, context));
    case 'cluster':
      return whole(clusterOffers(context, ''));
    case 'choice':
      return whole(choices.map(choice => plain(choice, '')));
    case 'count':
    case 'text':
      return NOTHING;
  }
}

function whole(offers: readonly Offer[]): Offers {
  return {skip: 0, offers};
}

function plain(name: string, meaning: string): Offer {
  return {name, text: name, meaning};
}

function figureMeaning(name: string): string {
  return WATCHER_FIGURES.some(each => each === name) ? 'of watchers, or of nodes' : 'of nodes';
}

/** Columns behind `+` and `-`, too. */
function columnOffers({text}: Token): Offers {
  const skip = /^[+-]/.test(text) ? 1 : 0;
  const columns = [...NODE_COLUMNS, ...CELL_COLUMNS];
  const names = new Set(columns.map(({name}) => name));
  const offers = [...names].map(name => plain(name, columns.find(column => column.name === name)?.about ?? ''));
  return {skip, offers: skip === 0 ? [...offers, plain('auto', 'the usual columns')] : offers};
}

function sortingOffers({state}: CompletionContext): readonly Offer[] {
  const about = (name: string) => [...NODE_COLUMNS, ...CELL_COLUMNS].find(column => column.name === name)?.about ?? '';
  return [
    ...[...sortableColumns(), ...sortableFigures()].map(name => plain(name, about(name))),
    ...watcherColumns(state).map(name => ({name, text: quoteWord(name), meaning: 'this watcher, on all nodes'})),
  ];
}

/** An option's name, then its value. */
function settingOffers({words, first, word, isPair}: Place): Offers {
  const settable = WATCHER_OPTIONS.filter(({onSet}) => isPair === true || onSet !== 'refused');
  const equals = word.text.indexOf('=');
  if (isPair === true && equals !== -1) {
    return {skip: equals + 1, offers: valueOffers(watcherOption(word.text.slice(0, equals)))};
  }
  const isValue = isPair !== true && (words.length - first) % 2 === 1;
  if (isValue) return whole(valueOffers(watcherOption(words.at(-1)?.text.toLowerCase() ?? '')));
  return whole(
    settable.map(({name, summary, onSet}) => {
      const meaning = isPair === true ? summary : `${summary}${ON_SET[onSet]}`;
      if (isFamily(name)) return {...plain(name, meaning), isPart: true};
      return isPair === true ? {name, text: `${name}=`, meaning, isPart: true} : plain(name, meaning);
    }),
  );
}

const ON_SET: Readonly<Record<WatcherOption['onSet'], string>> = {
  now: '',
  reload: ' (replaces all its processes)',
  ignored: ' (circus takes it and changes nothing)',
  refused: '',
};

function valueOffers(option: WatcherOption | null): readonly Offer[] {
  if (option?.type === 'flag') return [plain('true', ''), plain('false', '')];
  if (option?.type === 'signal') return SIGNAL_NAMES.map(name => plain(name, `signal ${signalNumber(name)}`));
  return [];
}

/** What is in the folder that the word names so far; what is hidden only where its dot was typed. */
function fileOffers({text}: Token, {filesIn}: CompletionContext): readonly Offer[] {
  const folder = text.slice(0, text.lastIndexOf('/') + 1);
  const isHiddenMeant = text.slice(folder.length).startsWith('.');
  return filesIn(folder === '' ? './' : folder)
    .filter(({name}) => name.startsWith('.') === isHiddenMeant)
    .map(({name, isFolder}) => {
      const path = `${folder}${name}`;
      if (!isFolder) return {name: path, text: quoteWord(path), meaning: 'file'};
      const quoted = quoteWord(`${path}/`);
      // The quote stays open for what is in it.
      const open = /^["']/.test(quoted) ? quoted.slice(0, -1) : quoted;
      return {name: `${path}/`, text: open, meaning: 'folder', isPart: true};
    });
}
