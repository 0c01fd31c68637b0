import {formatCount} from '../model/figures.js';
import {orderedRows} from '../store/detected-order.js';
import {cutPainted} from '../text/fit-text.js';
import {NARROWEST} from './column-layout.js';
import {isMarked} from './detect-choice.js';
import {DETECT_KEYS} from './detect-keys.js';
import {detectLines} from './detect-lines.js';
import type {GridView} from './grid-cursor.js';
import {type Keymap, keyOf} from './keymap.js';
import type {Scene} from './scene.js';
import {type Body, type Room, type Screen, UNSCROLLED} from './screen.js';
import {spread} from './spread.js';
import type {Theme} from './theme.js';

/** The nodes that were looked for, as they answer, and which of them to add to the cluster. */
export const DETECT: Screen = {...DETECT_KEYS, draw, searchedIn: null, hint: whatNext};

function draw({state, screen}: Scene, room: Room): Body {
  const {width, height, theme} = room;
  const {detection} = state;
  const lines =
    detection === null
      ? [spread([{text: NOTHING_YET, tone: 'dim'}], [], width, theme)].slice(0, height)
      : detectLines(detection, orderedRows(state), screen.detect, room);
  const shown = width < NARROWEST ? lines.map(line => cutPainted(line, width)) : lines;
  return {parts: [{type: 'lines', lines: shown}], scroll: UNSCROLLED};
}

const NOTHING_YET = '  Nothing was looked for yet.';

/** Below the rows: what would be added, or why nothing would. */
function whatNext({state, screen}: Scene, _view: GridView, _theme: Theme, keymap: Keymap): string | null {
  const rows = orderedRows(state);
  if (rows.length === 0) return null;
  const key = (name: string) => keyOf(keymap, DETECT_KEYS.name, name);
  const marked = rows.filter(row => isMarked(screen.detect, row)).length;
  if (marked > 0) {
    const nodes = `${formatCount(marked)} node${marked === 1 ? '' : 's'}`;
    return key('add') === null ? `${nodes} marked` : `${key('add')} adds ${nodes}`;
  }
  if (rows.every(({known}) => known !== null)) return 'all of them are in the cluster already';
  const [mark, all] = [key('mark'), key('mark-all')];
  const ways = [...(mark === null ? [] : [`${mark} marks a node`]), ...(all === null ? [] : [`${all} all new ones`])];
  return `nothing is marked${ways.length === 0 ? '' : `: ${ways.join(', ')}`}`;
}
