import type {Plan, Result} from '../command/command.js';
import {typedAgain} from '../command/options.js';
import type {NodeId} from '../model/node.js';
import {currentJob} from '../store/selectors.js';
import type {Bar} from './bar.js';
import type {Frame} from './frame.js';
import type {GridView} from './grid-cursor.js';
import {KEYS} from './keys.js';
import type {Lines} from './layout.js';
import {eventLine, jobLine, keyLine, spread} from './lines.js';
import {barLine, describeTargets, filterLine, previewLine, searchLine} from './preview.js';
import {type Dialog, markedNodes, modeOf, type Notice} from './screen-state.js';
import type {Span, Theme} from './theme.js';

/** What the lines at the bottom are made with. */
export interface BottomOptions {
  readonly lines: Lines;
  readonly width: number;
  readonly theme: Theme;
  readonly planText: (text: string, marked: readonly NodeId[]) => Result<Plan>;
}

/** The lines below the picture: last event, job, and the bar (or a question, or a notice) with what stands under it. */
export function bottomLines(frame: Frame, view: GridView, options: BottomOptions): readonly string[] {
  const {state, screen, now} = frame;
  const {lines, width, theme} = options;
  const job = currentJob(state.jobs);
  const isGrid = screen.screen === 'grid';
  const jobText = job === null ? ' '.repeat(width) : jobLine(job, now, width, theme, '  J: all jobs');
  return [
    ...(lines.hasEvent && isGrid ? [eventLine(state.events.at(-1), width, theme)] : []),
    ...(lines.hasJob && isGrid ? [jobText] : []),
    ...promptLines(frame, view, options),
  ];
}

/** The last lines: two where there is room, else the one that matters. */
function promptLines(
  {screen}: Frame,
  view: GridView,
  {lines, width, theme, planText}: BottomOptions,
): readonly string[] {
  const keys = keyLine(KEYS[modeOf(screen)], width, theme);
  const pair = ((): readonly [string, string] => {
    if (screen.dialog !== null) return [questionLine(screen.dialog, width, theme), keys];
    if (screen.bar !== null) {
      return [barLine(screen.bar, width, theme), underBar(screen.bar)];
    }
    return [noticeLine(screen.notice, width, theme), keys];
  })();
  return lines.hasKeys ? pair : pair.slice(0, 1);

  function underBar(bar: Bar): string {
    switch (bar.kind) {
      case 'command':
        return previewLine(bar.field, planText(bar.field.text, markedNodes(screen, view)), width, theme);
      case 'filter':
        return filterLine(bar.field, view, width, theme);
      case 'search':
        return searchLine(width, theme);
    }
  }
}

function noticeLine(notice: Notice | null, width: number, theme: Theme): string {
  if (notice === null) return ' '.repeat(width);
  return spread([{text: notice.text, tone: notice.isBad ? 'failing' : 'dim'}], [], width, theme);
}

/** The question, what should be seen before it is answered, and the answers. */
function questionLine(dialog: Dialog, width: number, theme: Theme): string {
  const warnings = dialog.type === 'confirm' ? dialog.plan.warnings.map(warning => `${warning}  `).join('') : '';
  const left: readonly Span[] = [
    {text: `${question(dialog, theme)}? `, tone: 'changing', isBold: true},
    {text: warnings, tone: 'changing'},
  ];
  return spread(left, answers(dialog), width, theme);
}

function question(dialog: Dialog, theme: Theme): string {
  switch (dialog.type) {
    case 'confirm': {
      const {command, args} = dialog.plan;
      const named = typedAgain(command, [], null, args.options);
      return `${named} ${describeTargets(dialog.plan, theme)}${hiddenText(dialog.hidden)}`;
    }
    case 'quit':
      return 'Jobs are running; nobody will see what comes of them. Quit';
  }
}

function hiddenText(hidden: number): string {
  return hidden === 0 ? '' : ` (${hidden} hidden by the filter)`;
}

/** Cancel first; the highlighted one is in brackets, too, for a screen without colours. Or the count, as far as it was typed. */
function answers(dialog: Dialog): readonly Span[] {
  if (dialog.type === 'confirm' && dialog.count !== null) {
    const wanted = String(dialog.plan.targets.length);
    return [{text: `type ${wanted}, then enter: `}, {text: `[${dialog.count.padEnd(wanted.length)}]`, isBold: true}];
  }
  const answer = (text: string, isChosen: boolean): Span => ({
    text: isChosen ? `[${text}]` : ` ${text} `,
    isBold: isChosen,
  });
  return [answer('Cancel', !dialog.isYes), {text: ' '}, answer(dialog.type === 'quit' ? 'Quit' : 'Yes', dialog.isYes)];
}
