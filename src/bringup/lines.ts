import {isNear} from '../model/near.js';
import {VARIABLE_NAME, type Variables} from '../model/variables.js';
import type {ScriptLine, ScriptProblem} from './script.js';

/** `$${` is no variable, but `${` itself. */
const REFERENCE = /\$\$\{|\$\{([^}]*)(\}?)/g;
const ITSELF = '$${';

/** Takes the comment off a line of a file and fills in its variables. Null: it says nothing. */
export function readLine(source: string, number: number, variables: Variables): ScriptLine | ScriptProblem | null {
  const said = withoutComment(source).trimEnd();
  if (said.trim() === '') return null;
  let text = '';
  const places: number[] = [];
  const add = (piece: string, from: number, isAsWritten: boolean) => {
    for (let index = 0; index < piece.length; index++) places.push(isAsWritten ? from + index : from);
    text += piece;
  };
  let next = said.length - said.trimStart().length;
  for (const match of said.matchAll(REFERENCE)) {
    const [whole, name = '', close] = match;
    const value = whole === ITSELF ? whole.slice(1) : close === '' ? undefined : variables.get(name);
    if (value === undefined) {
      const place = {line: number, column: match.index + 1};
      if (close === '') return {...place, message: 'this ${ is not closed'};
      return {...place, message: unknown(name, variables), variable: name};
    }
    add(said.slice(next, match.index), next, true);
    add(value, match.index, false);
    next = match.index + whole.length;
  }
  add(said.slice(next), next, true);
  return {number, text, places: [...places, said.length]};
}

/** The variables that no line of the file has, though they were given. */
export function unusedVariables(text: string, variables: Variables): readonly string[] {
  const used = new Set(
    text.split('\n').flatMap(line => [...withoutComment(line).matchAll(REFERENCE)].map(([, name]) => name)),
  );
  return [...variables.keys()].filter(name => !used.has(name));
}

/** A `#` at the begin of a word begins a comment, unless it is quoted. */
function withoutComment(source: string): string {
  let quote: string | null = null;
  for (let index = 0; index < source.length; index++) {
    const char = source[index] ?? '';
    if (quote === '"' && char === '\\') index++;
    else if (char === quote) quote = null;
    else if (quote === null && (char === '"' || char === "'")) quote = char;
    else if (quote === null && char === '#' && !/\S/.test(source[index - 1] ?? '')) return source.slice(0, index);
  }
  return source;
}

function unknown(name: string, variables: Variables): string {
  if (!VARIABLE_NAME.test(name)) return `\${${name}} is no variable: its name has letters, digits, _ and -`;
  const near = [...variables.keys()].find(known => isNear(known, name));
  return near === undefined
    ? `\${${name}} is not set: give it by --set ${name}=VALUE`
    : `\${${name}} is not set: did you mean \${${near}}?`;
}

/** The problem of a line that could not be filled in. */
export function isProblem(line: ScriptLine | ScriptProblem): line is ScriptProblem {
  return 'message' in line;
}
