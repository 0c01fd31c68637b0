import {formatNodeSet} from '../model/node-set.js';
import {remember} from '../store/remember.js';
import type {NodeRow} from '../store/state.js';
import {wrapText} from '../text/wrap-text.js';
import {typedCommand} from './key-hints.js';
import {type Keymap, keyOf} from './keymap.js';
import {spread} from './spread.js';
import type {Theme} from './theme.js';

/** What stands in the place of the grid when no node has ever answered; null: one has, or is still being tried. */
export function noAnswerLines(
  nodes: readonly NodeRow[],
  height: number,
  {width, theme, keymap}: {readonly width: number; readonly theme: Theme; readonly keymap: Keymap},
): readonly string[] | null {
  const texts =
    nodes.length === 0
      ? [...empty(keymap), ...lookForThem(keymap)]
      : nodes.every(isOut)
        ? [...unreachable(nodes), whatNow(keymap), ...lookForThem(keymap)]
        : null;
  if (texts === null) return null;
  const wrapped = texts.flatMap(text => wrapText(text, Math.max(1, width - 2 * INDENT)));
  // Where there are too few lines for all words, the first words of each text are worth more.
  const shown = wrapped.length <= height ? wrapped : texts;
  const above = Math.max(0, Math.floor((height - shown.length) / 2));
  const blank = ' '.repeat(width);
  const lines = shown.map(text => {
    const indent = Math.max(0, Math.min(INDENT, width - text.length));
    return spread([{text: ' '.repeat(indent) + text}], [], width, theme);
  });
  return [...Array.from({length: above}, () => blank), ...lines].slice(0, height);
}

const INDENT = 4;

function empty(keymap: Keymap): readonly string[] {
  const [any, example] = ['SET', '192.168.0.1-8'].map(set => typedCommand(keymap, 'grid', `cluster ${set}`));
  const text = 'The cluster is empty.';
  return any == null ? [text] : [text, '', `Type  ${any}  to say which nodes are in it, such as  ${example}`];
}

function isOut(row: NodeRow): boolean {
  return row.link === 'offline' && row.lastSeen === null;
}

const unreachable = remember((nodes: readonly NodeRow[]): readonly string[] => {
  const reasons = new Map<string, string[]>();
  for (const {spec, error} of nodes) {
    const reason = error ?? 'no answer';
    const ids = reasons.get(reason);
    if (ids === undefined) reasons.set(reason, [spec.id]);
    else ids.push(spec.id);
  }
  return [
    nodes.length === 1 ? 'The node does not answer.' : `None of the ${nodes.length} nodes answers.`,
    '',
    ...[...reasons].map(([reason, ids]) => `${formatNodeSet(ids)}: ${reason}`),
    '',
    'Usual causes: circusd does not run there; its endpoint is bound to 127.0.0.1; it listens on another port (--port); a firewall is between.',
    '',
  ];
});

/** How nodes are found; none: no key leads there. */
function lookForThem(keymap: Keymap): readonly string[] {
  const detect = keyOf(keymap, 'grid', 'detect');
  const typed = typedCommand(keymap, 'grid', 'detect SET');
  const ways = [
    ...(detect === null ? [] : [`${detect}  to look for nodes in this machine's networks`]),
    ...(typed === null ? [] : [`${typed}  elsewhere`]),
  ];
  return ways.length === 0 ? [] : [`Type  ${ways.join(',  ')}.`];
}

/** The keys that matter then, as far as there are such keys. */
function whatNow(keymap: Keymap): string {
  const typed = typedCommand(keymap, 'grid', 'cluster SET');
  const [help, quit] = ['help', 'quit'].map(name => keyOf(keymap, 'grid', name));
  const what = [
    ...(typed === null ? [] : [`${typed}  for other nodes`]),
    ...(help == null ? [] : [`${help} for help`]),
    ...(quit == null ? [] : [`${quit} to quit`]),
  ].join(', ');
  return `circusman goes on trying.${what === '' ? '' : ` Type  ${what}.`}`;
}
