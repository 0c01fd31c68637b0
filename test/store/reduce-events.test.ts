import {describe, expect, test} from '@jest/globals';
import type {EventFact, Fact} from '../../src/model/facts.js';
import type {Exit} from '../../src/model/watcher.js';
import {reduce} from '../../src/store/reduce.js';
import type {State} from '../../src/store/state.js';
import {describeWatcher} from '../../src/wording/display-state.js';
import {at, clusterState} from '../support/cluster-state.js';
import {eventTexts} from '../support/event-texts.js';
import {HEALTH} from '../support/sample-node-info.js';

const node = 'a';
const of = {node, watcher: 'x'};
const SIGTERM: Exit = {code: null, signal: 'SIGTERM'};
const SIGKILL: Exit = {code: null, signal: 'SIGKILL'};
const EXIT_3: Exit = {code: 3, signal: null};

/** Events as circusd sends them, one each second; its clock began 100 s before ours. */
function events(first: number, ...actions: readonly (string | [string, number, Exit?])[]): readonly EventFact[] {
  return actions.map((action, index) => {
    const [name, pid = 0, exit = null] = typeof action === 'string' ? [action] : action;
    const common = {...of, at: at(first + index), nodeTime: 100 + first + index};
    switch (name) {
      case 'spawn':
        return {...common, type: 'process-spawned', pid};
      case 'kill':
        return {...common, type: 'process-killed', pid};
      case 'reap':
        return {...common, type: 'process-reaped', pid, exit};
      case 'start':
        return {...common, type: 'watcher-started'};
      case 'stop':
        return {...common, type: 'watcher-stopped'};
      case 'reload':
        return {...common, type: 'watcher-reloaded'};
      default:
        throw new Error(`the test itself is wrong: ${name}`);
    }
  });
}

const list = (seconds: number, ...pids: readonly number[]): Fact => {
  return {...of, type: 'processes-read', at: at(seconds), nodeTime: 100 + seconds, pids};
};
const signal = (seconds: number, number: number, pids: readonly number[] | null): Fact => {
  return {...of, type: 'signal-sent', at: at(seconds), signal: number, pids};
};
const x = (state: State) => {
  const row = state.nodes.get(node)?.watchers.get('x');
  if (row === undefined) throw new Error('there is no watcher x');
  return row;
};
const pids = (state: State) => [...x(state).processes.keys()];
const crashes = (state: State) => x(state).crashes.seen.map(crash => crash.pid);
const word = (state: State, seconds: number) => describeWatcher(x(state), at(seconds)).word;

const running = reduce(clusterState({a: {x: 'running'}, b: {x: 'running'}}), [list(2, 7, 8)]);
const stopped = clusterState({a: {x: 'stopped'}});

describe('what circusd does on its own', () => {
  test('a start: processes, then the watcher runs', () => {
    const [first, ...rest] = events(5, ['spawn', 7], ['spawn', 8], 'start');
    const starting = reduce(stopped, first === undefined ? [] : [first]);
    expect(x(starting)).toMatchObject({state: 'starting', stateSince: at(5)});
    const state = reduce(starting, rest);
    expect(x(state)).toMatchObject({state: 'running', stateSince: at(7), seenAt: at(7)});
    expect(pids(state)).toEqual([7, 8]);
    expect(eventTexts(state)).toEqual(['started']);
  });

  test('a stop: what it asked to end has not crashed', () => {
    const state = reduce(
      running,
      events(5, ['kill', 7], ['kill', 8], ['reap', 7, SIGTERM], ['reap', 8, {code: 143, signal: null}], 'stop'),
    );
    expect(x(state)).toMatchObject({state: 'stopped', lastExit: null});
    expect(crashes(state)).toEqual([]);
    expect(pids(state)).toEqual([]);
    expect(eventTexts(state)).toEqual(['stopped']);
  });

  test('a stubborn stop is no crash either', () => {
    const state = reduce(running, events(5, ['kill', 7], ['kill', 7], ['reap', 7, SIGKILL], 'stop'));
    expect(x(state)).toMatchObject({state: 'stopped', lastExit: null});
    expect(crashes(state)).toEqual([]);
  });

  test('a restart leaves the new processes', () => {
    const state = reduce(running, events(5, ['kill', 7], ['reap', 7], 'stop', ['spawn', 9], 'start'));
    expect(x(state)).toMatchObject({state: 'running'});
    expect(pids(state)).toEqual([9]);
  });

  test('a reload says nothing of the old processes: the next list does', () => {
    const state = reduce(running, events(5, ['spawn', 9], ['kill', 7], ['kill', 8], 'reload'));
    expect(pids(state)).toEqual([7, 8, 9]);
    expect(pids(reduce(state, [list(9, 9)]))).toEqual([9]);
    expect(eventTexts(state)).toEqual(['process 9 spawned', 'reloaded']);
  });
});

