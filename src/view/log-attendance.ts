import type {LogPort} from '../model/log-window.js';
import type {LogPlace} from './log-view.js';
import type {ScreenState} from './screen-state.js';

/** What the log screen found as it was drawn. */
export interface DrawnLog {
  /** The place that was drawn, and as it came out. */
  readonly of: LogPlace;
  readonly place: LogPlace;
  readonly lacks: 'older' | 'newer' | null;
  /** Whether what comes is seen. */
  readonly isFollowing: boolean;
}

/**
 * Keeps what is fetched to what is looked at: nothing new while the operator looks at older lines, has paused, or is on another
 * screen; nothing at all once esc has left the logs.
 */
interface LogAttendance {
  /** The logs were opened anew: they follow their end. */
  readonly opened: () => void;
  /** The screen was changed by a key. */
  readonly changed: (before: ScreenState, after: ScreenState) => void;
  /** The screen was drawn, with what the log screen found; undefined: another one is shown. */
  readonly drawn: (screen: ScreenState, log: DrawnLog | undefined) => void;
}

export function createLogAttendance(port: LogPort): LogAttendance {
  let isHeld = false;

  function hold(next: boolean): void {
    if (next !== isHeld) port.hold(next);
    isHeld = next;
  }

  return {
    opened: () => {
      isHeld = false;
    },
    changed: (before, after) => {
      if (!isOpen(before)) return;
      if (!isOpen(after)) port.close();
      else if (after.screen !== LOG || after.log.isPaused) hold(true);
      // What is drawn then says whether it is let go on.
    },
    drawn: ({screen, log: {isPaused, place}}, log) => {
      if (screen !== LOG || log === undefined) return;
      if (log.lacks !== null) port[log.lacks]();
      // A place that is still to be found says nothing yet.
      if (place.type === 'end' || place.type === 'top') hold(isPaused || !log.isFollowing);
    },
  };
}

const LOG = 'log';

function isOpen({screen, trail}: ScreenState): boolean {
  return screen === LOG || trail.some(place => place.screen === LOG);
}
