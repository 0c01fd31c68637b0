import {parseEventFilter} from '../columns/event-filter.js';
import {comparedFigures, parseFilter} from '../columns/filter.js';
import {describePlan, type Plan, type Result} from '../command/plan.js';
import {nodesOf} from '../command/targets.js';
import {formatCount} from '../model/figures.js';
import {cutPainted} from '../text/fit-text.js';
import {widthOf} from '../text/width.js';
import {wrapped, wrapText} from '../text/wrap-text.js';
import type {Bar, BarKind} from './bar.js';
import type {GridView} from './grid-cursor.js';
import {spread} from './spread.js';
import {LONGEST_TEXT, type TextField} from './text-field.js';
import type {Theme} from './theme.js';

/** What stands before the text, by what is typed. */
const PROMPTS: Readonly<Record<BarKind, string>> = {
  command: ':',
  filter: '/',
  events: '/',
  search: '/',
  'log-search': '/',
  'log-filter': '&',
  'log-time': '@',
};
/** Stands there while an earlier command is looked for. */
const SEARCHED = '?';
/** Every prompt is one column wide. */
const PROMPT_WIDTH = 1;
const WIDEST_CHARACTER = 2;
/** Characters that no screen is too narrow for. */
const MEASURED = 2_048;

/** The command bar: what is typed, with the cursor in reverse video; of a long line the part around the cursor. */
export function barLine({kind, field, list}: Bar, width: number, theme: Theme): string {
  const first = firstShown(field, width, theme);
  const before =
    (list?.type === 'history' ? SEARCHED : PROMPTS[kind]) + theme.printable(field.text.slice(first, field.cursor));
  const [under = ' '] = field.text.slice(field.cursor, field.cursor + WIDEST_CHARACTER);
  const shownUnder = theme.printable(under);
  const room = Math.max(0, width - widthOf(before) - widthOf(shownUnder));
  const rest = field.text.slice(field.cursor + under.length);
  // Of a long text no more is looked at than may be seen, with marks that take no column.
  const after = theme.fit(rest.length > MEASURED ? rest.slice(0, MEASURED) : rest, room);
  const line =
    theme.paint([{text: before, isBold: true}]) +
    theme.paint([{text: shownUnder}], true) +
    theme.paint([{text: after}]);
  return cutPainted(line, width);
}

/** Where in the text the part begins that is shown: as far left as the cursor allows. */
function firstShown({text, cursor}: TextField, width: number, theme: Theme): number {
  let room = width - PROMPT_WIDTH - WIDEST_CHARACTER;
  let first = cursor;
  // From the cursor back, so that it takes no longer for a longer text.
  while (first > 0) {
    const isPair = first > 1 && (text.codePointAt(first - 2) ?? 0) > 0xffff;
    const before = first - (isPair ? 2 : 1);
    room -= widthOf(theme.printable(text.slice(before, first)));
    if (room < 0) break;
    first = before;
  }
  return first;
}

/** Under what was cut: that it was, and what to do about it. */
export function cutLines({kind}: Bar, {width, theme, most}: UnderBar): readonly string[] {
  const rest = kind === 'command' ? 'delete some of it before it can be done' : 'delete some of it to go on typing';
  const text = `^ ${WHAT[kind]} has at most ${LONGEST_TEXT.toLocaleString('en')} characters: the rest was left out; ${rest}`;
  return wrapped(text, width, most, theme).map(line => spread([{text: line, tone: 'failing'}], [], width, theme));
}

const WHAT: Readonly<Record<BarKind, string>> = {
  command: 'a command',
  filter: 'a filter',
  events: 'a filter',
  search: 'a search',
  'log-search': 'a search',
  'log-filter': 'a filter',
  'log-time': 'a time',
};

/** How much room there is under the bar. */
interface UnderBar {
  readonly width: number;
  readonly theme: Theme;
  /** Lines that there may be. */
  readonly most: number;
}

/** Under the bar: what Enter would do, or what is wrong, pointed at from below. */
export function previewLines(field: TextField, plans: Result<readonly Plan[]>, under: UnderBar): readonly string[] {
  const {width, theme, most} = under;
  if (field.text.trim() === '') {
    const text = ' a command, such as start, stop or cluster; tab lists them, esc closes';
    return [spread([{text, tone: 'dim'}], [], width, theme)];
  }
  if (!plans.ok) return problemLines(field, plans.problem, under);
  const arrow = ` ${theme.glyph('arrow')} `;
  const targets = targetLines(plans.value, width - widthOf(arrow), under);
  const [first = '', ...rest] = targets;
  const warnings = theme.printable(
    plans.value.flatMap(({warnings}) => warnings.map(warning => `  ${warning}`)).join(''),
  );
  const isBeside = rest.length === 0 && widthOf(arrow + first + warnings) <= width;
  const below = isBeside ? [] : wrapped(warnings.trim(), width - WARNING_INDENT, most - targets.length, theme);
  return [
    spread([{text: arrow + first}, {text: isBeside || most === 1 ? warnings : '', tone: 'changing'}], [], width, theme),
    ...rest.map(line => spread([{text: ' '.repeat(widthOf(arrow)) + line}], [], width, theme)),
    ...below.map(line => spread([{text: ' '.repeat(WARNING_INDENT) + line, tone: 'changing'}], [], width, theme)),
  ];
}