describe('a crash', () => {
  test('is an end that nobody asked for', () => {
    const state = reduce(running, events(5, ['reap', 7, SIGKILL], ['spawn', 9]));
    expect(x(state)).toMatchObject({
      state: 'running',
      crashes: {seen: [{at: at(5), nodeTime: 105, pid: 7, exit: SIGKILL, ends: [{pid: 7, exit: SIGKILL}]}]},
      lastExit: SIGKILL,
    });
    expect(pids(state)).toEqual([8, 9]);
    expect(eventTexts(state)).toEqual(['process 7 killed SIGKILL, perhaps out of memory, respawned as 9 !']);
    const apart = reduce(reduce(running, events(5, ['reap', 7, SIGKILL])), events(6, ['spawn', 9]));
    expect(eventTexts(apart)).toEqual(['process 7 killed SIGKILL, perhaps out of memory, respawned as 9 !']);
  });

  test('each process that ended by one event is replaced by another one, and what comes after them replaces nobody', () => {
    const ended = reduce(running, [...events(5, ['reap', 7, SIGKILL]), ...events(5, ['reap', 8, EXIT_3])]);
    const state = reduce(ended, [...events(6, ['spawn', 9]), ...events(6, ['spawn', 10], ['spawn', 11])]);
    expect(eventTexts(state)).toEqual([
      'process 7 killed SIGKILL, perhaps out of memory, respawned as 9 !',
      'process 8 exited 3, respawned as 10 !',
      'process 11 spawned',
    ]);
  });

  test('is none of a process that circusman signalled', () => {
    const one = reduce(running, [signal(4, 9, [7]), ...events(5, ['reap', 7, SIGKILL], ['reap', 8, SIGKILL])]);
    expect(crashes(one)).toEqual([8]);
    const all = reduce(running, [signal(4, 15, null), ...events(5, ['reap', 7, SIGTERM], ['reap', 8, SIGTERM])]);
    expect(crashes(all)).toEqual([]);
    expect(eventTexts(one)[0]).toBe('SIGKILL sent to 7');
    expect(eventTexts(all)).toEqual(['SIGTERM sent to all its processes']);
  });

  test('is one after a signal that ends no process', () => {
    expect(crashes(reduce(running, [signal(4, 19, null), ...events(5, ['reap', 7, SIGKILL])]))).toEqual([7]);
  });

  test('of a new process counts, though its pid was asked to end before', () => {
    const facts = events(5, ['kill', 7], 'reload', ['spawn', 7], ['reap', 7, EXIT_3]);
    expect(crashes(reduce(running, facts))).toEqual([7]);
  });

  test('is forgotten after five minutes', () => {
    const state = reduce(running, [...events(5, ['reap', 7, EXIT_3]), ...events(304, ['reap', 8, EXIT_3])]);
    expect(crashes(state)).toEqual([7, 8]);
    expect(crashes(reduce(state, events(310, ['reap', 9, EXIT_3])))).toEqual([8, 9]);
  });

  test('again and again is flapping', () => {
    const loop = events(5, ['reap', 7, EXIT_3], ['spawn', 9], ['reap', 9, EXIT_3], ['spawn', 10], ['reap', 10, EXIT_3]);
    const state = reduce(running, loop);
    expect(word(state, 11)).toBe('flapping 3/5min');
    expect(word(state, 400)).toBe('running');
  });

  test('that circus does not start anew leaves the watcher down, with what it returned', () => {
    const down = reduce(running, events(5, ['reap', 8, EXIT_3], ['reap', 7, EXIT_3], 'stop'));
    expect(word(down, 9)).toBe('exited 3');
    expect(word(reduce(down, events(10, ['spawn', 9], 'start')), 12)).toBe('running');
    expect(x(reduce(down, events(10, ['spawn', 9], 'start')))).toMatchObject({lastExit: null});
  });

  test('of long ago is not why a watcher was stopped', () => {
    const crashed = reduce(running, events(5, ['reap', 7, EXIT_3], ['spawn', 9]));
    const facts = events(20, ['kill', 8], ['kill', 9], ['reap', 8, SIGTERM], ['reap', 9, SIGTERM], 'stop');
    expect(word(reduce(crashed, facts), 25)).toBe('stopped');
    const unseen: Fact = {
      type: 'statuses-read',
      at: at(20),
      node,
      nodeTime: 120,
      statuses: new Map([['x', 'stopped']]),
    };
    expect(word(reduce(crashed, [unseen]), 25)).toBe('stopped');
  });
});

