import type {JobId} from '../model/job.js';
import type {Io} from './io.js';
import {progressLine, showLine} from './progress.js';
import type {Session} from './session.js';

/** A progress line of several things at once, and what prints beside it. */
interface RunProgress {
  /** Takes the line away while it prints. */
  readonly io: Io;
  /** Shows a job, behind `label`. @returns how to end that */
  readonly showJob: (id: JobId, label: string) => () => void;
  /** Shows a text. @returns how to end that */
  readonly showText: (text: string) => () => void;
}

/** On the terminal's stderr: what runs now, the oldest first; nothing where that is no terminal. */
export function createRunProgress({store, clock}: Pick<Session, 'store' | 'clock'>, io: Io): RunProgress {
  const shown = new Set<(width: number) => string | null>();
  let hide: (() => void) | null = null;

  function show(textOf: (width: number) => string | null): () => void {
    shown.add(textOf);
    hide ??= showLine(lineOf, io);
    return () => {
      shown.delete(textOf);
      if (shown.size === 0) takeAway();
    };
  }

  function lineOf(width: number): string | null {
    const [first, ...more] = shown;
    const behind = more.length === 0 ? '' : `  (and ${more.length} more)`;
    const text = first?.(width - behind.length) ?? null;
    return text === null ? null : text + behind;
  }

  function takeAway(): void {
    hide?.();
    hide = null;
  }

  function beside(print: (text: string) => void): (text: string) => void {
    return text => {
      takeAway();
      print(text);
      if (shown.size > 0) hide = showLine(lineOf, io);
    };
  }

  return {
    io: {...io, out: beside(io.out), err: beside(io.err)},
    showText: text => show(() => text),
    showJob: (id, label) =>
      show(width => {
        const job = store.state().jobs.find(each => each.id === id);
        return job === undefined ? null : label + progressLine(job, width - label.length, clock());
      }),
  };
}