const WARNING_INDENT = 2;

/** What plans act on: on one line, whose middle gives way before its counts do; what has none in as many as it wants. */
function targetLines(plans: readonly Plan[], width: number, {theme, most}: UnderBar): readonly string[] {
  const text = (mostNamed?: number) =>
    theme.printable(plans.map(plan => describeTargets(plan, theme, mostNamed)).join('; then '));
  const hasCounts = plans.some(plan => describePlan(plan) !== null || plan.targets.length > 0);
  if (!hasCounts || plans.length > 1) return wrapped(text(), width, most, theme);
  if (widthOf(text()) <= width) return [text()];
  return [theme.fit(text(0), width, {cutAt: 'middle'})];
}

/** Under a filter: how many nodes it leaves, or what is wrong with it; where there is room, all figures that it can compare. */
export function filterLines(field: TextField, view: GridView, under: UnderBar): readonly string[] {
  const {width, theme, most} = under;
  const parsed = parseFilter(field.text);
  if (!parsed.ok) return problemLines(field, parsed.problem, under);
  const text = ` ${theme.glyph('arrow')} ${view.nodes.length} of ${count(view.all.length, 'node')}`;
  const hint = '   name, is:flapping, neo4j:stopped, cpu>80, uptime<1m, !not';
  const figures = ` figures ${comparedFigures().join(' ')}`;
  return [
    spread([{text}, {text: hint, tone: 'dim'}], [], width, theme),
    ...(most > 1 ? [spread([{text: figures, tone: 'dim'}], [], width, theme)] : []),
  ];
}

/** Under a filter of events: how many it leaves, or what is wrong with it. */
export function eventFilterLines(
  field: TextField,
  {shown, of}: {readonly shown: number; readonly of: number},
  under: UnderBar,
): readonly string[] {
  const {width, theme} = under;
  const parsed = parseEventFilter(field.text);
  if (!parsed.ok) return problemLines(field, parsed.problem, under);
  const text = ` ${theme.glyph('arrow')} ${formatCount(shown)} of ${formatCount(of)}`;
  const hint = '   part of a name or text, is:bad, is:crashed, neo4j:killed, is:job; ! before one turns it round';
  return [spread([{text}, {text: hint, tone: 'dim'}], [], width, theme)];
}

/** The line under a search. @param searchedIn what the words are looked for in: "keys and commands" */
export function searchLine(searchedIn: string, width: number, theme: Theme): string {
  return spread(
    [{text: ` words to look for in ${searchedIn}; enter keeps, esc shows all`, tone: 'dim'}],
    [],
    width,
    theme,
  );
}

/** What is wrong, pointed at from below: on one line where it has room for that, else under the mark, or, in few rows, without its place. */
function problemLines(
  field: TextField,
  {message, at}: {readonly message: string; readonly at: number},
  {width, theme, most}: UnderBar,
): readonly string[] {
  const first = firstShown(field, width, theme);
  const before = field.text.slice(first, Math.min(at, first + MEASURED));
  const place = Math.min(PROMPT_WIDTH + widthOf(theme.printable(before)), width - 1);
  const mark = ' '.repeat(place);
  const said = theme.printable(message);
  const below = wrapText(said, width);
  const lines =
    place + MARK.length + widthOf(said) <= width
      ? [mark + MARK + said]
      : place > PROMPT_WIDTH && below.length < most
        ? [mark + MARK.trimEnd(), ...below]
        : wrapped(MARK + said, width, most, theme);
  return lines.slice(0, most).map(line => spread([{text: line, tone: 'failing'}], [], width, theme));
}

const MARK = '^ ';

/** Watchers that are named one by one; of more the count is said. */
const NAMED = 3;

/** "8 nodes × titan = 8 targets": what a plan acts on. @param mostNamed how many watchers may be named rather than counted */
export function describeTargets(plan: Plan, theme: Theme, mostNamed = NAMED): string {
  const described = describePlan(plan);
  if (described !== null) return described;
  if (plan.notYet !== undefined) return `${plan.text}, which is planned at its turn: ${plan.notYet.reason}`;
  if (plan.targets.length === 0) return plan.command.summary;
  const nodes = count(nodesOf(plan.targets).length, 'node');
  const watchers = [...new Set(plan.targets.flatMap(({watcher}) => (watcher === null ? [] : [watcher])))];
  const without = leftOutText(plan.leftOut ?? [], mostNamed);
  if (watchers.length === 0) return nodes + without;
  const named = watchers.length <= Math.max(1, mostNamed) ? watchers.join(', ') : count(watchers.length, 'watcher');
  return `${nodes} ${theme.glyph('times')} ${named} = ${count(plan.targets.length, 'target')}${without}`;
}

/** What "all" does not mean is said: it might be missed. */
function leftOutText(watchers: readonly string[], mostNamed: number): string {
  if (watchers.length === 0) return '';
  return `, without ${watchers.length <= Math.max(1, mostNamed) ? watchers.join(', ') : count(watchers.length, 'watcher')}`;
}

function count(number: number, what: string): string {
  return `${number} ${what}${number === 1 ? '' : 's'}`;
}
