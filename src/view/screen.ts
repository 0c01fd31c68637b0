import type {ReactNode} from 'react';
import type {GridView} from './grid-cursor.js';
import type {Keymap} from './keymap.js';
import type {DrawnLog} from './log-attendance.js';
import type {RowLayout} from './row-layout.js';
import type {Scene} from './scene.js';
import type {ScreenKeys} from './screen-keys.js';
import type {Theme} from './theme.js';

/**
 * One of the screens between the header and the last lines: all that keys, help, drawing, scrolling and searching know of it.
 * A new one is a file and an entry in `screens.ts`.
 */
export interface Screen extends ScreenKeys {
  readonly draw: (scene: Scene, room: Room) => Body;
  /** What words are looked for in, with `/`: "keys and commands"; null: it has no search. */
  readonly searchedIn: string | null;
  /** What stands below it while nothing else is to be said; null: nothing. */
  readonly hint: (scene: Scene, view: GridView, theme: Theme, keymap: Keymap) => string | null;
}

/** All screens by name; the first one is where circusman begins, and where `esc` ends. */
export type ScreenTable = ReadonlyMap<string, Screen>;

/** What a screen is drawn in. */
export interface Room {
  /** Columns and rows of the terminal that it may take. */
  readonly width: number;
  readonly height: number;
  /** The same rows as the grid divides them. */
  readonly rows: RowLayout;
  readonly theme: Theme;
  readonly keymap: Keymap;
}

/** What a screen draws, from top to bottom. */
export interface Body {
  readonly parts: readonly Part[];
  readonly scroll: Scroll;
  /** What the log screen found as it was drawn; absent: it was not. */
  readonly log?: DrawnLog;
}

/** Prepared lines of the screen's width, or something of Ink. */
export type Part =
  | {readonly type: 'lines'; readonly lines: readonly string[]}
  | {readonly type: 'element'; readonly element: ReactNode};

/** How far it is scrolled, and can be, in lines (of the jobs' table in rows). */
interface Scroll {
  readonly top: number;
  readonly limit: number;
}

export const UNSCROLLED: Scroll = {top: 0, limit: 0};

/** Where a list is scrolled to: never past its end. @param of how many there are @param visible how many have room */
export function scrollIn(scrolled: number, of: number, visible: number): Scroll {
  const limit = Math.max(0, of - visible);
  return {top: Math.min(scrolled, limit), limit};
}

export function screenOf(screens: ScreenTable, name: string): Screen {
  const screen = screens.get(name) ?? [...screens.values()][0];
  if (screen === undefined) throw new Error('there is no screen');
  return screen;
}
