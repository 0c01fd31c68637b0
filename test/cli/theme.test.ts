import {expect, test} from '@jest/globals';
import {isBackgroundAsked, themeFor} from '../../src/cli/theme.js';
import {readConfig} from '../../src/config/config.js';

const RICH = {TERM: 'xterm-256color', LANG: 'en_US.UTF-8'};
const POOR = {TERM: 'xterm', LANG: 'en_US.UTF-8'};

function configWith(theme: 'auto' | 'dark' | 'light') {
  const read = readConfig(new Map(), {CIRCUSMAN_THEME: theme});
  if (!read.ok) throw new Error(read.problems.join());
  return read.config;
}

const dim = (...of: Parameters<typeof themeFor>) => themeFor(...of).paint([{text: 'x', tone: 'dim'}]);

test('colours are for the background that was set, or that the terminal reports', () => {
  const [dark, light] = [dim(configWith('dark'), RICH), dim(configWith('light'), RICH)];
  expect(dark).not.toBe(light);
  expect(dim(configWith('dark'), RICH, 'light')).toBe(dark);
  expect(dim(configWith('light'), RICH, 'dark')).toBe(light);
  expect(dim(configWith('auto'), RICH)).toBe(dark);
  expect(dim(configWith('auto'), RICH, 'light')).toBe(light);
});

test('a light theme wants 256 colours', () => {
  expect(dim(configWith('light'), POOR)).toBe(dim(configWith('dark'), POOR));
});

test('the terminal is asked only where nobody has said it', () => {
  const asked = (['auto', 'dark', 'light'] as const).map(theme => isBackgroundAsked(configWith(theme), RICH));
  expect(asked).toEqual([true, false, false]);
});
