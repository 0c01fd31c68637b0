import {askedBefore, type Plan} from '../command/plan.js';
import {nodesOf, typedOn} from '../command/targets.js';
import {formatNodeSet} from '../model/node-set.js';
import {widthOf} from '../text/width.js';
import {wrapped, wrapText} from '../text/wrap-text.js';
import type {Wholly} from './confirm.js';
import {describeTargets} from './preview.js';
import type {Dialog} from './screen-state.js';
import {spread} from './spread.js';
import type {Span, Theme} from './theme.js';

/** How much room there is for a question. */
interface QuestionRoom {
  readonly width: number;
  readonly theme: Theme;
  /** Lines that there may be. */
  readonly most: number;
}

/** A question: the command as typed, which gives way where there is little room, and what is always whole. */
interface Question {
  readonly command: string;
  /** What it comes to, with the question mark. */
  readonly counts: string;
}

/** The question, what should be seen before it is answered, and the answers: at the end of its line, or under it. */
export function questionLines(dialog: Dialog, {width, theme, most}: QuestionRoom): readonly string[] {
  const warnings = dialog.type === 'confirm' ? dialog.plan.warnings.map(warning => `${warning}  `).join('') : '';
  const right = answers(dialog);
  const answersWidth = widthOf(right.map(span => span.text).join(''));
  const isOneLine = (asked: Question) =>
    widthOf(theme.printable(`${asked.command}${asked.counts} ${warnings}`)) + answersWidth <= width;
  const [full, ...shorter] = questions(dialog, theme);
  const question = [full, ...shorter].find(isOneLine) ?? shorter.at(-1) ?? full;
  const lines = most - 1;
  if (lines === 0 || isOneLine(question)) {
    const asked = shortened(question, theme, text => widthOf(text) + 1 + answersWidth <= width);
    const left: readonly Span[] = [
      {text: `${asked} `, tone: 'changing', isBold: true},
      {text: warnings, tone: 'changing'},
    ];
    return [spread(left, right, width, theme)];
  }
  const asked = shortened(question, theme, text => wrapText(text, width).length <= lines);
  const text = theme.printable(`${asked} ${warnings}`).trimEnd();
  return [
    ...wrapped(text, width, lines, theme).map(line =>
      spread([{text: line, tone: 'changing', isBold: true}], [], width, theme),
    ),
    spread([], right, width, theme),
  ];
}

/** The question as one text that fits, if need be with less of its command. */
function shortened({command, counts}: Question, theme: Theme, fits: (text: string) => boolean): string {
  const whole = theme.printable(command + counts);
  if (fits(whole)) return whole;
  const end = theme.printable(counts);
  let low = 0;
  let high = widthOf(theme.printable(command)) - 1;
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if (fits(theme.fit(command, middle) + end)) low = middle;
    else high = middle - 1;
  }
  return theme.fit(command, Math.max(0, low)) + end;
}

/** The same question, the fullest first: nodes that were chosen are named where there is room, one node always. */
function questions(dialog: Dialog, theme: Theme): readonly [Question, ...Question[]] {
  switch (dialog.type) {
    case 'confirm': {
      const {plan, wholly, hidden} = dialog;
      const asked = askedBefore(plan);
      if (asked !== null) return [{command: '', counts: `${asked}?`}];
      const what = `${describeTargets(plan, theme)}${whollyText(wholly, plan)}${hiddenText(hidden)}?`;
      const on = (set: string | null): Question => {
        const command = typedOn(plan.command, plan.args, set);
        return {command, counts: `${command === plan.command.name ? '' : ':'} ${what}`};
      };
      const nodes = nodesOf(plan.targets);
      if (nodes.length === 1) return [on(formatNodeSet(nodes))];
      const isChosen = nodes.length > 0 && (plan.args.on !== null || plan.args.cells !== null);
      return isChosen ? [on(formatNodeSet(nodes)), on(null)] : [on(null)];
    }
    case 'lines':
      return [{command: '', counts: `Run these ${dialog.count} lines, one after the other: ${dialog.text}?`}];
    case 'quit':
      return [{command: '', counts: 'Jobs are running; nobody will see what comes of them. Quit?'}];
  }
}

/** That nothing of them would run on; a whole cluster's watchers need not be named again. */
function whollyText(wholly: readonly Wholly[], {targets}: Plan): string {
  if (wholly.length === 0) return '';
  const names = wholly.map(each => each.watcher);
  if (new Set(targets.map(({watcher}) => watcher)).size === names.length) return ' (all that run)';
  return names.length > 2 ? ` (all that run of ${names.length} watchers)` : ` (all running ${names.join(', ')})`;
}

function hiddenText(hidden: number): string {
  return hidden === 0 ? '' : ` (${hidden} hidden by the filter)`;
}

const YES: Readonly<Record<Dialog['type'], string>> = {confirm: 'Yes', lines: 'Run', quit: 'Quit'};

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
  return [answer('Cancel', !dialog.isYes), {text: ' '}, answer(YES[dialog.type], dialog.isYes)];
}
