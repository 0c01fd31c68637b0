import {stripVTControlCharacters} from 'node:util';
import type {Instant} from '../../src/model/time.js';
import {createHistory, type History} from '../../src/store/history.js';
import type {State} from '../../src/store/state.js';
import {DEFAULT_KEYMAP} from '../../src/view/default-keymap.js';
import {type Frame, type FrameOptions, frameOf} from '../../src/view/frame.js';
import {sceneOf} from '../../src/view/scene.js';
import {FIRST_SCREEN, type ScreenState} from '../../src/view/screen-state.js';
import {SCREENS} from '../../src/view/screens.js';
import {createTheme} from '../../src/view/theme.js';
import {at} from './cluster-state.js';

interface DrawnOptions extends Partial<FrameOptions> {
  readonly state: State;
  readonly screen?: ScreenState;
  readonly now?: Instant;
  readonly history?: History;
}

/** The frame of a state and a screen: 80 × 24 without colours, unless the options say otherwise. */
export function drawnFrame({
  state,
  screen = FIRST_SCREEN,
  now = at(10),
  history = createHistory(),
  ...options
}: DrawnOptions): Frame {
  return frameOf(sceneOf(state, screen, now, history), {
    width: 80,
    height: 24,
    theme: createTheme({isAscii: false, hasColor: false}),
    screens: SCREENS,
    keymap: DEFAULT_KEYMAP,
    planLine: () => ({ok: false, problem: {message: '', at: 0, kind: 'usage'}}),
    ...options,
  });
}

/** The lines between header and bottom without colours; parts that are components are left out. */
export function bodyLines({body}: Frame): readonly string[] {
  return body.parts.flatMap(part => (part.type === 'lines' ? part.lines : [])).map(stripVTControlCharacters);
}

/** All lines, without colours. */
export function allLines(frame: Frame): readonly string[] {
  const [header, bottom] = [frame.header, frame.bottom].map(lines => lines.map(stripVTControlCharacters));
  return [...(header ?? []), ...bodyLines(frame), ...(bottom ?? [])];
}
