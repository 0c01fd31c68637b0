import type {Config, Environment} from '../config/config.js';
import {showsUnicode} from '../terminal/character-set.js';
import {colourDepthOf} from '../terminal/colour-depth.js';
import {createTheme, type Theme} from '../view/theme.js';

/** How the screen looks on this terminal, by its environment and the configuration. */
export function themeFor({isAscii, hasColor}: Config, environment: Environment, isLight = false): Theme {
  return createTheme({
    isAscii: isAscii ?? !showsUnicode(environment),
    hasColor: hasColor && colourDepthOf(environment) !== 'none',
    isLight,
  });
}

/** Whether to ask the terminal for its background colour: it may know, and has enough colours for a light theme. */
export function mayHaveLightTheme({hasColor}: Config, environment: Environment): boolean {
  const depth = colourDepthOf(environment);
  return hasColor && (depth === 256 || depth === 'truecolor');
}
