import {isJobRunning} from '../store/selectors.js';
import type {Store} from '../store/store.js';
import type {Terminal} from '../terminal/terminal.js';

const SENTENCE = 'circusman was killed, or broke down in a library, and could not say so itself';

/** Keeps the sentence that is printed if the program is killed up to date with what runs. @returns a function that stops it */
export function keepTestament(store: Store, terminal: Terminal): () => void {
  let current = '';
  const update = () => {
    const running = store.state().jobs.filter(isJobRunning);
    const commands = running.map(job => `  ${job.text}\n`).join('');
    const rest = running.length === 0 ? '.\n' : '; what came of this is not known, circusman status tells:\n';
    const text = `${SENTENCE}${rest}${commands}`;
    if (text === current) return;
    current = text;
    terminal.bequeath(text);
  };
  update();
  return store.subscribe(update);
}
