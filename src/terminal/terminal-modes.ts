/** The modes of the terminal, and what is to be sent to it once. */
interface TerminalModes {
  readonly setPaste: (isOn: boolean) => void;
  /** The window's title, without control characters; the one before is shown again when the terminal is left. */
  readonly setTitle: (title: string) => void;
  /** Sends this once; of equal ones that wait, one is enough. */
  readonly once: (sequence: string) => void;
  /** What brings the terminal from the modes that it was sent to the wanted ones; it counts as sent. */
  readonly update: () => string;
  /** What leaves the terminal as it was found. */
  readonly leave: () => string;
  /** Assumes that the terminal has none of the modes that it was sent. */
  readonly forget: () => void;
}

/** Alternate screen on, cursor hidden. */
const TAKE = '\u001B[?1049h\u001B[?25l';
/**
 * The other way round, and out of whatever an unfinished frame has set. The frame is erased first: the Linux console,
 * and GNU screen as it comes, have no alternate screen, and the shell would go on in the middle of the frame.
 */
const LEAVE = '\u001B[?2026l\u001B[m\u001B[?7h\u001B[H\u001B[J\u001B[?25h\u001B[?1049l';
const PUSH_TITLE = '\u001B[22;2t';
const POP_TITLE = '\u001B[23;2t';

export function createTerminalModes(): TerminalModes {
  let wanted: {isPaste: boolean; title: string | null} = {isPaste: false, title: null};
  let sent: {isTaken: boolean; isPaste: boolean; title: string | null} = {isTaken: false, isPaste: false, title: null};
  const waiting = new Set<string>();

  return {
    setPaste: isPaste => {
      wanted = {...wanted, isPaste};
    },
    setTitle: title => {
      wanted = {...wanted, title: withoutControls(title)};
    },
    once: sequence => waiting.add(sequence),
    update: () => {
      let update = sent.isTaken ? '' : TAKE;
      if (wanted.isPaste !== sent.isPaste) update += `\u001B[?2004${wanted.isPaste ? 'h' : 'l'}`;
      if (wanted.title !== null && wanted.title !== sent.title) {
        update += `${sent.title === null ? PUSH_TITLE : ''}\u001B]2;${wanted.title}\u001B\\`;
      }
      sent = {...wanted, isTaken: true};
      for (const sequence of waiting) update += sequence;
      waiting.clear();
      return update;
    },
    leave: () => `\u001B[?2004l${sent.title === null ? '' : POP_TITLE}${LEAVE}`,
    forget: () => {
      sent = {isTaken: false, isPaste: false, title: null};
    },
  };
}

/** A text that may stand within an escape sequence. */
export function withoutControls(text: string): string {
  return text.replace(/\p{Control}/gu, '');
}
