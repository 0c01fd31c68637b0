import type {Plan, Result} from '../command/command.js';
import type {NodeId} from '../model/node.js';
import {cutPainted} from '../text/fit-text.js';
import {bottomLines, promptLines} from './bottom.js';
import {NARROWEST} from './column-layout.js';
import {gridLines} from './grid.js';
import {headerLine} from './header-line.js';
import {layoutRows, longestPrompt} from './row-layout.js';
import type {Scene} from './scene.js';
import {gridView} from './screen-state.js';
import type {Theme} from './theme.js';

/** What a picture is made with beside its frame. */
export interface FrameOptions {
  /** The terminal's size. */
  readonly width: number;
  readonly height: number;
  readonly theme: Theme;
  readonly isReadOnly: boolean;
  readonly planLine: (text: string, marked: readonly NodeId[]) => Result<readonly Plan[]>;
}

/** The screen as prepared lines, but for the screens that stand in the place of the grid. */
export interface Frame {
  readonly header: readonly string[];
  /** Null: another screen is shown. */
  readonly grid: readonly string[] | null;
  readonly bottom: readonly string[];
}

/** Makes pictures with these options; that of a frame once, as it was then: history and plans behind it go on. */
export function frameMaker(options: FrameOptions): (frame: Scene) => Frame {
  const made = new WeakMap<Scene, Frame>();
  return frame => {
    const picture = made.get(frame) ?? frameOf(frame, options);
    made.set(frame, picture);
    return picture;
  };
}

export function frameOf(frame: Scene, {width, height, theme, isReadOnly, planLine}: FrameOptions): Frame {
  const {state, screen, now} = frame;
  const view = gridView(state, screen, height, now);
  const prompt = promptLines(frame, view, {width, theme, planLine, most: longestPrompt(height)});
  const lines = layoutRows(height, {lines: prompt.length, wantsKeys: screen.bar === null});
  const grid = screen.screen === 'grid' ? gridLines(frame, view, lines, width, theme) : null;
  return {
    header: lines.hasHeader ? [headerLine(frame, {isReadOnly, width, theme})] : [],
    grid: grid !== null && width < NARROWEST ? grid.map(line => cutPainted(line, width)) : grid,
    bottom: bottomLines(frame, prompt, {lines, width, theme}),
  };
}

/** Whether both look the same, as far as can be said without drawing them. */
export function isSameFrame(one: Frame, other: Frame): boolean {
  if (one.grid === null || other.grid === null) return false;
  return isSame(one.header, other.header) && isSame(one.grid, other.grid) && isSame(one.bottom, other.bottom);
}

function isSame(one: readonly string[], other: readonly string[]): boolean {
  return one.length === other.length && one.every((line, index) => line === other[index]);
}
