import {isDryRun} from '../command/dry-run.js';
import {effectOf, wantsCount} from '../command/effect.js';
import type {Plan, Result} from '../command/plan.js';
import type {JobId} from '../model/job.js';
import {hiddenTargets, isMeant, miscounted, mustAsk, whollyHit} from './confirm.js';
import type {ActPorts} from './key-binding.js';
import {isOnMarks} from './screen-state.js';

/** What asking uses of the screen. */
interface AskingPorts extends Omit<ActPorts, 'propose'> {
  /** Whether no key is taken any more: nothing is asked or begun then. */
  readonly isClosed: () => boolean;
  /** Does what stands in the bar. */
  readonly submit: () => void;
  readonly quit: () => void;
}

/** The way from a plan to its job: past the operator, where its effect wants that. There is no other way. */
interface Asking {
  readonly propose: (plan: Result<Plan>) => void;
  /** The plans of one line: all of them are agreed to before the first is begun. */
  readonly proposeAll: (plans: readonly Plan[]) => void;
  /** Answers what is open. Null: with what was chosen or typed there. */
  readonly answer: (isYes: boolean | null) => void;
  /** The screen has changed: what waits until nothing is open may be asked now. */
  readonly onChange: () => void;
}

export function createAsking({
  ports,
  screen,
  view,
  change,
  say,
  isFromStall,
  isClosed,
  submit,
  quit,
}: AskingPorts): Asking {
  /** What is to be asked as soon as nothing is open. */
  const waiting: (() => void)[] = [];

  function isFree(): boolean {
    return screen().bar === null && screen().dialog === null;
  }

  function askNext(): void {
    if (!isClosed() && isFree()) waiting.shift()?.();
  }

  /** Asks nothing while something is typed or answered: its keys would be taken for the answer. */
  function whenFree(ask: () => void): void {
    if (!isFree()) waiting.push(ask);
    else ask();
  }

  function propose(plan: Result<Plan>): void {
    if (plan.ok) proposeAll([], [plan.value]);
    else say(plan.problem.message, true);
  }

  /** Asks first where a command's effect wants it, of each of them before the first is begun; this is the only place. */
  function proposeAll(agreed: readonly Plan[], [plan, ...rest]: readonly Plan[]): void {
    if (plan === undefined) {
      begin(agreed);
      return;
    }
    // It is asked about when its turn comes, and it is known what it is.
    if (plan.notYet !== undefined) {
      proposeAll([...agreed, plan], rest);
      return;
    }
    const effect = effectOf(plan);
    if ((effect === 'interrupt' || effect === 'destroy') && isFromStall(plan.command.name)) return;
    const hidden = hiddenTargets(plan, view());
    const count = wantsCount(plan, ports.state()) ? '' : null;
    const wholly = whollyHit(plan, view());
    if (!mustAsk(plan, hidden, wholly, ports.askAbove)) proposeAll([...agreed, plan], rest);
    else change({type: 'ask', dialog: {type: 'confirm', plan, agreed, rest, hidden, wholly, isYes: false, count}});
  }

  function begin(plans: readonly Plan[]): void {
    const jobs = plans.filter(plan => plan.command.scope !== 'screen');
    // The jobs screen is about what was begun last of these that is seen only there, unless the operator has gone elsewhere since.
    let isFirst = true;
    let seen: JobId | null = null;
    const begun = ports.jobs.beginInTurn(plans, (job, plan) => {
      const isAtJobs = screen().screen === 'jobs';
      const goesOn = seen !== null && isAtJobs && screen().job === seen && isSeenThere(plan);
      if (!isClosed() && (isFirst ? isAtJobs || jobs.some(isSeenThere) : goesOn)) {
        if (!isAtJobs) change({type: 'show', screen: 'jobs'});
        change({type: 'select-job', job});
        seen = job;
      }
      isFirst = false;
    });
    for (const {goesOnWith} of plans) if (goesOnWith !== undefined) ports.jobs.takenUp(goesOnWith);
    void begun.then(({plans: left, isToBeAsked, reason}) => {
      if (isClosed()) return;
      const why = reason === null ? [] : [reason];
      if (isToBeAsked) whenFree(() => proposeAll([], left));
      else if (left.length > 0) say([`not begun: ${left.map(plan => plan.text).join('; ')}`, ...why].join(': '), true);
      else if (reason !== null) say(reason, true);
    });
    if (jobs.length === 0) return;
    change({type: 'began', hasMarked: jobs.some(plan => isOnMarks(plan, screen(), view()))});
    // A key has no preview that would have said them before.
    const warnings = jobs.flatMap(plan => plan.warnings);
    if (warnings.length > 0) say(warnings.join('; '), false);
  }

  function answer(isYes: boolean | null): void {
    const {dialog} = screen();
    if (dialog === null) return;
    change({type: 'close-dialog'});
    const refusal = isYes === null ? miscounted(dialog) : null;
    if (refusal !== null) say(refusal, true);
    if (refusal !== null || !(isYes ?? isMeant(dialog)) || isFromStall('the answer')) return;
    switch (dialog.type) {
      case 'quit':
        quit();
        break;
      case 'lines':
        submit();
        break;
      case 'confirm':
        proposeAll([...dialog.agreed, dialog.plan], dialog.rest);
        break;
    }
  }

  return {
    propose,
    proposeAll: plans => proposeAll([], plans),
    answer,
    onChange: () => {
      // What the key itself asks comes first.
      if (waiting.length > 0) queueMicrotask(askNext);
    },
  };
}

/** What it would do, or what it asks, is seen on the jobs screen, and nowhere else. */
function isSeenThere({args, command}: Plan): boolean {
  return isDryRun(args) || command.scope === 'reading';
}
