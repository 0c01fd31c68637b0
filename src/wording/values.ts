import {formatNodeSet} from '../model/node-set.js';
import type {ReadValue, ReadValues} from '../model/reading.js';
import type {Answered, AnswerLine, AnswerWording} from './answer-kinds.js';

/** What nodes tell, compared: equal answers are one block, and of those that differ only what is different is named; where no two are equal, what all tell the same of stands once. */
export const VALUES: AnswerWording<ReadValues> = {
  lines: answers => {
    const byWatcher = Map.groupBy(answers, ({target}) => target.watcher);
    return [...byWatcher].flatMap(([watcher, of]) => compared(watcher, of));
  },
  isPrinted: () => true,
  hasWork: () => false,
};

/** The same for equal values, in whatever order they are told: circus does not keep to one. */
function keyOf(value: ReadValue | undefined): string {
  return JSON.stringify(value, (_, each: unknown) =>
    typeof each === 'object' && each !== null && !Array.isArray(each)
      ? Object.fromEntries(Object.entries(each).sort(([one], [other]) => (one < other ? -1 : 1)))
      : each,
  );
}

interface Same {
  readonly nodes: string[];
  readonly data: ReadValues;
}

/** The answers about one watcher, or about nodes; what most of them tell comes first, of as many what came first. */
function compared(watcher: string | null, answers: readonly Answered<ReadValues>[]): readonly AnswerLine[] {
  const bySame = new Map<string, Same>();
  for (const {target, data} of answers) {
    const key = keyOf(data);
    const same = bySame.get(key);
    if (same === undefined) bySame.set(key, {nodes: [target.node], data});
    else same.nodes.push(target.node);
  }
  const blocks = [...bySame.values()].sort((one, other) => other.nodes.length - one.nodes.length);
  const [most, ...others] = blocks;
  if (most === undefined) return [];
  // Where no two tell the same, none is what the others differ from.
  const isCompared = most.nodes.length > 1;
  const alike = isCompared || others.length === 0 ? {} : inAll(most, others);
  if (Object.keys(alike).length > 0) {
    const names = new Set(blocks.flatMap(({data}) => Object.keys(data)).filter(name => !Object.hasOwn(alike, name)));
    const nodes = blocks.flatMap(block => block.nodes);
    return [
      title(watcher, {nodes, data: alike}, ' (all)', true),
      ...valueLines(alike),
      ...blocks.flatMap(block => [title(watcher, block, ' differs', true), ...told(block.data, [...names])]),
    ];
  }
  return [
    title(watcher, most, others.length === 0 ? '' : ' (most)', isCompared),
    ...valueLines(most.data),
    ...others.flatMap(other =>
      isCompared
        ? [title(watcher, other, ' differs', true), ...differences(other.data, most.data)]
        : [title(watcher, other, '', false), ...valueLines(other.data)],
    ),
  ];
}

/** What all tell the same of. */
function inAll({data}: Same, others: readonly Same[]): ReadValues {
  const isAlike = ([name, value]: [string, ReadValue]) =>
    others.every(other => keyOf(other.data[name]) === keyOf(value));
  return Object.fromEntries(Object.entries(data).filter(isAlike));
}

function title(watcher: string | null, {nodes}: Same, note: string, isCompared: boolean): AnswerLine {
  const text = `${formatNodeSet(nodes)}${watcher === null ? '' : ` ${watcher}`}${isCompared ? note : ''}:`;
  return {text, role: 'title', tone: 'normal'};
}

function valueLines(values: ReadValues): readonly AnswerLine[] {
  const width = widthOfNames(Object.keys(values));
  return Object.entries(values).map(([name, value]) => line(name, width, textOf(value), 'normal'));
}

/** What one tells otherwise than most, and what of theirs it lacks. */
function differences(values: ReadValues, most: ReadValues): readonly AnswerLine[] {
  const names = [...new Set([...Object.keys(most), ...Object.keys(values)])].filter(
    name => keyOf(values[name]) !== keyOf(most[name]),
  );
  return told(values, names, name => (most[name] === undefined ? '  (only here)' : ''));
}

/** What one tells under these names, each marked as otherwise than elsewhere. */
function told(values: ReadValues, names: readonly string[], note = (_name: string) => ''): readonly AnswerLine[] {
  const width = widthOfNames(names);
  return names.map(name => {
    const {[name]: value} = values;
    return line(name, width, value === undefined ? '(is missing)' : `${textOf(value)}${note(name)}`, 'changing');
  });
}

const WIDEST_NAME = 24;

function widthOfNames(names: readonly string[]): number {
  return Math.min(WIDEST_NAME, Math.max(0, ...names.map(name => name.length)));
}

function line(name: string, width: number, value: string, tone: AnswerLine['tone']): AnswerLine {
  return {text: `  ${tone === 'normal' ? ' ' : '!'} ${name.padEnd(width)}  ${value}`, role: 'body', tone};
}

function textOf(value: ReadValue): string {
  if (typeof value === 'string') return value === '' ? '(empty)' : value;
  if (Array.isArray(value)) return value.length === 0 ? '(none)' : value.map(textOf).join(', ');
  if (typeof value !== 'object' || value === null) return String(value);
  const entries = Object.entries(value);
  if (entries.length === 0) return '(none)';
  return entries.map(([name, each]) => `${name}=${textOf(each)}`).join(' ');
}
