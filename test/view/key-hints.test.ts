import {expect, test} from '@jest/globals';
import {DEFAULT_KEYMAP} from '../../src/view/default-keymap.js';
import {typedCommand} from '../../src/view/key-hints.js';
import {rebind} from '../../src/view/rebind.js';

test.each([
  [[':'], ':cluster SET'],
  [['ctrl-x', ':'], 'ctrl-x cluster SET'],
  [['space'], 'space cluster SET'],
  [[], null],
])('where %j type a command, it is typed as %j', (keys, typed) => {
  const rebound = rebind(DEFAULT_KEYMAP, [
    {screen: 'grid', name: 'mark', keys: []},
    {screen: 'grid', name: 'command', keys},
  ]);
  expect(rebound.ok && typedCommand(rebound.keymap, 'grid', 'cluster SET')).toBe(typed);
});
