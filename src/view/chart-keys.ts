import {
  copyTable,
  followNow,
  goToOldest,
  moveInChart,
  stepFigure,
  toggleApart,
  toggleBlocks,
  zoomChart,
} from './chart-actions.js';
import {type ActPorts, EVERYWHERE, type KeyAction, type KeyBinding, onScreen, PAUSE} from './key-binding.js';
import type {ScreenKeys} from './screen-keys.js';

const act = (does: (on: ActPorts) => void): KeyAction => ({type: 'act', act: does});
const move = (by: {values?: number; strides?: number}): KeyAction => act(on => moveInChart(by, on));
/** Sixtieths of the window in a page. */
const PAGE = 15;

const KEYS: readonly KeyBinding[] = [
  {
    name: 'left',
    keys: ['left', 'h'],
    action: move({strides: -1}),
    help: 'The cursor to the left, by a sixtieth of what is shown; the picture stands still then',
    label: 'cursor',
  },
  {
    name: 'right',
    keys: ['right', 'l'],
    action: move({strides: 1}),
    help: 'To the right; past the newest it follows now',
  },
  {name: 'value-left', keys: [','], action: move({values: -1}), help: 'One value to the left'},
  {name: 'value-right', keys: ['.'], action: move({values: 1}), help: 'One value to the right'},
  {name: 'page-left', keys: ['pageup', 'ctrl-u'], action: move({strides: -PAGE}), help: 'A quarter of it to the left'},
  {name: 'page-right', keys: ['pagedown', 'ctrl-d'], action: move({strides: PAGE}), help: 'A quarter to the right'},
  {name: 'first', keys: ['g', 'home'], action: act(goToOldest), help: 'The oldest value that is shown'},
  {name: 'follow', keys: ['G', 'end'], action: act(followNow), help: 'Follow now', label: 'now'},
  {
    name: 'longer',
    keys: ['-', 'down', 'j'],
    action: act(on => zoomChart(1, on)),
    help: 'Show more time, up to 2 h',
    label: 'more time',
  },
  {
    name: 'shorter',
    keys: ['+', '=', 'up', 'k'],
    action: act(on => zoomChart(-1, on)),
    help: 'Show less time, down to 1 min',
  },
  {
    name: 'next-figure',
    keys: ['f', 'tab'],
    action: act(on => stepFigure(1, on)),
    help: 'The next figure: cpu, memory, read, written, and of nodes busy, wait, load, used, received and sent',
    label: 'figure',
  },
  {name: 'previous-figure', keys: ['F'], action: act(on => stepFigure(-1, on)), help: 'The figure before'},
  {
    name: 'apart',
    keys: ['t'],
    action: act(toggleApart),
    help: 'All lines in one plot, or a small plot for each, all on one scale',
    label: 'apart',
  },
  {
    name: 'blocks',
    keys: ['b'],
    action: act(toggleBlocks),
    help: 'Draw with blocks, for fonts without braille, or with braille',
  },
  {
    name: 'copy',
    keys: ['y'],
    action: act(copyTable),
    help: "Copy the table as text into the terminal's clipboard, also through ssh",
    label: 'copy',
  },
  {
    name: 'note',
    keys: ['n'],
    action: onScreen({type: 'open-bar', bar: 'command', text: 'note '}),
    help: 'Write a note down: it is listed among the events, and a tick below the lines',
    label: 'note',
  },
  PAUSE,
];

/** The keys of the chart screen. */
export const CHART_KEYS: ScreenKeys = {
  name: 'chart',
  title: 'On the chart screen',
  keys: KEYS,
  lastKeys: [
    {name: 'back', keys: ['esc', 'ctrl-c'], action: {type: 'close'}, help: 'Back to the screen before', label: 'back'},
    ...EVERYWHERE,
  ],
  opener: null,
  hasJobLine: false,
};
