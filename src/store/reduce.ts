import type {Fact} from '../model/facts.js';
import {type Draft, draftOf} from './draft.js';
import {reduceCluster} from './reduce-cluster.js';
import {reduceDetection} from './reduce-detection.js';
import {reduceEvent} from './reduce-events.js';
import {reduceJob} from './reduce-jobs.js';
import {reduceLink} from './reduce-link.js';
import {reduceMachine} from './reduce-machine.js';
import {reduceRead} from './reduce-reads.js';
import {reduceRecall} from './reduce-recall.js';
import {forgetSamples, reduceSample} from './reduce-sample.js';
import {reduceStatistics} from './reduce-statistics.js';
import {reduceStream} from './reduce-streams.js';
import type {State} from './state.js';

/**
 * What is known after these facts, in the order in which they happened. Pure: the time is in the facts. Rows that do not
 * change stay the same objects, and so does the state itself.
 */
export function reduce(state: State, facts: readonly Fact[]): State {
  const draft = draftOf(state);
  for (const fact of facts) take(draft, fact);
  return draft.result();
}

function take(draft: Draft, fact: Fact): void {
  switch (fact.type) {
    case 'cluster-changed':
    case 'circusd-identified':
      reduceCluster(draft, fact);
      return;
    case 'machine-remembered':
      reduceMachine(draft, fact);
      return;
    case 'ping-answered':
    case 'ping-overdue':
    case 'node-lost':
    case 'epoch-began':
    case 'endpoints-read':
    case 'events-left-out':
      reduceLink(draft, fact);
      return;
    case 'statuses-read':
    case 'processes-read':
    case 'options-read':
    case 'node-info-read':
    case 'health-read':
    case 'read-failed':
      reduceRead(draft, fact);
      return;
    case 'statistics-received':
      reduceStatistics(draft, fact);
      return;
    case 'sample-received':
      reduceSample(draft, fact);
      return;
    case 'samples-ceased':
      forgetSamples(draft, fact);
      return;
    case 'stream-heard':
    case 'stream-forgotten':
      reduceStream(draft, fact);
      return;
    case 'detection-began':
    case 'detection-found':
    case 'detection-named':
    case 'detection-progressed':
    case 'detection-ended':
      reduceDetection(draft, fact);
      return;
    case 'noted':
      draft.addEvent({at: fact.at, node: null, watcher: null, kind: 'note', text: fact.text});
      return;
    case 'read-only-switched':
      draft.setReadOnly(fact.isOn);
      return;
    case 'file-run-changed':
      draft.setFileRun(fact.run);
      return;
    case 'node-details-read':
      draft.setDetails(fact.details);
      return;
    case 'log-shown':
      draft.setLog(fact.log);
      return;
    case 'job-began':
    case 'job-target-began':
    case 'job-target-waits':
    case 'job-target-fetched':
    case 'job-target-answered':
    case 'job-target-ended':
    case 'job-ended':
    case 'job-recalled':
    case 'job-target-seen':
      reduceJob(draft, fact);
      return;
    case 'watcher-added':
    case 'watcher-removed':
    case 'watcher-started':
    case 'watcher-stopped':
    case 'watcher-updated':
    case 'watcher-reloaded':
    case 'process-spawned':
    case 'process-killed':
    case 'process-reaped':
    case 'hook-succeeded':
    case 'hook-failed':
    case 'stop-answered':
    case 'signal-sent':
      reduceEvent(draft, fact);
      return;
    case 'events-recalled':
    case 'events-caught-up':
      reduceRecall(draft, fact);
      return;
    default:
      // Nothing is returned, so that nothing else would say that a fact was forgotten here.
      fact satisfies never;
  }
}
