import {isJobRunning} from '../store/selectors.js';
import type {Store} from '../store/store.js';
import type {Terminal} from '../terminal/terminal.js';

const SENTENCE = 'circusman was killed, or broke down in a library, and could not say so itself';

/** Keeps what is said, should the program end without a word, true to what runs. @returns the way to stop it */
export function keepTestament(store: Store, terminal: Terminal): () => void {
  let told = '';
  const update = () => {
    const running = store.state().jobs.filter(isJobRunning);
    const commands = running.map(job => `  ${job.text}\n`).join('');
    const rest = running.length === 0 ? '.\n' : '; what came of this is not known, circusman status tells:\n';
    const text = `${SENTENCE}${rest}${commands}`;
    if (text === told) return;
    told = text;
    terminal.bequeath(text);
  };
  update();
  return store.subscribe(update);
}
