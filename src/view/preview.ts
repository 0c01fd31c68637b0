import type {Plan, Result} from '../command/command.js';
import {nodesOf} from '../command/targets.js';
import {parseFilter} from '../model/filter.js';
import type {Bar, BarKind} from './bar.js';
import {fitText} from './fit-text.js';
import type {GridView} from './grid-cursor.js';
import {spread} from './lines.js';
import type {TextField} from './text-field.js';
import type {Theme} from './theme.js';

/** What stands before the text, by what is typed. */
const PROMPTS: Readonly<Record<BarKind, string>> = {command: ':', filter: '/', search: '/'};
/** Every prompt is one column wide. */
const PROMPT_WIDTH = 1;

/** The command bar: what is typed, with the cursor in reverse video; of a long line the part around the cursor. */
export function barLine({kind, field}: Bar, width: number, theme: Theme): string {
  const first = firstShown(field, width);
  const shown = field.text.slice(first);
  const at = field.cursor - first;
  const before = PROMPTS[kind] + shown.slice(0, at);
  const [under = ' '] = [...shown.slice(at)];
  const after = fitText(
    shown.slice(at + under.length),
    Math.max(0, width - before.length - 1),
    theme.glyph('ellipsis'),
  );
  return (
    theme.paint([{text: before, isBold: true}]) + theme.paint([{text: under}], true) + theme.paint([{text: after}])
  );
}

function firstShown(field: TextField, width: number): number {
  return Math.max(0, field.cursor - width + PROMPT_WIDTH + 1);
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
  const warnings = plan.value.warnings.map(warning => `  ${theme.plain(warning)}`).join('');
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
  const place = Math.min(PROMPT_WIDTH + at - firstShown(field, width), width - 1);
  const text = theme.plain(`^ ${message}`);
  const indent = place + text.length <= width ? Math.max(0, place) : 0;
  return spread([{text: `${' '.repeat(indent)}${text}`, tone: 'failing'}], [], width, theme);
}

/** "8 nodes × titan = 8 targets": what a plan acts on. */
export function describeTargets(plan: Plan, theme: Theme): string {
  if (plan.targets.length === 0) return plan.command.summary;
  const nodes = count(nodesOf(plan.targets).length, 'node');
  const watchers = [...new Set(plan.targets.flatMap(({watcher}) => (watcher === null ? [] : [watcher])))];
  if (watchers.length === 0) return nodes;
  const named = watchers.length <= 3 ? watchers.join(', ') : count(watchers.length, 'watcher');
  return `${nodes} ${theme.glyph('times')} ${named} = ${count(plan.targets.length, 'target')}`;
}

function count(number: number, what: string): string {
  return `${number} ${what}${number === 1 ? '' : 's'}`;
}
