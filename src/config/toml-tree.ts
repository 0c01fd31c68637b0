import {type AST, ParseError, parseTOML} from 'toml-eslint-parser';

/** What a text in TOML holds, as plain values, and the line of each. */
export interface TomlTree {
  readonly value: Table;
  /** The line, from 1 on, of what stands there; of what does not, that of the table it would stand in. */
  readonly lineOf: (path: Path) => number;
}

/** Without a prototype: a key may be called what objects have of their own. */
type Table = Record<string, unknown>;
/** Keys of tables, and places in lists. */
type Path = readonly (string | number)[];

type TomlResult =
  | {readonly ok: true; readonly tree: TomlTree}
  | {readonly ok: false; readonly line: number; readonly message: string};

/** Characters of a line that are told again. */
const LONGEST = 60;
/** Validators leave them out without a word. */
const NO_KEYS: readonly unknown[] = ['__proto__', 'constructor', 'prototype'];

class NoKey extends Error {
  readonly line: number;

  constructor(name: string | number, line: number) {
    super(`${name} is no name for a key`);
    this.line = line;
  }
}

/** Reads TOML 1.0. The parser stops at the first thing that is none. */
export function parseToml(file: string): TomlResult {
  // Some editors mark a file as UTF-8 by its first character.
  const text = file.replace(/^\uFEFF/, '');
  try {
    return {ok: true, tree: treeOf(parseTOML(text, {tomlVersion: '1.0'}))};
  } catch (error) {
    if (error instanceof ParseError) return {ok: false, line: error.lineNumber, message: describe(error, text)};
    if (error instanceof NoKey) return {ok: false, line: error.line, message: error.message};
    // The parser calls itself for what is nested.
    if (error instanceof RangeError) return {ok: false, line: 1, message: 'this is nested too deeply'};
    throw error;
  }
}

function describe({message, lineNumber}: ParseError, text: string): string {
  const line = (text.split(/\r?\n/)[lineNumber - 1] ?? '').trim();
  const shown = line.length > LONGEST ? `${line.slice(0, LONGEST)}…` : line;
  return `this is no TOML: ${message.slice(0, 1).toLowerCase()}${message.slice(1)}${shown === '' ? '' : `: ${shown}`}`;
}

function treeOf(program: AST.TOMLProgram): TomlTree {
  const root: Table = Object.create(null);
  const lines = new Map<string, number>();

  /** The table at that path, which is there from then on; the parser has refused what is no table there. */
  function tableAt(path: Path, line: number): Record<string | number, unknown> {
    let table: Record<string | number, unknown> = root;
    path.forEach((name, index) => {
      if (NO_KEYS.includes(name)) throw new NoKey(name, line);
      const id = idOf(path.slice(0, index + 1));
      if (!lines.has(id)) lines.set(id, line);
      table[name] ??= typeof path[index + 1] === 'number' ? [] : Object.create(null);
      table = table[name] as Record<string | number, unknown>;
    });
    return table;
  }

  /** `a.b = …` below the table at that path. */
  function put(at: Path, {key, value, loc}: AST.TOMLKeyValue): void {
    const {line} = loc.start;
    const path = [...at, ...key.keys.map(part => (part.type === 'TOMLBare' ? part.name : part.value))];
    const name = path.at(-1) ?? '';
    if (NO_KEYS.includes(name)) throw new NoKey(name, line);
    const table = tableAt(path.slice(0, -1), line);
    lines.set(idOf(path), line);
    if (value.type !== 'TOMLInlineTable') {
      table[name] = valueOfNode(value, path);
      return;
    }
    tableAt(path, line);
    for (const entry of value.body) put(path, entry);
  }

  function valueOfNode(node: AST.TOMLContentNode, path: Path): unknown {
    lines.set(idOf(path), node.loc.start.line);
    switch (node.type) {
      case 'TOMLArray':
        return node.elements.map((element, index) => valueOfNode(element, [...path, index]));
      case 'TOMLInlineTable':
        // In a list, where nothing of ours takes one: that it is one is all that is told of it.
        return Object.create(null);
      case 'TOMLValue':
        return node.value;
    }
  }

  for (const part of program.body[0].body) {
    if (part.type === 'TOMLKeyValue') {
      put([], part);
      continue;
    }
    tableAt(part.resolvedKey, part.loc.start.line);
    lines.set(idOf(part.resolvedKey), part.loc.start.line);
    for (const entry of part.body) put(part.resolvedKey, entry);
  }
  return {value: root, lineOf: path => nearestLine(path, lines)};
}

function nearestLine(path: Path, lines: ReadonlyMap<string, number>): number {
  for (let length = path.length; length > 0; length--) {
    const line = lines.get(idOf(path.slice(0, length)));
    if (line !== undefined) return line;
  }
  return 1;
}

function idOf(path: Path): string {
  return JSON.stringify(path);
}
