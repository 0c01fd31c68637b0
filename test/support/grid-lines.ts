import {stripVTControlCharacters} from 'node:util';
import {createHistory} from '../../src/store/history.js';
import type {State} from '../../src/store/state.js';
import {frameOf} from '../../src/view/frame.js';
import {sceneOf} from '../../src/view/scene.js';
import {FIRST_SCREEN} from '../../src/view/screen-state.js';
import {createTheme} from '../../src/view/theme.js';
import {at} from './state.js';

/** The lines of the grid as they stand on a screen of so many columns, without colours. */
export function screenLines(state: State, width: number): readonly string[] {
  const frame = sceneOf(state, FIRST_SCREEN, at(5), createHistory());
  const theme = createTheme({isAscii: false, hasColor: false});
  const planLine = () => ({ok: false, problem: {message: '', at: 0, kind: 'usage'}}) as const;
  const {grid} = frameOf(frame, {width, height: 24, theme, isReadOnly: false, planLine});
  return (grid ?? []).map(stripVTControlCharacters);
}
