import {expect, test} from '@jest/globals';
import {colourDepthOf, terminalProblem} from '../../src/terminal/colour-depth.js';

test.each([
  [{TERM: 'xterm-256color', COLORTERM: 'truecolor'}, 'truecolor'],
  [{TERM: 'xterm-256color', COLORTERM: '24bit'}, 'truecolor'],
  [{TERM: 'xterm-direct'}, 'truecolor'],
  [{TERM: 'xterm-256color'}, 256],
  [{TERM: 'tmux-256color', COLORTERM: 'yes'}, 256],
  [{TERM: 'screen', COLORTERM: 'truecolor'}, 16],
  [{TERM: 'screen.xterm-256color', COLORTERM: 'truecolor'}, 256],
  [{TERM: 'linux', COLORTERM: 'truecolor'}, 16],
  [{TERM: 'xterm'}, 16],
  [{TERM: 'vt100'}, 'none'],
  [{TERM: 'xterm-256color', NO_COLOR: '1'}, 'none'],
  [{TERM: 'xterm-256color', NO_COLOR: ''}, 256],
  [{TERM: 'dumb', COLORTERM: 'truecolor'}, 'none'],
])('%p has %p colours', (env, depth) => {
  expect(colourDepthOf(env)).toBe(depth);
});

test('a terminal that cannot move its cursor is named in a sentence', () => {
  expect(terminalProblem({TERM: 'dumb'})).toContain('TERM=dumb');
  expect(terminalProblem({})).toContain('TERM is not set');
  expect(terminalProblem({TERM: 'linux'})).toBeNull();
});
