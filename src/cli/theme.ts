import type {Config, Environment} from '../config/config.js';
import {showsUnicode} from '../terminal/character-set.js';
import {colourDepthOf} from '../terminal/colour-depth.js';
import {createTheme, type Theme} from '../view/theme.js';

/**
 * How the screen looks on this terminal, by its environment and the configuration.
 *
 * @param reported what the terminal said of its background, where it was asked
 */
export function themeFor(config: Config, environment: Environment, reported: 'light' | 'dark' = 'dark'): Theme {
  const {isAscii, hasColor, theme} = config;
  return createTheme({
    isAscii: isAscii ?? !showsUnicode(environment),
    hasColor: hasColor && colourDepthOf(environment) !== 'none',
    isLight: mayBeLight(config, environment) && (theme === 'auto' ? reported : theme) === 'light',
  });
}

/** Whether to ask the terminal for its background colour: nobody has said it, and it has enough colours for a light theme. */
export function isBackgroundAsked(config: Config, environment: Environment): boolean {
  return config.theme === 'auto' && mayBeLight(config, environment);
}

/** A light theme is made from the 256 colours. */
function mayBeLight({hasColor}: Config, environment: Environment): boolean {
  const depth = colourDepthOf(environment);
  return hasColor && (depth === 256 || depth === 'truecolor');
}
