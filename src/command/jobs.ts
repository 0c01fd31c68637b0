import {readJobRange} from '../model/job-range.js';
import type {Token} from './arguments.js';
import {type Argument, preparing, type ScreenCommand} from './command.js';
import {misused, type PlanContext, type Result} from './plan.js';
import type {ScreenPort} from './ports.js';
import {joinTokens} from './tokens.js';

const RANGE: Argument = {name: 'jobs', kind: 'text', isOptional: false, isMany: false};
const FILE: Argument = {name: 'file', kind: 'file', isOptional: false, isMany: false};

type Act = (screen: ScreenPort) => void;

/** Shows what came of every command, or makes a file of what jobs did. */
export const jobs: ScreenCommand = preparing<Act>({
  name: 'jobs',
  summary: 'Show the jobs and every outcome',
  args: [{name: 'export', kind: 'text', isOptional: true, isMany: true}],
  ways: [{word: 'export', args: [RANGE, FILE], summary: 'Write what jobs did into a new file for run'}],
  takesOn: false,
  scope: 'screen',
  effect: 'none',
  plan: (args, context) => {
    const words = args.operands.get('export') ?? [];
    const act = actOf(words, context);
    if (!act.ok) return act;
    const text = ['jobs', ...(words.length === 0 ? [] : [joinTokens(words)])].join(' ');
    return {ok: true, value: {command: jobs, args, text, targets: [], warnings: [], prepared: act.value}};
  },
  act: (screen, plan) => plan.prepared(screen),
});

function actOf([way, range, file, extra]: readonly Token[], {files}: PlanContext): Result<Act> {
  if (way === undefined) return {ok: true, value: screen => screen.show('jobs')};
  if (way.text !== 'export') return misused(`jobs takes export, or nothing: ${way.text} is neither`, way.at);
  if (extra !== undefined) return misused(`"${extra.text}" is one word too many`, extra.at);
  const numbers = readJobRange(range?.text ?? '');
  if (numbers === null || file === undefined) {
    return misused('export wants the numbers of jobs and a new file: jobs export 3-9 FILE', range?.at ?? way.at);
  }
  if (files === undefined)
    return misused('jobs become a file by a command of its own: circusman jobs export 3-9 FILE', 0);
  return {ok: true, value: () => files.exportJobs(numbers, file.text)};
}
