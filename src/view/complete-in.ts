import type {Completion} from '../command/complete.js';
import {completeBar} from './bar-list.js';
import type {ActPorts} from './key-binding.js';
import {markedNodes} from './screen-state.js';
import type {TextField} from './text-field.js';

/** A filter is what stands behind this command. */
const FILTER = 'filter ';

/** Completes what is typed in the bar, where that is a command or a filter of the grid; other texts are nobody's words. */
export function completeIn({ports, screen, view, change}: ActPorts, by: 1 | -1): void {
  const {bar} = screen();
  if (bar === null) return;
  const before = bar.kind === 'filter' ? FILTER : '';
  if (bar.kind !== 'command' && before === '') return;
  const marked = markedNodes(screen(), view());
  const complete = ({text, cursor}: TextField): Completion => {
    const {from, to, candidates} = ports.complete(before + text, before.length + cursor, marked);
    return {from: from - before.length, to: to - before.length, candidates};
  };
  change({type: 'see-bar', bar: completeBar(bar, by, complete)});
}
