import {currentJob} from '../store/selectors.js';
import {wrapped} from '../text/wrap-text.js';
import {fileRunText} from '../wording/file-run.js';
import type {Bar} from './bar.js';
import {chosenMatch} from './bar-list.js';
import {shownEvents} from './events-view.js';
import type {FrameOptions} from './frame.js';
import type {GridView} from './grid-cursor.js';
import {toldJobLine} from './job-line.js';
import type {KeyBinding} from './key-binding.js';
import {keyLine} from './key-line.js';
import {bindingsIn, type Keymap, keyOf} from './keymap.js';
import {logBarLines} from './log-bar.js';
import {barLine, cutLines, eventFilterLines, filterLines, previewLines, searchLine} from './preview.js';
import {promptOf} from './prompt-keys.js';
import {questionLines} from './question.js';
import type {RowLayout} from './row-layout.js';
import type {Scene} from './scene.js';
import {screenOf} from './screen.js';
import {markedNodes, type Notice} from './screen-state.js';
import {spread} from './spread.js';

/** The lines below the picture: the job, and what is typed, asked or said, with the keys under it where there is room. */
export function bottomLines(
  scene: Scene,
  prompt: readonly string[],
  {
    rows,
    width,
    theme,
    screens,
    keymap,
  }: {readonly rows: RowLayout} & Pick<FrameOptions, 'width' | 'theme' | 'screens' | 'keymap'>,
): readonly string[] {
  const {state, screen, now} = scene;
  const job = currentJob(state.jobs);
  const shown = screenOf(screens, screen.screen);
  const open = promptOf(screen);
  const blank = ' '.repeat(width);
  const missing = Math.max(0, rows.prompt - prompt.length);
  return [
    ...(rows.hasJob && shown.hasJobLine
      ? [job === null ? blank : toldJobLine(job, now, width, theme, allJobs(keymap, shown.name))]
      : []),
    ...prompt.slice(0, rows.prompt),
    ...Array.from({length: missing}, () => blank),
    ...(rows.hasKeys ? [keyLine(offered(bindingsIn(keymap, open ?? shown.name), scene), width, theme)] : []),
  ];
}

function offered(bindings: readonly KeyBinding[], scene: Scene): readonly KeyBinding[] {
  return bindings.filter(({isOffered}) => isOffered?.(scene) ?? true);
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
