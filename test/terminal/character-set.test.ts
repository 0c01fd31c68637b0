import {expect, test} from '@jest/globals';
import {showsUnicode} from '../../src/terminal/character-set.js';

test.each([
  [{LC_ALL: 'C', LANG: 'en_US.UTF-8'}, false],
  [{LANG: 'de_DE.ISO-8859-1'}, false],
  [{LC_CTYPE: 'en_US.utf8', LANG: 'C'}, true],
  [{}, true],
  [{TERM: 'xterm-256color', LANG: 'en_US.UTF-8'}, true],
  [{TERM: 'linux', LANG: 'en_US.UTF-8'}, false],
  [{TERM: 'linux-16color'}, false],
  [{TERM: 'screen.linux'}, false],
  [{TERM: 'screen.xterm-256color'}, true],
])('in %j more than ASCII is shown: %s', (environment, isShown) => {
  expect(showsUnicode(environment)).toBe(isShown);
});
