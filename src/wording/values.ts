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
  const isMajority = most.nodes.length * 2 > answers.length;
  const mixed = isMajority ? null : mixedLines(watcher, blocks);
  if (mixed !== null) return mixed;
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

/**
 * Where no answer is most nodes', but some of its values are: these once, then of each node what it tells otherwise, and last, by name,
 * what has as many values as nodes, such as paths of their own, which would hide the rest. Null: no node tells a usual value otherwise.
 */
function mixedLines(watcher: string | null, blocks: readonly Same[]): readonly AnswerLine[] | null {
  const nodes = blocks.flatMap(block => block.nodes);
  const names = [...new Set(blocks.flatMap(({data}) => Object.keys(data)))];
  const usual = new Map(names.flatMap(name => usualOf(name, blocks, nodes.length)));
  const others = blocks.map(block => ({
    block,
    names: names.filter(name => usual.has(name) && keyOf(block.data[name]) !== keyOf(usual.get(name))),
  }));
  if (others.every(({names: differing}) => differing.length === 0)) return null;
  const varied = names.filter(name => !usual.has(name));
  const common = Object.fromEntries(usual);
  const width = Math.max(...blocks.map(block => formatNodeSet(block.nodes).length));
  return [
    title(watcher, {nodes, data: common}, ' (most)', true),
    ...valueLines(common),
    ...others
      .filter(each => each.names.length > 0)
      .flatMap(({block, names: differing}) => [
        title(watcher, block, ' differs', true),
        ...told(block.data, differing),
      ]),
    ...varied.flatMap(name => [
      title(watcher, {nodes, data: {}}, ` ${name} differs`, true),
      ...blocks.map(({nodes: of, data: {[name]: value}}) =>
        line(formatNodeSet(of), width, value === undefined ? '(is missing)' : textOf(value), 'changing'),
      ),
    ]),
  ];
}

/** The value of a name that more than half of the nodes tell; none: there is none. */
function usualOf(name: string, blocks: readonly Same[], count: number): readonly (readonly [string, ReadValue])[] {
  const counts = new Map<string, {readonly value: ReadValue; nodes: number}>();
  for (const {nodes, data} of blocks) {
    const {[name]: value} = data;
    if (value === undefined) continue;
    const same = counts.get(keyOf(value));
    if (same === undefined) counts.set(keyOf(value), {value, nodes: nodes.length});
    else same.nodes += nodes.length;
  }
  const found = [...counts.values()].find(({nodes}) => nodes * 2 > count);
  return found === undefined ? [] : [[name, found.value]];
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
  return Object.entries(values).flatMap(([name, value]) => linesOf(name, width, value, 'normal'));
}

/** One line, or below the name one for each of several things that are told of, such as processes. */
function linesOf(
  name: string,
  width: number,
  value: ReadValue,
  tone: AnswerLine['tone'],
  note = '',
): readonly AnswerLine[] {
  const inner = isTable(value) ? Object.entries(value) : [];
  if (inner.length === 0) return [line(name, width, `${textOf(value)}${note}`, tone)];
  const innerWidth = widthOfNames(inner.map(([key]) => key));
  return [
    line(name, width, note.trim(), tone),
    ...inner.map(([key, each]) => line(`  ${key}`, innerWidth + 2, textOf(each), tone)),
  ];
}

/** Whether it holds things of which each has named values of its own. */
function isTable(value: ReadValue): value is {readonly [name: string]: ReadValue} {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
  const each = Object.values(value);
  return each.length > 0 && each.every(one => typeof one === 'object' && one !== null && !Array.isArray(one));
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
  return names.flatMap(name => {
    const {[name]: value} = values;
    if (value === undefined) return [line(name, width, '(is missing)', 'changing')];
    return linesOf(name, width, value, 'changing', note(name));
  });
}

const WIDEST_NAME = 24;

function widthOfNames(names: readonly string[]): number {
  return Math.min(WIDEST_NAME, Math.max(0, ...names.map(name => name.length)));
}

function line(name: string, width: number, value: string, tone: AnswerLine['tone']): AnswerLine {
  return {text: `  ${tone === 'normal' ? ' ' : '!'} ${name.padEnd(width)}  ${value}`.trimEnd(), role: 'body', tone};
}

/** circus tells some in fifteen digits. */
function numberText(value: number): string {
  return Number.isInteger(value) ? String(value) : String(Number(value.toFixed(2)));
}

function textOf(value: ReadValue): string {
  if (typeof value === 'string') return value === '' ? '(empty)' : value;
  if (Array.isArray(value)) return value.length === 0 ? '(none)' : value.map(textOf).join(', ');
  if (typeof value === 'number') return numberText(value);
  if (typeof value !== 'object' || value === null) return String(value);
  const entries = Object.entries(value);
  if (entries.length === 0) return '(none)';
  return entries.map(([name, each]) => `${name}=${textOf(each)}`).join(' ');
}
