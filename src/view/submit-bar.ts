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
  const plans = ports.planLine(text, markedNodes(screen(), view()));
  if (!plans.ok) return;
  // As in shells: what begins with a blank is remembered nowhere. It may have a secret in it.
  if (bar.field.text.startsWith(' ')) change({type: 'close-bar'});
  else {
    const typed = plans.value.map(plan => plan.text).join('; ');
    change({type: 'submitted', text: typed});
    ports.keep(typed);
  }
  proposeAll(plans.value);
}