describe('crashes count from the last start by anybody', () => {
  const flapping = reduce(
    running,
    events(
      5,
      ['reap', 7, EXIT_3],
      ['spawn', 9],
      ['reap', 9, EXIT_3],
      ['spawn', 10],
      ['reap', 10, EXIT_3],
      ['spawn', 11],
    ),
  );

  test('which an event reports, also one of a restart', () => {
    expect(word(flapping, 11)).toBe('flapping 3/5min');
    const restarted = reduce(flapping, events(12, ['kill', 11], ['reap', 11], 'stop', ['spawn', 12], 'start'));
    expect(word(restarted, 17)).toBe('running');
    expect(crashes(restarted)).toEqual([]);
    expect(crashes(reduce(restarted, events(18, ['reap', 12, EXIT_3])))).toEqual([12]);
    expect(crashes(reduce(flapping, events(12, ['spawn', 12], ['kill', 11], 'reload')))).toEqual([]);
  });

  test('which may be seen only by what it is now', () => {
    const seen = (second: number, state: 'stopped' | 'running'): Fact => {
      return {type: 'statuses-read', at: at(second), node, nodeTime: 100 + second, statuses: new Map([['x', state]])};
    };
    expect(crashes(reduce(flapping, [seen(12, 'stopped'), seen(14, 'running')]))).toEqual([]);
    expect(crashes(reduce(flapping, [seen(12, 'running')]))).toHaveLength(3);
  });

  test('and a circusd that was started anew has started it, too', () => {
    const identified = (startedAt: number): Fact => {
      return {type: 'circusd-identified', at: at(20), node, circusd: {pid: 1, startedAt}};
    };
    expect(crashes(reduce(flapping, [identified(50)]))).toHaveLength(3);
    expect(crashes(reduce(flapping, [identified(115)]))).toEqual([]);
  });

  test('until it was ready for half a minute', () => {
    const health = (second: number, isReady: boolean, since: number): Fact => {
      return {
        type: 'health-read',
        at: at(second),
        node,
        nodeTime: 100 + second,
        health: new Map([['x', {...HEALTH, isReady, since}]]),
      };
    };
    const mended = reduce(flapping, [health(12, true, 112)]);
    expect(word(mended, 41)).toBe('flapping 3/5min');
    expect(word(mended, 42)).toBe('ready');
    const again = reduce(mended, events(50, ['reap', 11, EXIT_3]));
    expect(crashes(again)).toEqual([11]);
    expect(word(reduce(mended, [health(50, false, 150)]), 51)).toBe('not ready 1s');
  });
});

