import {type AST, ParseError, parseTOML} from 'toml-eslint-parser';

/** What a text in TOML holds, as plain values, and the line of each. */
export interface TomlTree {
  readonly value: Table;
  /** The line, from 1 on, of what stands there; of what does not, that of the table it would stand in. */
  readonly lineOf: (path: Path) => number;
}

/** Without a prototype: a key may have any name. */
type Table = Record<string, unknown>;
/** Keys of tables, and places in lists. */
type Path = readonly (string | number)[];

type TomlResult =
  | {readonly ok: true; readonly tree: TomlTree}
  | {readonly ok: false; readonly line: number; readonly message: string};

/** Characters of a line that are told again. */
const LONGEST = 60;
/** What objects have of their own; no key needs such a name. */
const NO_KEYS = ['__proto__', 'constructor', 'prototype'];

class NoKey extends Error {
  readonly line: number;

  constructor(name: string, line: number) {
    super(`${name} is no name for a key`);
    this.line = line;
  }
}

/** Reads TOML 1.0. The parser stops at the first thing that is none. */
export function parseToml(text: string): TomlResult {
  try {
    return {ok: true, tree: treeOf(parseTOML(text, {tomlVersion: '1.0'}))};
  } catch (error) {
    if (error instanceof ParseError) {
      const line = (text.split(/\r?\n/)[error.lineNumber - 1] ?? '').trim();
      const shown = line === '' ? '' : `: ${line.length > LONGEST ? `${line.slice(0, LONGEST)}…` : line}`;
      const [first = '', ...rest] = error.message;
      return {
        ok: false,
        line: error.lineNumber,
        message: `this is no TOML: ${first.toLowerCase()}${rest.join('')}${shown}`,
      };
    }
    if (error instanceof NoKey) return {ok: false, line: error.line, message: error.message};
    // The parser calls itself for what is nested.
    if (error instanceof RangeError) return {ok: false, line: 1, message: 'this is nested too deeply'};
    throw error;
  }
}

function treeOf(program: AST.TOMLProgram): TomlTree {
  const root: Table = Object.create(null);
  const lines = new Map<string, number>();
  for (const part of program.body[0].body) {
    if (part.type === 'TOMLKeyValue') {
      put(root, [], part, lines);
      continue;
    }
    const {line} = part.loc.start;
    const bad = part.resolvedKey.find(name => NO_KEYS.includes(String(name)));
    if (bad !== undefined) throw new NoKey(String(bad), line);
    const table = tableAt(root, part.resolvedKey, line, lines);
    lines.set(idOf(part.resolvedKey), line);
    for (const entry of part.body) put(table, part.resolvedKey, entry, lines);
  }
  return {value: root, lineOf: path => nearestLine(path, lines)};
}

/** Puts the value of `a.b = …` in its place below the table. */
function put(table: Table, at: Path, {key, value, loc}: AST.TOMLKeyValue, lines: Map<string, number>): void {
  const names = key.keys.map(part => (part.type === 'TOMLBare' ? part.name : part.value));
  const bad = names.find(name => NO_KEYS.includes(name));
  if (bad !== undefined) throw new NoKey(bad, loc.start.line);
  const path = [...at, ...names];
  const parent = tableAt(table, names.slice(0, -1), loc.start.line, lines, at);
  parent[names.at(-1) ?? ''] = valueOfNode(value, path, lines);
  lines.set(idOf(path), loc.start.line);
}

function valueOfNode(node: AST.TOMLContentNode, path: Path, lines: Map<string, number>): unknown {
  lines.set(idOf(path), node.loc.start.line);
  switch (node.type) {
    case 'TOMLArray':
      return node.elements.map((element, index) => valueOfNode(element, [...path, index], lines));
    case 'TOMLInlineTable': {
      const table: Table = Object.create(null);
      for (const entry of node.body) put(table, path, entry, lines);
      return table;
    }
    case 'TOMLValue':
      return node.value;
  }
}

/** The table at that path below another one, which has it from then on. The parser has refused what is no table there. */
function tableAt(table: Table, names: Path, line: number, lines: Map<string, number>, at: Path = []): Table {
  let inner: Record<string | number, unknown> = table;
  names.forEach((name, index) => {
    const id = idOf([...at, ...names.slice(0, index + 1)]);
    if (!lines.has(id)) lines.set(id, line);
    inner[name] ??= typeof names[index + 1] === 'number' ? [] : Object.create(null);
    inner = inner[name] as Record<string | number, unknown>;
  });
  return inner;
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
