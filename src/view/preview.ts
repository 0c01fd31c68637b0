import type {Plan, Result} from '../command/command.js';
import {nodesOf} from '../command/targets.js';
import {parseFilter} from '../model/filter.js';
import {formatNodeSet} from '../model/node-set.js';
import type {Bar, BarKind} from './bar.js';
import {widthOf} from './fit-text.js';
import type {GridView} from './grid-cursor.js';
import {spread} from './lines.js';
import type {TextField} from './text-field.js';
import type {Theme} from './theme.js';

/** What stands before the text, by what is typed. */
const PROMPTS: Readonly<Record<BarKind, string>> = {command: ':', filter: '/', search: '/'};
/** Every prompt is one column wide. */
const PROMPT_WIDTH = 1;
const WIDEST_CHARACTER = 2;

/** The command bar: what is typed, with the cursor in reverse video; of a long line the part around the cursor. */
export function barLine({kind, field}: Bar, width: number, theme: Theme): string {
  const first = firstShown(field, width, theme);
  const before = PROMPTS[kind] + theme.plain(field.text.slice(first, field.cursor));
  const [under = ' '] = [...field.text.slice(field.cursor)];
  const shownUnder = theme.plain(under);
  const room = Math.max(0, width - widthOf(before) - widthOf(shownUnder));
  const after = theme.fit(field.text.slice(field.cursor + under.length), room);
  return (
    theme.paint([{text: before, isBold: true}]) + theme.paint([{text: shownUnder}], true) + theme.paint([{text: after}])
  );
}

/** Where in the text the part begins that is shown: as far left as the cursor allows. */
function firstShown({text, cursor}: TextField, width: number, theme: Theme): number {
  const room = width - PROMPT_WIDTH - WIDEST_CHARACTER;
  let first = 0;
  for (const char of text) {
    if (first >= cursor || widthOf(theme.plain(text.slice(first, cursor))) <= room) break;
    first += char.length;
  }
  return first;
}

/** The line under the bar: what Enter would do, or what is wrong, pointed at from below. */
export function previewLine(field: TextField, plan: Result<Plan>, width: number, theme: Theme): string {
  if (field.text.trim() === '') {
    return spread(
      [{text: ' a command, such as start, stop or cluster; help lists them, esc closes', tone: 'dim'}],
      [],
      width,
      theme,
    );
  }
  if (!plan.ok) return problemLine(field, plan.problem, width, theme);
  const warnings = plan.value.warnings.map(warning => `  ${warning}`).join('');
  return spread(
    [{text: ` ${theme.glyph('arrow')} ${describeTargets(plan.value, theme)}`}, {text: warnings, tone: 'changing'}],
    [],
    width,
    theme,
  );
}

/** The line under a filter: how many nodes it leaves, or what is wrong with it. */
export function filterLine(field: TextField, view: GridView, width: number, theme: Theme): string {
  const parsed = parseFilter(field.text);
  if (!parsed.ok) return problemLine(field, parsed.problem, width, theme);
  const text = ` ${theme.glyph('arrow')} ${view.nodes.length} of ${count(view.all.length, 'node')}`;
  const hint = '   part of a name, is:flapping, is:stale, cpu>80, mem>1G, rtt>10; ! before one turns it round';
  return spread([{text}, {text: hint, tone: 'dim'}], [], width, theme);
}

/** The line under a search of the help. */
export function searchLine(width: number, theme: Theme): string {
  return spread(
    [{text: ' words to look for in keys and commands; enter keeps, esc shows all', tone: 'dim'}],
    [],
    width,
    theme,
  );
}

/** What is wrong, pointed at from below. */
function problemLine(
  field: TextField,
  {message, at}: {readonly message: string; readonly at: number},
  width: number,
  theme: Theme,
): string {
  const before = field.text.slice(firstShown(field, width, theme), at);
  const place = Math.min(PROMPT_WIDTH + widthOf(theme.plain(before)), width - 1);
  const text = `^ ${message}`;
  const indent = place + widthOf(text) <= width ? place : 0;
  return spread([{text: `${' '.repeat(indent)}${text}`, tone: 'failing'}], [], width, theme);
}

/** "8 nodes × titan = 8 targets": what a plan acts on. */
export function describeTargets(plan: Plan, theme: Theme): string {
  if (plan.cluster !== undefined) return describeCluster(plan.cluster);
  if (plan.targets.length === 0) return plan.command.summary;
  const nodes = count(nodesOf(plan.targets).length, 'node');
  const watchers = [...new Set(plan.targets.flatMap(({watcher}) => (watcher === null ? [] : [watcher])))];
  if (watchers.length === 0) return nodes;
  const named = watchers.length <= 3 ? watchers.join(', ') : count(watchers.length, 'watcher');
  return `${nodes} ${theme.glyph('times')} ${named} = ${count(plan.targets.length, 'target')}`;
}

/** "9 nodes: +1 -4": what the cluster would be; where nothing changes, which nodes are in it. */
function describeCluster({before, after}: NonNullable<Plan['cluster']>): string {
  const had = new Set(before.map(node => node.id));
  const has = new Set(after.map(node => node.id));
  const come = after.filter(node => !had.has(node.id)).length;
  const gone = before.filter(node => !has.has(node.id)).length;
  if (come === 0 && gone === 0) return `${count(after.length, 'node')}: ${formatNodeSet(after)}`;
  return `${count(after.length, 'node')} then:${come === 0 ? '' : ` +${come}`}${gone === 0 ? '' : ` -${gone}`}`;
}

function count(number: number, what: string): string {
  return `${number} ${what}${number === 1 ? '' : 's'}`;
}
