import type {JobId} from './job.js';

/** The jobs of `3-9`, or of `3`; null: it is neither. */
export function readJobRange(text: string): {readonly from: JobId; readonly to: JobId} | null {
  const [, from, to = from] = /^(\d+)(?:-(\d+))?$/.exec(text) ?? [];
  return from === undefined || Number(to) < Number(from) ? null : {from: Number(from), to: Number(to)};
}
