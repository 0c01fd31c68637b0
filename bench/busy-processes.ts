import {spawn} from 'node:child_process';
import {once} from 'node:events';
import {PYTHON} from './nodes.js';

/** Each takes about 1 % of a core, sometimes more, sometimes less; at the lowest priority, so that they delay nothing else. */
const BUSY = `
import random, sys, threading, time, os
threading.Thread(target=lambda: (sys.stdin.read(), os._exit(0)), daemon=True).start()
while True:
    for _ in range(random.randrange(4000, 40000)): pass
    time.sleep(0.05)
`;

/** Starts busy processes; they end with this one, too. @returns ends them */
export function startBusyProcesses(count: number): () => Promise<void> {
  const children = Array.from({length: count}, () =>
    spawn('nice', ['-n', '19', PYTHON, '-S', '-c', BUSY], {stdio: ['pipe', 'ignore', 'inherit']}),
  );
  return async () => {
    await Promise.all(
      children.map(async child => {
        const ended = once(child, 'exit');
        child.stdin.end();
        await ended;
      }),
    );
  };
}
