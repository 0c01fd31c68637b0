import process from 'node:process';
import {fileURLToPath} from 'node:url';
import {bundleStep} from './bundle-step.mjs';
import {npmStep} from './npm-step.mjs';
import {pythonStep} from './python-step.mjs';
import {SetUpError} from './set-up-error.mjs';
import {withLock} from './set-up-lock.mjs';
import {isUpToDate, markDone, markUndone} from './stamp.mjs';

/**
 * A step of the set-up. `folder` is what it makes; a stamp in it holds the fingerprint of what it was made from.
 * @typedef {{title: string, folder: string, fingerprint: () => string, run: () => Promise<void>}} Step
 */

/** Runs the steps that are not up to date, with a line for each on standard error; resolves to an exit code. */
export async function setUp(packageUrl, {hasPython = true} = {}) {
  const root = fileURLToPath(packageUrl);
  const steps = [npmStep(root), ...(hasPython ? [pythonStep(root)] : []), bundleStep(root)];
  if (steps.every(isUpToDate)) return 0;
  const say = text => process.stderr.write(`circusman: ${text}\n`);
  try {
    await withLock(root, say, async () => {
      for (const step of steps) {
        if (isUpToDate(step)) continue;
        say(`${step.title} …`);
        markUndone(step);
        await step.run();
        markDone(step);
      }
    });
    return 0;
  } catch (error) {
    if (!(error instanceof SetUpError)) throw error;
    say(error.message);
    return 1;
  }
}
