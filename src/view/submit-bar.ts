import {parseEventFilter} from '../columns/event-filter.js';
import {parseFilter} from '../columns/filter.js';
import type {Plan} from '../command/plan.js';
import type {ActPorts} from './key-binding.js';
import {submitLogBar} from './log-actions.js';
import {markedNodes} from './screen-state.js';

/** Does what is typed in the bar, and closes it; what is wrong stays, as the line under it says already what is. */
export function submitBar(on: ActPorts, proposeAll: (plans: readonly Plan[]) => void): void {
  const {ports, screen, view, change} = on;
  const {bar} = screen();
  const text = bar?.field.text.trim() ?? '';
  if (bar?.kind === 'filter' && !parseFilter(text).ok) return;
  if (bar?.kind === 'events' && !parseEventFilter(text).ok) return;
  if (bar?.kind === 'command' && bar.isCut) return;
  if (bar !== null && !submitLogBar(bar, on)) return;
  if (bar?.kind !== 'command' || text === '') {
    change({type: 'close-bar'});
    return;
  }
  const marked = markedNodes(screen(), view());
  const plans = ports.planLine(text, marked);
  if (!plans.ok) return;
  // As in shells: what begins with a blank is remembered nowhere. It may have a secret in it.
  if (bar.field.text.startsWith(' ')) change({type: 'close-bar'});
  else {
    const kept = isOfMarks() ? lineOf(plans.value) : text;
    change({type: 'submitted', text: kept});
    ports.keep(kept);
  }
  proposeAll(plans.value);
  /** Later other nodes are marked, or none: then it would mean those. */
  function isOfMarks(): boolean {
    if (marked.length === 0 || !plans.ok) return false;
    const unmarked = ports.planLine(text, []);
    return !unmarked.ok || lineOf(unmarked.value) !== lineOf(plans.value);
  }
}

function lineOf(plans: readonly Plan[]): string {
  return plans.map(plan => plan.text).join('; ');
}
