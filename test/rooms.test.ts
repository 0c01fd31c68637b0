import {readdirSync, readFileSync} from 'node:fs';
import path from 'node:path';
import {expect, test} from '@jest/globals';

/** Which room may import which, as the README's "How the code is arranged" has it. `cli` is the one that sees all of them. */
const MAY_IMPORT: Readonly<Record<string, readonly string[]>> = {
  model: [],
  text: [],
  terminal: ['text'],
  chart: ['model', 'text'],
  wire: ['model', 'text'],
  store: ['model'],
  wording: ['model', 'store'],
  columns: ['model', 'store', 'wording'],
  command: ['model', 'text', 'store', 'wording', 'columns', 'log'],
  job: ['model', 'command', 'store'],
  bringup: ['model', 'command', 'store'],
  log: ['model'],
  view: ['model', 'text', 'chart', 'store', 'wording', 'columns', 'command'],
  demo: ['model', 'wire'],
  files: ['model'],
  journal: ['model', 'files'],
  config: ['model', 'files'],
  main: ['terminal', 'view', 'model', 'cli'],
};

/** Packages that one room alone may know. */
const ONLY_IN: Readonly<Record<string, readonly string[]>> = {
  zeromq: ['wire'],
  ink: ['view', 'cli'],
  'ink-table': ['view'],
  react: ['view', 'cli'],
  'ip-num': ['model'],
  'string-width': ['text'],
  'toml-eslint-parser': ['config'],
  valibot: ['config'],
};

const SRC = path.resolve('src');

interface Import {
  readonly file: string;
  readonly room: string;
  /** A room, or a package's name. */
  readonly imported: string;
  readonly isPackage: boolean;
}

function importsOf(file: string): readonly Import[] {
  const source = readFileSync(path.join(SRC, file), 'utf8');
  const specifiers = [...source.matchAll(/(?:from|import\()\s*'([^']+)'/g)].map(match => match[1] ?? '');
  return specifiers.map(specifier => {
    const isPackage = !specifier.startsWith('.');
    const target = path.relative(SRC, path.resolve(path.dirname(path.join(SRC, file)), specifier));
    return {file, room: roomOf(file), imported: isPackage ? specifier : roomOf(target), isPackage};
  });
}

function roomOf(file: string): string {
  return (file.split(path.sep)[0] ?? '').replace(/\.\w+$/, '');
}

const files = readdirSync(SRC, {recursive: true, encoding: 'utf8'}).filter(file => /\.tsx?$/.test(file));
const imports = files.flatMap(importsOf);

test('each room imports only what it may', () => {
  const wrong = imports.filter(({room, imported, isPackage}) => {
    if (isPackage || room === 'cli' || imported === room) return false;
    return !(MAY_IMPORT[room] ?? []).includes(imported);
  });
  expect(wrong.map(({file, imported}) => `${file} imports ${imported}`)).toEqual([]);
});

test('packages stay in their rooms', () => {
  const wrong = imports.filter(({room, imported, isPackage}) => {
    const rooms = ONLY_IN[imported];
    return isPackage && rooms !== undefined && !rooms.includes(room);
  });
  expect(wrong.map(({file, imported}) => `${file} imports ${imported}`)).toEqual([]);
});

test('only cli and main touch `process`', () => {
  const touching = imports.filter(({imported}) => imported === 'node:process').map(({room}) => room);
  expect(touching.filter(room => room !== 'cli' && room !== 'main')).toEqual([]);
  const globals = files.filter(file =>
    /\bprocess\.(env|argv|exit|on|stdout|stdin|stderr)\b/.test(readFileSync(path.join(SRC, file), 'utf8')),
  );
  expect(globals.filter(file => roomOf(file) !== 'cli' && roomOf(file) !== 'main')).toEqual([]);
});

test('the clock is passed in: nothing in model, store, wording, columns, command, job, journal, bringup, log or view asks for the time itself', () => {
  const asking = files.filter(file => {
    const isBound = [
      'model',
      'store',
      'wording',
      'columns',
      'command',
      'job',
      'journal',
      'bringup',
      'log',
      'view',
    ].includes(roomOf(file));
    return isBound && /Date\.now\(|performance\.now\(|new Date\(\)/.test(readFileSync(path.join(SRC, file), 'utf8'));
  });
  expect(asking).toEqual([]);
});
