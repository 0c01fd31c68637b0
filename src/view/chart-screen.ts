import {cutPainted} from '../text/fit-text.js';
import {CHART_KEYS} from './chart-keys.js';
import {chartLines} from './chart-lines.js';
import {NARROWEST} from './column-layout.js';
import type {Scene} from './scene.js';
import {type Body, type Room, type Screen, UNSCROLLED} from './screen.js';

/** Figures of nodes and watchers over time. */
export const CHART: Screen = {...CHART_KEYS, draw, searchedIn: null, hint: () => null};

function draw(scene: Scene, room: Room): Body {
  const lines = chartLines(scene, {...room, width: Math.max(room.width, NARROWEST)});
  const shown = room.width < NARROWEST ? lines.map(line => cutPainted(line, room.width)) : lines;
  return {parts: [{type: 'lines', lines: shown}], scroll: UNSCROLLED};
}
