import type {Plan, Result} from '../command/plan.js';
import type {NodeId} from '../model/node.js';
import {barListLines, longestList} from './bar-list-lines.js';
import {bottomLines, promptLines} from './bottom.js';
import {headerLine} from './header-line.js';
import type {Keymap} from './keymap.js';
import {layoutRows, longestPrompt} from './row-layout.js';
import type {Scene} from './scene.js';
import {type Body, type Part, type ScreenTable, screenOf} from './screen.js';
import {gridView} from './screen-state.js';
import type {Theme} from './theme.js';

/** What a frame is made with beside its scene. */
export interface FrameOptions {
  /** The terminal's size. */
  readonly width: number;
  readonly height: number;
  readonly theme: Theme;
  readonly screens: ScreenTable;
  readonly keymap: Keymap;
  readonly planLine: (text: string, marked: readonly NodeId[]) => Result<readonly Plan[]>;
}

/** All that is drawn, from top to bottom. */
export interface Frame {
  readonly header: readonly string[];
  readonly body: Body;
  readonly bottom: readonly string[];
}

/** Makes frames with these options; that of a scene once, as it was then: history and plans behind it go on. */
export function frameMaker(options: FrameOptions): (scene: Scene) => Frame {
  const made = new WeakMap<Scene, Frame>();
  return scene => {
    const frame = made.get(scene) ?? frameOf(scene, options);
    made.set(scene, frame);
    return frame;
  };
}

export function frameOf(scene: Scene, options: FrameOptions): Frame {
  const {width, height, theme, screens, keymap} = options;
  const {state, screen, now} = scene;
  const view = gridView(state, screen, height, now);
  const typed = promptLines(scene, view, {...options, most: longestPrompt(height)});
  const isTyped = screen.bar !== null && screen.dialog === null;
  const list = isTyped ? barListLines(screen.bar, {width, theme, most: longestList(height)}) : [];
  const prompt = [...list, ...typed];
  const rows = layoutRows(height, {lines: prompt.length, wantsKeys: screen.bar === null});
  const header = rows.hasHeader ? [headerLine(scene, {width, theme})] : [];
  const bottom = bottomLines(scene, prompt, {...options, rows});
  const room = {width, height: Math.max(0, height - header.length - bottom.length), rows, theme, keymap};
  return {header, body: screenOf(screens, screen.screen).draw(scene, room), bottom};
}

/** Whether both look the same, as far as can be said without drawing them. */
export function isSameFrame(one: Frame, other: Frame): boolean {
  const [parts, others] = [one.body.parts, other.body.parts];
  return (
    isSame(one.header, other.header) &&
    isSame(one.bottom, other.bottom) &&
    parts.length === others.length &&
    parts.every((part, index) => isSamePart(part, others[index]))
  );
}

function isSamePart(one: Part, other: Part | undefined): boolean {
  return one.type === 'lines' && other?.type === 'lines' && isSame(one.lines, other.lines);
}

function isSame(one: readonly string[], other: readonly string[]): boolean {
  return one.length === other.length && one.every((line, index) => line === other[index]);
}