describe('a crash loop that somebody stopped between a crash and the next process is stopped', () => {
  const options = (respawns: boolean): Fact => {
    return {
      ...of,
      type: 'options-read',
      at: at(3),
      nodeTime: 103,
      options: {wanted: 2, gracefulTimeout: 1, warmupDelay: 0, respawns, isOnDemand: false},
    };
  };
  const stops = events(5, ['reap', 7, EXIT_3], ['reap', 8, EXIT_3], 'stop');
  const answered: Fact = {...of, type: 'stop-answered', at: at(8), nodeTime: 107.5};

  test('since circusd itself does not stop what it respawns, whenever that is known', () => {
    expect(word(reduce(running, [options(true), ...stops]), 9)).toBe('stopped');
    expect(word(reduce(running, [...stops, options(true)]), 9)).toBe('stopped');
    expect(word(reduce(running, [options(false), ...stops]), 9)).toBe('exited 3');
  });

  test('and so is one that circusman itself stopped, whether the answer or the events come first', () => {
    expect(word(reduce(running, [options(false), ...stops, answered]), 9)).toBe('stopped');
    expect(word(reduce(running, [options(false), answered, ...stops]), 9)).toBe('stopped');
    const later = events(20, ['spawn', 9], 'start', ['reap', 9, EXIT_3], 'stop');
    expect(word(reduce(running, [options(false), ...stops, answered, ...later]), 24)).toBe('exited 3');
  });

  test('as its node says it is', () => {
    const reported = (exit: Exit | null, asOf: number): Fact => {
      const health = new Map([['x', {...HEALTH, crashes: {recent: 3, exit, asOf}}]]);
      return {type: 'health-read', at: at(asOf - 100), node, nodeTime: asOf, health};
    };
    expect(word(reduce(stopped, [reported({code: 4, signal: null}, 103)]), 4)).toBe('exited 4');
    expect(word(reduce(running, [options(false), ...stops, reported(null, 108)]), 9)).toBe('stopped');
    expect(word(reduce(running, [options(true), ...stops, reported(EXIT_3, 108)]), 9)).toBe('exited 3');
    // An earlier report says nothing of what came after.
    expect(word(reduce(running, [options(false), ...stops, reported(null, 104)]), 9)).toBe('exited 3');
  });
});

describe('of two words the one that is newer on the node counts', () => {
  test('an event from before a list brings no process back', () => {
    const state = reduce(running, [list(10, 9), ...events(5, ['spawn', 7], ['reap', 9])]);
    expect(pids(state)).toEqual([9]);
  });

  test('an event that a status overtook does not undo it', () => {
    const late: Fact = {
      type: 'statuses-read',
      at: at(20),
      node,
      nodeTime: 120,
      statuses: new Map([['x', 'running']]),
    };
    expect(x(reduce(running, [late, ...events(10, 'stop')])).state).toBe('running');
    const removed: Fact = {...of, type: 'watcher-removed', at: at(21), nodeTime: 119};
    expect(x(reduce(running, [late, removed])).state).toBe('running');
  });
});

test('a watcher comes and goes', () => {
  const removed: Fact = {...of, type: 'watcher-removed', at: at(5), nodeTime: 105};
  const gone = reduce(running, [removed, ...events(6, ['kill', 7], ['reap', 7], 'stop')]);
  expect(gone.nodes.get(node)?.watchers.has('x')).toBe(false);
  expect(gone.nodes.get('b')).toBe(running.nodes.get('b'));
  const back = reduce(gone, [{...of, type: 'watcher-added', at: at(9), nodeTime: 109}]);
  expect(x(back)).toMatchObject({state: 'stopped', crashes: {seen: []}});
  expect(eventTexts(back)).toEqual(['removed', 'added']);
});

test('a hook that failed is said, one that succeeded is not', () => {
  const hook = (type: 'hook-failed' | 'hook-succeeded', error: string | null): Fact => {
    return {...of, type, at: at(5), nodeTime: 105, hook: 'before_start', error};
  };
  const state = reduce(running, [hook('hook-succeeded', null), hook('hook-failed', 'boom')]);
  expect(eventTexts(state)).toEqual(['hook before_start failed: boom !']);
  expect(state.nodes).toBe(running.nodes);
});
