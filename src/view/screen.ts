import type {ReactNode} from 'react';
import type {GridView} from './grid-cursor.js';
import {byCommand, type KeyBinding} from './key-binding.js';
import type {RowLayout} from './row-layout.js';
import type {Scene} from './scene.js';
import type {Theme} from './theme.js';

/**
 * One of the screens between the header and the last lines: all that keys, help, drawing, scrolling and searching know of it.
 * A new one is a file and an entry in `screens.ts`.
 */
export interface Screen {
  readonly name: string;
  /** Heads its keys in the help: "On the jobs screen". */
  readonly title: string;
  /** Its own keys. */
  readonly keys: readonly KeyBinding[];
  /** The keys behind its own and those that open other screens. */
  readonly lastKeys: readonly KeyBinding[];
  /** What opens it from other screens; null: nothing does. */
  readonly opener: Opener | null;
  readonly draw: (scene: Scene, room: Room) => Body;
  /** What words are looked for in, with `/`: "keys and commands"; null: it has no search. */
  readonly searchedIn: string | null;
  /** Whether the line of the current job stands below it. */
  readonly hasJobLine: boolean;
  /** What stands below it while nothing else is to be said; null: nothing. */
  readonly hint: (scene: Scene, view: GridView, theme: Theme) => string | null;
}

export interface Opener {
  readonly key: string;
  /** The command that opens it, too. */
  readonly command: string;
  /** For the key line. */
  readonly label: string;
  /** Whether the key line of a screen with the line of the current job, which is full, has it. */
  readonly isOnFullLine: boolean;
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
  readonly screens: ScreenTable;
}

/** What a screen draws, from top to bottom. */
export interface Body {
  readonly parts: readonly Part[];
  readonly scroll: Scroll;
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

/** All keys of a screen: its own, those that open others, and the last ones. */
export function keysOf({name, keys, lastKeys, hasJobLine}: Screen, screens: ScreenTable): readonly KeyBinding[] {
  const openers = [...screens.values()].flatMap(({name: other, opener}) =>
    other === name || opener === null ? [] : [openingKey(opener, !hasJobLine || opener.isOnFullLine)],
  );
  return [...keys, ...openers, ...lastKeys];
}

function openingKey({key, command, label}: Opener, isLabelled: boolean): KeyBinding {
  return {keys: [key], action: byCommand(command), help: null, ...(isLabelled ? {label} : {})};
}
