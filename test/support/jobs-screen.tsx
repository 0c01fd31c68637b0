import type {Job} from '../../src/model/job.js';
import {createHistory} from '../../src/store/history.js';
import {EMPTY_STATE} from '../../src/store/state.js';
import {BodyParts} from '../../src/view/body.js';
import {DEFAULT_KEYMAP} from '../../src/view/default-keymap.js';
import {JOBS} from '../../src/view/jobs-screen.js';
import {layoutRows} from '../../src/view/row-layout.js';
import {sceneOf} from '../../src/view/scene.js';
import {FIRST_SCREEN} from '../../src/view/screen-state.js';
import {createTheme, type Theme} from '../../src/view/theme.js';
import {at} from './cluster-state.js';

/** The jobs screen with one job, scrolled down by `scrolled` lines. */
export function jobsScreen(
  shown: Job,
  options: {readonly width: number; readonly height: number; readonly scrolled?: number; readonly theme?: Theme},
) {
  const {width, height, scrolled = 0, theme = createTheme({isAscii: false, hasColor: false})} = options;
  const scene = sceneOf({...EMPTY_STATE, jobs: [shown]}, {...FIRST_SCREEN, scrolled}, at(3), createHistory());
  const room = {width, height, rows: layoutRows(height), theme, keymap: DEFAULT_KEYMAP};
  return <BodyParts parts={JOBS.draw(scene, room).parts} />;
}
