import {isNear} from '../model/near.js';
import type {KeyBinding} from './key-binding.js';
import {isKeyName, KEYS_THERE_ARE, nearestKey} from './key-names.js';
import {type Keymap, type KeyPlace, placeOf} from './keymap.js';

/** Other keys for something that can be done on a screen or in a prompt. */
export interface KeyChoice {
  /** `grid`, `bar`. */
  readonly screen: string;
  /** What they do. */
  readonly name: string;
  /** None: no key does it. */
  readonly keys: readonly string[];
}

type Rebound<Choice> =
  | {readonly ok: true; readonly keymap: Keymap}
  /** All that is wrong, screen by screen. */
  | {readonly ok: false; readonly problems: readonly KeyProblem<Choice>[]};

interface KeyProblem<Choice> {
  readonly choice: Choice;
  readonly message: string;
}

/** The keys that are in force with these choices. What leads out of a place stays, whatever is chosen. */
export function rebind<Choice extends KeyChoice>(keymap: Keymap, choices: readonly Choice[]): Rebound<Choice> {
  const rebound = new Map(keymap);
  const problems: KeyProblem<Choice>[] = [];
  for (const [screen, own] of Map.groupBy(choices, choice => choice.screen)) {
    const place = keymap.get(screen);
    if (place === undefined) {
      const message = `"${screen}" is no screen that has keys${suggestion(screen, [...keymap.keys()])}`;
      problems.push(...own.slice(0, 1).map(choice => ({choice, message})));
      continue;
    }
    const bindings = place.bindings.map(binding => withChosen(binding, own, place));
    problems.push(...own.flatMap(choice => choiceProblems(choice, place)), ...conflicts(place, bindings, own));
    rebound.set(screen, placeOf({...place, bindings}));
  }
  return problems.length === 0 ? {ok: true, keymap: rebound} : {ok: false, problems};
}

function withChosen(binding: KeyBinding, choices: readonly KeyChoice[], {fixed}: KeyPlace): KeyBinding {
  const choice = choices.findLast(({name}) => name === binding.name);
  if (choice === undefined) return binding;
  return {...binding, keys: [...new Set([...choice.keys, ...binding.keys.filter(key => fixed.has(key))])]};
}

/** A name that means nothing there, and keys that no terminal tells apart or that type something. */
function choiceProblems<Choice extends KeyChoice>(
  choice: Choice,
  {title, bindings, isTyped}: KeyPlace,
): readonly KeyProblem<Choice>[] {
  const {name, keys} = choice;
  const binding = bindings.find(each => each.name === name);
  if (binding === undefined) {
    const names = bindings.map(each => each.name);
    return [{choice, message: `nothing there is called "${name}"${suggestion(name, names)}`}];
  }
  return keys.flatMap(key => {
    if (isTyped(key)) return [{choice, message: `"${key}" is typed there (${title}), and can do nothing else`}];
    if (isKeyName(key) || binding.keys.includes(key)) return [];
    const near = nearestKey(key);
    return [
      {choice, message: `"${key}" is no key${near === null ? `: ${KEYS_THERE_ARE}` : `: did you mean ${near}?`}`},
    ];
  });
}

/** Keys that would do two things; said once each, of the choice that made it so. */
function conflicts<Choice extends KeyChoice>(
  {fixed}: KeyPlace,
  bindings: readonly KeyBinding[],
  choices: readonly Choice[],
): readonly KeyProblem<Choice>[] {
  const owners = Map.groupBy(
    bindings.flatMap(({name, keys}) => keys.map(key => ({name, key}))),
    ({key}) => key,
  );
  return [...owners].flatMap(([key, doing]) => {
    const choice = choices.findLast(each => each.keys.includes(key) && doing.some(({name}) => name === each.name));
    if (doing.length < 2 || choice === undefined) return [];
    const others = doing.flatMap(({name}) => (name === choice.name ? [] : [name])).join(', ');
    const message = fixed.has(key)
      ? `"${key}" always is the key of ${others} there: give ${choice.name} another one`
      : `"${key}" would be the key of ${others}, too: give one of them another one`;
    return [{choice, message}];
  });
}

function suggestion(typed: string, known: readonly string[]): string {
  const near = known.find(each => isNear(each, typed));
  return near === undefined ? `: there are ${known.join(', ')}` : `: did you mean ${near}?`;
}
