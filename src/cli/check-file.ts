import {checkScript} from '../bringup/check.js';
import {dryContext} from '../bringup/dry-run.js';
import {problemText, type Script} from '../bringup/script.js';
import type {ParseContext} from '../command/parse.js';
import {authorise, type Consent} from './consent.js';
import {forScreenAlone} from './for-screen.js';
import {EXIT} from './io.js';
import type {Refusal} from './refusal.js';

/** A bring-up file, and what its run may do. */
export interface CheckedRun {
  readonly script: Script;
  /** Nothing is to be changed, so nothing needs consent. */
  readonly isDryRun: boolean;
  readonly consent: Consent;
}

/** Finds what is wrong with a file's commands before any node is asked. @returns null: nothing is, as far as its words show */
export function refusalOnWords(context: ParseContext, run: CheckedRun): Refusal | null {
  const {isDryRun, consent} = run;
  // How many targets there are is not known yet: what was consented to is compared with that later.
  const needsConsent = !isDryRun && consent.kind === 'none';
  return check(context, run, needsConsent ? consent : null, false);
}

/** The same once the nodes have said what they have: a name that nobody has is wrong, too. */
export function refusalOnNodes(context: ParseContext, run: CheckedRun): Refusal | null {
  return check(context, run, run.isDryRun ? null : run.consent, true);
}

function check(
  context: ParseContext,
  {script: {file, steps}, isDryRun}: CheckedRun,
  consent: Consent | null,
  areNodesKnown: boolean,
): Refusal | null {
  const [first, ...others] = checkScript(steps, isDryRun ? dryContext(context) : context, {
    areNodesKnown,
    refusal: (plan, {state}) =>
      forScreenAlone(plan.command, 'a file') ?? (consent === null ? null : authorise(plan, state, consent)),
  });
  if (first === undefined) return null;
  const text = (problem: typeof first) => problemText(file, problem);
  return {reason: text(first), others: others.map(text), exitCode: EXIT.usage, command: null};
}
