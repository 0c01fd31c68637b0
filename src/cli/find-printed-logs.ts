import type {LogRequest} from '../command/log-request.js';
import {beyondReach} from '../command/outcomes.js';
import {isFailure, type NodeReader} from '../log/node-reader.js';
import type {Target} from '../model/job.js';
import {parseTimePattern} from '../model/log-time.js';
import type {NodeId} from '../model/node.js';
import {clockOffset} from '../store/reduce-link.js';
import type {PrintedLog} from './log-printer.js';
import type {Session} from './session.js';

/** What is known before anything is printed: the logs there are, and what cannot be had. */
interface FoundLogs {
  readonly logs: readonly PrintedLog[];
  readonly notes: readonly {
    readonly of: Target & {readonly source?: string};
    readonly type: 'failed' | 'note';
    readonly reason: string;
  }[];
}

/** Asks the nodes which logs the targets have. */
export async function findPrintedLogs(
  {store}: Session,
  targets: readonly Target[],
  {selection}: LogRequest,
  readerOf: (node: NodeId) => NodeReader,
): Promise<FoundLogs> {
  const byNode = Map.groupBy(targets, ({node}) => node);
  const answers = new Map(
    await Promise.all(
      [...byNode].map(async ([node, own]) => {
        const named = own.flatMap(target =>
          beyondReach(target, store.state()) === null ? [target.watcher ?? ''] : [],
        );
        return [node, named.length === 0 ? null : await readerOf(node).sources(named)] as const;
      }),
    ),
  );
  const parts = targets.map((target): FoundLogs => {
    const {node, watcher} = target;
    const failed = (reason: string): FoundLogs => ({logs: [], notes: [{of: target, type: 'failed', reason}]});
    const beyond = beyondReach(target, store.state());
    if (beyond !== null) return failed(beyond.reason ?? '');
    const answer = answers.get(node);
    if (answer == null) return failed('it has not answered');
    if (isFailure(answer)) return failed(answer.reason);
    const own = answer.sources.filter(source => source.watcher === watcher);
    const meant = own.filter(({source}) => selection.sources?.includes(source) !== false);
    if (meant.length === 0)
      return failed(
        missingText(
          own.map(({source}) => source),
          selection.sources,
        ),
      );
    const isSpared = meant.some(({problem}) => problem === null);
    // A stream that goes to no file is no log: of many nodes each would say so, of what nobody had asked for.
    const unread = selection.sources === null && isSpared ? meant.filter(({isNowhere}) => isNowhere !== true) : meant;
    const row = store.state().nodes.get(node);
    const offset = row === undefined ? 0 : (clockOffset(row)?.offset ?? 0);
    return {
      logs: meant
        .filter(({problem}) => problem === null)
        .map(source => ({
          ...source,
          node,
          dating: {
            pattern: source.time === null ? null : parseTimePattern(source.time),
            utcOffset: answer.utcOffset,
            clockOffset: offset,
          },
        })),
      notes: unread.flatMap(({source, problem, isNowhere = false}) =>
        problem === null
          ? []
          : [
              {
                of: {...target, source},
                type: isNowhere && isSpared ? ('note' as const) : ('failed' as const),
                reason: problem,
              },
            ],
      ),
    };
  });
  return {logs: parts.flatMap(({logs}) => logs), notes: parts.flatMap(({notes}) => notes)};
}

function missingText(has: readonly string[], wanted: readonly string[] | null): string {
  if (has.length === 0) return 'it has no log';
  return `it has no log ${wanted?.join(', ')}: there ${has.length === 1 ? 'is' : 'are'} ${has.join(', ')}`;
}
