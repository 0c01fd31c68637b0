import os from 'node:os';
import process from 'node:process';

/** The machine that the figures are measured on, in one line. */
export function machine(): string {
  const [cpu] = os.cpus();
  const memory = Math.round(os.totalmem() / 2 ** 30);
  return `${os.cpus().length} × ${cpu?.model ?? 'unknown CPU'}, ${memory} GiB, ${os.type()} ${os.release()}, Node ${process.versions.node}`;
}
