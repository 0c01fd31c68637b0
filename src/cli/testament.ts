import {isJobRunning} from '../store/selectors.js';
import type {Store} from '../store/store.js';
import type {Terminal} from '../terminal/terminal.js';

const SENTENCE = 'circusman was killed, or broke down in a library, and could not say so itself.';
/** Like the sentence a line of its own: a shell that is left alone with it breaks no lines between words. */
const WHERE = 'circusman jobs tells what came of this, circusman status how it is now:';

/** Keeps the sentence that is printed if the program is killed up to date with what runs. @returns a function that stops it */
export function keepTestament(store: Store, terminal: Terminal): () => void {
  let current = '';
  const update = () => {
    const running = store.state().jobs.filter(isJobRunning);
    const commands = running.map(job => `  ${job.text}\n`).join('');
    const text = `${SENTENCE}\n${running.length === 0 ? '' : `${WHERE}\n`}${commands}`;
    if (text === current) return;
    current = text;
    terminal.bequeath(text);
  };
  update();
  return store.subscribe(update);
}
