import {describe, expect, test} from '@jest/globals';
import {parseFilter} from '../../src/columns/filter.js';

describe('a filter', () => {
  test.each([
    ['', []],
    ['graph', [{type: 'text', text: 'graph', isInverse: false}]],
    [
      'Graph !titan',
      [
        {type: 'text', text: 'graph', isInverse: false},
        {type: 'text', text: 'titan', isInverse: true},
      ],
    ],
    ['is:flapping', [{type: 'is', word: 'flapping', isInverse: false}]],
    ['!is:Not-Ready', [{type: 'is', word: 'not-ready', isInverse: true}]],
    ['neo4j:stopped', [{type: 'watcher', watcher: 'neo4j', word: 'stopped', isInverse: false}]],
    ['!"Web App":Ready', [{type: 'watcher', watcher: 'web app', word: 'ready', isInverse: true}]],
    ['web:8080:not-ready', [{type: 'watcher', watcher: 'web:8080', word: 'not-ready', isInverse: false}]],
    ['"web app"', [{type: 'text', text: 'web app', isInverse: false}]],
    ['127.0.0.1:5565', [{type: 'text', text: '127.0.0.1:5565', isInverse: false}]],
    ['fd00::abc', [{type: 'text', text: 'fd00::abc', isInverse: false}]],
    ['cpu>80', [{type: 'figure', figure: 'cpu', operator: '>', value: 80, isInverse: false}]],
    ['cpu>=80.5%', [{type: 'figure', figure: 'cpu', operator: '>=', value: 80.5, isInverse: false}]],
    ['mem<1.5G', [{type: 'figure', figure: 'mem', operator: '<', value: 1.5 * 2 ** 30, isInverse: false}]],
    ['mem<=512MiB', [{type: 'figure', figure: 'mem', operator: '<=', value: 512 * 2 ** 20, isInverse: false}]],
    ['Memory>1G', [{type: 'figure', figure: 'mem', operator: '>', value: 2 ** 30, isInverse: false}]],
    [
      'neo4j:memory>1G',
      [{type: 'figure', watcher: 'neo4j', figure: 'mem', operator: '>', value: 2 ** 30, isInverse: false}],
    ],
    ['io>10M', [{type: 'figure', figure: 'io', operator: '>', value: 10 * 2 ** 20, isInverse: false}]],
    ['net>=1.5MB/s', [{type: 'figure', figure: 'net', operator: '>=', value: 1.5 * 2 ** 20, isInverse: false}]],
    ['wait>20%', [{type: 'figure', figure: 'wait', operator: '>', value: 20, isInverse: false}]],
    ['load>0.5', [{type: 'figure', figure: 'load', operator: '>', value: 0.5, isInverse: false}]],
    ['uptime<1m', [{type: 'figure', figure: 'uptime', operator: '<', value: 60, isInverse: false}]],
    ['!uptime>=2h', [{type: 'figure', figure: 'uptime', operator: '>=', value: 7_200, isInverse: true}]],
    ['uptime=30', [{type: 'figure', figure: 'uptime', operator: '=', value: 30, isInverse: false}]],
    ['restarts>3', [{type: 'figure', figure: 'restarts', operator: '>', value: 3, isInverse: false}]],
    [
      'Neo*:uptime<1m',
      [
        {
          type: 'figure',
          watcher: 'neo*',
          isPattern: true,
          figure: 'uptime',
          operator: '<',
          value: 60,
          isInverse: false,
        },
      ],
    ],
    [
      '"my web":cpu>80',
      [{type: 'figure', watcher: 'my web', figure: 'cpu', operator: '>', value: 80, isInverse: false}],
    ],
    ['"web:cpu>80"', [{type: 'text', text: 'web:cpu>80', isInverse: false}]],
    ['rtt>5ms', [{type: 'figure', figure: 'rtt', operator: '>', value: 5, isInverse: false}]],
    ['"my web":stopped', [{type: 'watcher', watcher: 'my web', word: 'stopped', isInverse: false}]],
    ["!'a:b':ready", [{type: 'watcher', watcher: 'a:b', word: 'ready', isInverse: true}]],
    ['a:b:done', [{type: 'watcher', watcher: 'a:b', word: 'done', isInverse: false}]],
    ['neo*:done', [{type: 'watcher', watcher: 'neo*', word: 'done', isPattern: true, isInverse: false}]],
    ['"neo*":done', [{type: 'watcher', watcher: 'neo*', word: 'done', isInverse: false}]],
    [
      '"a:stopped" "is:x y"',
      [
        {type: 'text', text: 'a:stopped', isInverse: false},
        {type: 'text', text: 'is:x y', isInverse: false},
      ],
    ],
    ['"say \\"hi\\""', [{type: 'text', text: 'say "hi"', isInverse: false}]],
    ['"cpu>80"', [{type: 'text', text: 'cpu>80', isInverse: false}]],
    ['fd00::1', [{type: 'text', text: 'fd00::1', isInverse: false}]],
    ['host:5565', [{type: 'text', text: 'host:5565', isInverse: false}]],
    ['plugin:log', [{type: 'text', text: 'plugin:log', isInverse: false}]],
    ['"say', [{type: 'text', text: '"say', isInverse: false}]],
    ['! x', [{type: 'text', text: 'x', isInverse: false}]],
  ])('%j', (text, filter) => {
    expect(parseFilter(text)).toEqual({ok: true, filter});
  });
});

describe('what is wrong with a filter is said with its place', () => {
  test.each([
    ['is:odd', 3, /^is: takes a state: online, stale, offline, .*flapping/],
    ['x !is:odd', 6, /^is: takes a state/],
    [
      'neo4j:stoped',
      6,
      /^behind the colon stands a watcher's state: did you mean stopped\?; a name that has a colon goes in quotes$/,
    ],
    ['neo4j:online', 6, /^behind the colon/],
    [
      'neo4j:',
      6,
      /^behind the colon stands a watcher's state: ready, .*stopped, .*unknown; a name that has a colon goes in quotes$/,
    ],
    ['is:flappin', 3, /^is: takes a state: did you mean flapping\?$/],
    ['"my web":stoped', 9, /^behind the colon/],
    ['IS:odd', 3, /^is: takes a state/],
    ['lod>3', 0, /^lod is no figure: did you mean load\?$/],
    [
      'temperature>3',
      0,
      /^only cpu, in, io, load, mem, net, out, read, restarts, rtt, threads, uptime, wait and write are figures$/,
    ],
    ['neo4j:load>3', 6, /^only cpu, io, mem, read, restarts, threads, uptime and write are figures of a watcher$/],
    ['neo4j:uptime<soon', 13, /such as uptime<1m$/],
    ['uptime<1y', 7, /such as uptime<1m$/],
    ['load>4K', 5, /such as load>4$/],
    ['cpu>', 4, /^a number belongs here, such as cpu>80$/],
    ['cpu>5G', 4, /^a number belongs here/],
    ['x mem>=lots', 7, /such as mem>1.5G$/],
  ])('%j at %d', (text, at, message) => {
    const parsed = parseFilter(text);
    expect(parsed.ok ? null : parsed.problem).toEqual({at, message: expect.stringMatching(message)});
  });
});
