import type {Detection, DetectionSearch} from '../model/detection.js';
import {mayBeKnown} from '../store/detected.js';
import {orderedRows} from '../store/detected-order.js';
import {detectionJson, detectionProgress, detectionText} from './detect-report.js';
import {EXIT, exitCodeOf, type Io} from './io.js';
import {jsonLine} from './printable.js';
import {showLine} from './progress.js';
import type {Session} from './session.js';

interface DetectOptions {
  readonly search: DetectionSearch;
  readonly isJson: boolean;
}

/** Milliseconds: which circusd a node is, is asked a second after it was connected. */
const IDENTIFIED = 2_000;

/** Looks for nodes and prints those that it found, also where a signal broke it off. @returns the exit code: 0 when there is one */
export async function detect(session: Session, options: DetectOptions, io: Io): Promise<number> {
  const interrupt = new AbortController();
  let ended: number | null = null;
  const unlisten = io.onSignal(signal => {
    ended ??= exitCodeOf(signal);
    interrupt.abort();
  });
  const code = await detectUntil(interrupt.signal, session, options, io);
  unlisten();
  return ended ?? code;
}

/** The same until the signal is aborted. */
export async function detectUntil(
  signal: AbortSignal,
  {detecting, store, until}: Session,
  {search, isJson}: DetectOptions,
  io: Io,
): Promise<number> {
  const now = (): Detection | null => store.state().detection;
  detecting.begin(search);
  const notes = new Set<string>();
  const say = () => {
    for (const note of now()?.notes ?? []) if (!notes.has(note)) io.err(`circusman: ${note}\n`);
    for (const note of now()?.notes ?? []) notes.add(note);
  };
  say();
  signal.addEventListener('abort', detecting.end);
  const hide = showLine(() => {
    const detection = now();
    return detection === null ? null : detectionProgress(detection);
  }, io);
  await detecting.ended();
  await until(state => !mayBeKnown(state), IDENTIFIED, signal);
  signal.removeEventListener('abort', detecting.end);
  hide();
  say();
  const detection = now();
  if (detection === null) return EXIT.notOk;
  const rows = orderedRows(store.state());
  io.out(isJson ? jsonLine(detectionJson(detection, rows)) : detectionText(detection, rows));
  return rows.length > 0 ? EXIT.ok : EXIT.notOk;
}
