import type {ActPorts} from './key-binding.js';
import {barHint} from './key-hints.js';
import {promptOf} from './prompt-keys.js';
import {markedNodes} from './screen-state.js';

/**
 * Types pasted text where text is typed. Lines of commands become one line of the bar, and are asked about.
 *
 * @param isWhole whether the terminal says where it begins and ends: else its line breaks are blanks
 */
export function pasteInto(on: ActPorts, text: string, isWhole: boolean): void {
  const {ports, screen, say} = on;
  const prompt = promptOf(screen());
  const isCommand = prompt === 'bar' && screen().bar?.kind === 'command';
  const lines = isCommand && isWhole ? linesOf(text) : null;
  if (lines !== null) pasteLines(on, lines);
  else if (prompt === 'bar' || prompt === 'history') insert(on, text);
  else say(`pasted text is only taken where text is typed${barHint(ports.keymap)}`, false);
}

/** The commands of a text that has several lines, without empty lines and comments (`#`); null: it is one line. */
function linesOf(text: string): readonly string[] | null {
  const lines = text.split(/\r\n|\r|\n/).filter(line => line.trim() !== '');
  return lines.length < 2 ? null : lines.filter(line => !line.trimStart().startsWith('#'));
}

/** Puts lines into the bar as one, and asks whether to run them, unless something is wrong with it: that is seen there. */
function pasteLines(on: ActPorts, lines: readonly string[]): void {
  const {ports, screen, view, change} = on;
  // Where one of them is not to be remembered, the line that they make is not.
  const first = lines.some(line => /^\s/.test(line)) ? ' ' : '';
  insert(on, first + lines.map(line => line.trim()).join('; '));
  const {bar} = screen();
  if (bar === null || bar.isCut || lines.length < 2) return;
  const {text} = bar.field;
  if (!ports.planLine(text, markedNodes(screen(), view())).ok) return;
  change({type: 'ask', dialog: {type: 'lines', count: lines.length, text: text.trim(), isYes: false}});
}

function insert({change}: ActPorts, text: string): void {
  change({type: 'edit', edit: {type: 'insert', text}});
}
