import {byCommand, type KeyBinding} from './key-binding.js';
import {PROMPTS} from './prompt-keys.js';
import type {Opener, ScreenKeys} from './screen-keys.js';

/** Where keys are pressed: a screen, or what takes all keys while it is open. */
export interface KeyPlace {
  /** As `[keys.grid]` of the configuration names it. */
  readonly name: string;
  /** Heads its keys in the help. */
  readonly title: string;
  readonly bindings: readonly KeyBinding[];
  readonly byKey: ReadonlyMap<string, KeyBinding>;
  /** Whether a key types something there, and so can mean nothing else. */
  readonly isTyped: (key: string) => boolean;
  /** Keys that stay what they are, so that nobody is locked in. */
  readonly fixed: ReadonlySet<string>;
}

/** The keys that are in force in every place, screens first. */
export type Keymap = ReadonlyMap<string, KeyPlace>;

/** What leaves a screen; in a prompt `enter` is the way on, too. */
const WAYS_OUT = ['esc', 'ctrl-c'];
const FIXED_ON_SCREENS: ReadonlySet<string> = new Set(WAYS_OUT);
const FIXED_IN_PROMPTS: ReadonlySet<string> = new Set([...WAYS_OUT, 'enter']);

/**
 * The keys of these screens as their tables have them, and those of the prompts.
 *
 * @param openers by the name of the screen that each opens; absent: those of these screens
 */
export function keymapOf(screens: readonly ScreenKeys[], openers: Openers = openersOf(screens)): Keymap {
  const places = [
    ...screens.map(screen =>
      placeOf({
        name: screen.name,
        title: screen.title,
        bindings: bindingsOf(screen, openers),
        isTyped: () => false,
        fixed: FIXED_ON_SCREENS,
      }),
    ),
    ...Object.entries(PROMPTS).map(([name, {title, keys, isTyped}]) =>
      placeOf({name, title, bindings: keys, isTyped, fixed: FIXED_IN_PROMPTS}),
    ),
  ];
  return new Map(places.map(place => [place.name, place]));
}

export function placeOf(place: Omit<KeyPlace, 'byKey'>): KeyPlace {
  const byKey = new Map(place.bindings.flatMap(binding => binding.keys.map(key => [key, binding] as const)));
  return {...place, byKey};
}

/** All keys of a screen: its own, those that open others unless it has its own way to that, and the last ones. */
function bindingsOf({name, keys, lastKeys, hasJobLine}: ScreenKeys, openers: Openers): readonly KeyBinding[] {
  const opening = Object.entries(openers).flatMap(([other, opener]) =>
    other === name || keys.some(own => own.name === other)
      ? []
      : [openingKey(other, opener, !hasJobLine || opener.isOnFullLine)],
  );
  return [...keys, ...opening, ...lastKeys];
}

type Openers = Readonly<Record<string, Opener>>;

function openersOf(screens: readonly ScreenKeys[]): Openers {
  return Object.fromEntries(screens.flatMap(({name, opener}) => (opener === null ? [] : [[name, opener]])));
}

function openingKey(name: string, {key, command, label}: Opener, isLabelled: boolean): KeyBinding {
  return {name, keys: [key], action: byCommand(command), help: null, ...(isLabelled && label !== null ? {label} : {})};
}

/** The bindings of a place, in their order. */
export function bindingsIn(keymap: Keymap, place: string): readonly KeyBinding[] {
  return keymap.get(place)?.bindings ?? [];
}

/** What a key does there; null: nothing. */
export function findBinding(keymap: Keymap, place: string, key: string): KeyBinding | null {
  return keymap.get(place)?.byKey.get(key) ?? null;
}

/** The key by which something is done there, for sentences; null: it has none. */
export function keyOf(keymap: Keymap, place: string, name: string): string | null {
  return bindingsIn(keymap, place).find(binding => binding.name === name)?.keys[0] ?? null;
}
