import {cutPainted} from '../text/fit-text.js';
import {NARROWEST} from './column-layout.js';
import {EVENTS_KEYS} from './events-keys.js';
import {eventsLines} from './events-lines.js';
import type {Scene} from './scene.js';
import {type Body, type Room, type Screen, UNSCROLLED} from './screen.js';

/** Everything that was seen to happen, newest last. */
export const EVENTS: Screen = {...EVENTS_KEYS, draw, searchedIn: null, hint: () => null};

function draw(scene: Scene, room: Room): Body {
  const lines = eventsLines(scene, room);
  const shown = room.width < NARROWEST ? lines.map(line => cutPainted(line, room.width)) : lines;
  return {parts: [{type: 'lines', lines: shown}], scroll: UNSCROLLED};
}
