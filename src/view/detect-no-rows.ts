import type {Detection} from '../model/detection.js';
import {wrapText} from '../text/wrap-text.js';
import {nothingFound, USUAL_CAUSES} from '../wording/detection.js';
import {typedCommand} from './key-hints.js';
import {type Keymap, keyOf} from './keymap.js';
import type {Room} from './screen.js';
import {spread} from './spread.js';

const INDENT = '  ';

/** What stands in the place of the rows while there is none: what comes next, and where there is room, why none is there. */
export function noRowLines(
  detection: Detection,
  {width, height, theme, keymap}: Pick<Room, 'width' | 'height' | 'theme' | 'keymap'>,
): readonly string[] {
  const room = Math.max(1, width - 2 * INDENT.length);
  const blocks = (texts: readonly string[]) => texts.map(text => wrapText(theme.printable(text), room));
  const [first, ...others] = detection.state === 'running' ? WAITING : [nothingFound(detection), whatNow(keymap)];
  const causes = detection.state === 'running' || detection.of === '' ? [] : [USUAL_CAUSES];
  const whole = blocks([first ?? '', ...causes, ...others]);
  const pictures = [whole.flatMap(lines => ['', ...lines]), whole.flat(), blocks([first ?? '', ...others]).flat()];
  const lines = pictures.find(picture => picture.length <= height) ?? pictures.at(-1) ?? [];
  return lines.slice(0, height).map(text => spread([{text: INDENT + text}], [], width, theme));
}

const WAITING = [
  'No node has answered yet.',
  'Each address is asked as circusman asks its nodes; who answers as circusd does comes up here at once. esc stops it.',
];

/** "Type  :detect SET --ports 5555,5565  to look elsewhere, …", with the keys that are in force. */
function whatNow(keymap: Keymap): string {
  const again = keyOf(keymap, 'detect', 'again');
  const [set, multicast] = ['SET --ports 5555,5565', '--multicast'].map(words =>
    typedCommand(keymap, 'detect', `detect ${words}`),
  );
  const elsewhere = `Type  ${set}  to look elsewhere, or  ${multicast}  to ask by circus's own multicast; `;
  return `${set == null ? '' : elsewhere}${again === null ? '' : `${again} looks again, `}esc goes back.`;
}
