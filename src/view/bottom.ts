import {typedAgain} from '../command/options.js';
import {askedBefore, type Plan} from '../command/plan.js';
import {currentJob} from '../store/selectors.js';
import {widthOf} from '../text/width.js';
import {wrapped} from '../text/wrap-text.js';
import {fileRunText} from '../wording/file-run.js';
import type {Bar} from './bar.js';
import {chosenMatch} from './bar-list.js';
import type {Wholly} from './confirm.js';
import {shownEvents} from './events-view.js';
import type {FrameOptions} from './frame.js';
import type {GridView} from './grid-cursor.js';
import {jobLine} from './job-line.js';
import {keyLine} from './key-line.js';
import {bindingsIn, type Keymap, keyOf} from './keymap.js';
import {logBarLines} from './log-bar.js';
import {
  barLine,
  cutLines,
  describeTargets,
  eventFilterLines,
  filterLines,
  previewLines,
  searchLine,
} from './preview.js';
import {promptOf} from './prompt-keys.js';
import type {RowLayout} from './row-layout.js';
import type {Scene} from './scene.js';
import {screenOf} from './screen.js';
import {type Dialog, markedNodes, type Notice} from './screen-state.js';
import {spread} from './spread.js';
import type {Span, Theme} from './theme.js';

/** The lines below the picture: the job, and what is typed, asked or said, with the keys under it where there is room. */
export function bottomLines(
  {state, screen, now}: Scene,
  prompt: readonly string[],
  {
    rows,
    width,
    theme,
    screens,
    keymap,
  }: {readonly rows: RowLayout} & Pick<FrameOptions, 'width' | 'theme' | 'screens' | 'keymap'>,
): readonly string[] {
  const job = currentJob(state.jobs);
  const shown = screenOf(screens, screen.screen);
  const open = promptOf(screen);
  const blank = ' '.repeat(width);
  const missing = Math.max(0, rows.prompt - prompt.length);
  return [
    ...(rows.hasJob && shown.hasJobLine
      ? [job === null ? blank : jobLine(job, now, width, theme, allJobs(keymap, shown.name))]
      : []),
    ...prompt.slice(0, rows.prompt),
    ...Array.from({length: missing}, () => blank),
    ...(rows.hasKeys ? [keyLine(bindingsIn(keymap, open ?? shown.name), width, theme)] : []),
  ];
}

function allJobs(keymap: Keymap, screen: string): string {
  const key = keyOf(keymap, screen, 'jobs');
  return key === null ? '' : `  ${key}: all jobs`;
}

/** What the lines of what is typed, asked or said are made with. */
interface PromptOptions extends Pick<FrameOptions, 'width' | 'theme' | 'screens' | 'keymap' | 'planLine'> {
  /** Lines that there may be. */
  readonly most: number;
}

/** What is typed, with what it comes to under it; or what is asked; or what is said. None: nothing is. */
export function promptLines(scene: Scene, view: GridView, options: PromptOptions): readonly string[] {
  const {screen} = scene;
  const {width, theme, screens, keymap, planLine, most} = options;
  const shown = screenOf(screens, screen.screen);
  if (screen.dialog !== null) return questionLines(screen.dialog, options);
  if (screen.bar !== null) return [barLine(screen.bar, width, theme), ...underBar(screen.bar)].slice(0, most);
  const {fileRun} = scene.state;
  const underWay = fileRun === null ? null : hintOf(fileRunText(fileRun));
  return noticeLines(screen.notice ?? underWay ?? hintOf(shown.hint(scene, view, theme, keymap)), options);

  function underBar(bar: Bar): readonly string[] {
    if (bar.isCut) return cutLines(bar, {width, theme, most: most - 1});
    switch (bar.kind) {
      case 'command': {
        const match = chosenMatch(bar);
        const field = match === null ? bar.field : {text: match, cursor: 0};
        if (match === null && bar.list?.type === 'history') return [];
        return previewLines(field, planLine(field.text, markedNodes(screen, view)), {width, theme, most: most - 1});
      }
      case 'filter':
        return filterLines(bar.field, view, {width, theme, most: most - 1});
      case 'events': {
        const counts = {shown: shownEvents(scene.state, screen.events).length, of: scene.state.events.length};
        return eventFilterLines(bar.field, counts, {width, theme, most: most - 1});
      }
      case 'search':
        return [searchLine(shown.searchedIn ?? '', width, theme)];
      case 'log-search':
      case 'log-filter':
      case 'log-time':
        return logBarLines(bar, scene, {width, theme, most: most - 1});
    }
  }
}

function hintOf(hint: string | null): Notice | null {
  return hint === null ? null : {text: hint, isBad: false};
}

function noticeLines(notice: Notice | null, {width, theme, most}: PromptOptions): readonly string[] {
  if (notice === null) return [];
  return wrapped(theme.printable(notice.text), width, most, theme).map(text =>
    spread([{text, tone: notice.isBad ? 'failing' : 'dim'}], [], width, theme),
  );
}

/** The question, what should be seen before it is answered, and the answers: at the end of its line, or under it. */
function questionLines(dialog: Dialog, {width, theme, most}: PromptOptions): readonly string[] {
  const warnings = dialog.type === 'confirm' ? dialog.plan.warnings.map(warning => `${warning}  `).join('') : '';
  const left: readonly Span[] = [
    {text: `${question(dialog, theme)}? `, tone: 'changing', isBold: true},
    {text: warnings, tone: 'changing'},
  ];
  const right = answers(dialog);
  const text = theme.printable(left.map(span => span.text).join(''));
  const answersText = right.map(span => span.text).join('');
  if (most === 1 || widthOf(text) + widthOf(answersText) <= width) return [spread(left, right, width, theme)];
  const asked = wrapped(text.trimEnd(), width, most - 1, theme).map(line =>
    spread([{text: line, tone: 'changing', isBold: true}], [], width, theme),
  );
  return [...asked, spread([], right, width, theme)];
}

function question(dialog: Dialog, theme: Theme): string {
  switch (dialog.type) {
    case 'confirm': {
      const asked = askedBefore(dialog.plan);
      if (asked !== null) return asked;
      const {command, args} = dialog.plan;
      const named = typedAgain(command, [], null, args.options);
      const what = `${named} ${describeTargets(dialog.plan, theme)}`;
      return `${what}${whollyText(dialog.wholly, dialog.plan)}${hiddenText(dialog.hidden)}`;
    }
    case 'lines':
      return `Run these ${dialog.count} lines, one after the other: ${dialog.text}`;
    case 'quit':
      return 'Jobs are running; nobody will see what comes of them. Quit';
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
