import {execFileSync} from 'node:child_process';
import {
  appendFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import {afterEach, beforeEach, describe, expect, test} from '@jest/globals';
import {openLogCopies} from '../../src/files/log-copies.js';
import type {LogCopies, LogCopy} from '../../src/model/log-copy.js';

const NODE = '10.0.0.1';
const WATCHER = 'neo4j';
let base = '';
let folder = '';

beforeEach(() => {
  base = mkdtempSync(path.join(os.tmpdir(), 'circusman-copies-'));
  folder = path.join(base, 'logs');
});

afterEach(() => rmSync(base, {recursive: true}));

const file = (source = 'stdout') => path.join(folder, NODE, WATCHER, source);
const text = (source?: string) => readFileSync(file(source), 'utf8');

async function open(named = folder, node = NODE, watcher = WATCHER): Promise<LogCopies> {
  const copies = await openLogCopies(named, null, {node, watcher});
  if ('problem' in copies) throw new Error(copies.problem);
  return copies;
}

async function openCopy(copies: LogCopies, source = 'stdout'): Promise<LogCopy> {
  const copy = await copies.open(source);
  if ('problem' in copy) throw new Error(copy.problem);
  return copy;
}

const position = (offset: number) => ({file: 'f1', offset});

async function add(copy: LogCopy, data: string, end: number): Promise<void> {
  expect(await copy.append({data: Buffer.from(data), end: position(end), lost: 0, isAll: true})).toBeNull();
}

/** A copy with this text, left in order. */
async function left(data: string): Promise<void> {
  const copies = await open();
  const copy = await openCopy(copies);
  await add(copy, data, data.length);
  expect(await copy.keep(true)).toBeNull();
  await copies.close();
}

/** As it would be found after a kill -9: what is on the disk, without the lock of a program that lives. */
async function reopened(): Promise<{readonly copies: LogCopies; readonly copy: LogCopy}> {
  rmSync(path.join(folder, NODE, WATCHER, '.lock'), {force: true});
  const copies = await open();
  return {copies, copy: await openCopy(copies)};
}

async function problemOf(act: Promise<object | null>): Promise<string | null> {
  const result = await act;
  return result !== null && 'problem' in result ? String(result.problem) : null;
}

describe('a copy', () => {
  test('goes on where it was left', async () => {
    await left('one\n');
    const copies = await open();
    const copy = await openCopy(copies);
    expect([copy.position, copy.bytes(), copy.path]).toEqual([position(4), 4, file()]);
    await add(copy, 'two\n', 8);
    await copy.keep(true);
    expect(text()).toBe('one\ntwo\n');
  });

  test('is cut to what is known of it after a crash, as that is fetched again', async () => {
    const copies = await open();
    const copy = await openCopy(copies);
    await add(copy, 'known ', 6);
    await copy.keep(false);
    await add(copy, 'not known', 15);
    expect(text()).toBe('known not known');
    const after = await reopened();
    expect([after.copy.position, after.copy.bytes()]).toEqual([position(6), 6]);
    expect(text()).toBe('known ');
    await add(after.copy, 'not known', 15);
    expect(text()).toBe('known not known');
  });

  test('begins anew where it was removed, or nothing of it is known', async () => {
    await left('one\n');
    rmSync(file());
    expect((await reopened()).copy.position).toBeNull();
    rmSync(folder, {recursive: true});
    expect((await reopened()).copy.position).toBeNull();
  });

  test('holds in memory what is no block yet, and writes it at the end', async () => {
    const copies = await open();
    const copy = await openCopy(copies);
    const piece = Buffer.alloc(400_000, 'x');
    for (const end of [1, 2]) await copy.append({data: piece, end: position(end * 400_000), lost: 0, isAll: false});
    expect([text().length, copy.bytes()]).toEqual([0, 800_000]);
    await copy.append({data: piece, end: position(1_200_000), lost: 0, isAll: false});
    expect(text().length).toBe(1_200_000);
  });

  test('keeps how much it lacks', async () => {
    const copies = await open();
    const copy = await openCopy(copies);
    await copy.append({data: Buffer.from('a'), end: position(1), lost: 5, isAll: true});
    await copy.append({data: Buffer.from('b'), end: position(2), lost: 2, isAll: true});
    await copy.keep(true);
    expect((await reopened()).copy.lost).toBe(7);
  });

  const CHANGED = 'was changed by somebody since it was saved: move it away, or name another folder';

  test.each([
    ['more behind it', () => appendFileSync(file(), 'mine')],
    ['less of it', () => truncateSync(file(), 2)],
    ['another letter in it', () => writeFileSync(file(), 'onE\n')],
  ])('is not written to after a change by somebody else: %s', async (_, change) => {
    await left('one\n');
    change();
    const before = text();
    const copies = await open();
    expect(await problemOf(copies.open('stdout'))).toBe(`${file()} ${CHANGED}`);
    expect(text()).toBe(before);
  });

  test('is not written to after a change that came on top of a crash', async () => {
    const copies = await open();
    const copy = await openCopy(copies);
    await add(copy, 'known', 5);
    await copy.keep(false);
    writeFileSync(file(), 'knowN and more');
    rmSync(path.join(folder, NODE, WATCHER, '.lock'));
    expect(await problemOf((await open()).open('stdout'))).toBe(`${file()} ${CHANGED}`);
  });

  test('is not written to when somebody changes it meanwhile', async () => {
    const copy = await openCopy(await open());
    await add(copy, 'one\n', 4);
    appendFileSync(file(), 'mine');
    expect(await problemOf(copy.append({data: Buffer.from('two\n'), end: position(8), lost: 0, isAll: true}))).toBe(
      `${file()} was changed by somebody while it was being saved: move it away, or name another folder`,
    );
    expect(text()).toBe('one\nmine');
  });

  test('takes no file for its own that was there before', async () => {
    const copies = await open();
    writeFileSync(file(), 'mine');
    expect(await problemOf(copies.open('stdout'))).toBe(
      `${file()} is there already, and was not saved by circusman: move it away, or name another folder`,
    );
    expect(text()).toBe('mine');
  });

  test('has another name where its own is that of another log, as on a disk that ignores case', async () => {
    await left('of stdout\n');
    const states = readdirSync(path.dirname(file())).filter(name => name.endsWith('.state'));
    expect(states).toEqual(['.stdout.state']);
    const state = path.join(path.dirname(file()), '.stdout.state');
    writeFileSync(state, readFileSync(state, 'utf8').replace('"source":"stdout"', '"source":"Stdout"'));
    const {copies, copy} = await reopened();
    expect(copy.path).toMatch(/stdout~[0-9a-f]{8}$/);
    await add(copy, 'other', 5);
    await copy.keep(true);
    await copies.close();
    expect(text()).toBe('of stdout\n');
    expect((await reopened()).copy).toMatchObject({path: copy.path, position: position(5)});
  });

  test('is of a state that can be read', async () => {
    await left('one\n');
    writeFileSync(path.join(path.dirname(file()), '.stdout.state'), '{"version":2}');
    expect(await problemOf((await open()).open('stdout'))).toBe(
      `${file()} cannot be gone on with: .stdout.state beside it is not as circusman wrote it`,
    );
  });
});

describe('nothing is written outside the folder', () => {
  test.each([
    ['a link in place of the node', () => symlinkSync(base, path.join(folder, NODE)), `logs/${NODE} is a link`],
    [
      'a file in place of the node',
      () => writeFileSync(path.join(folder, NODE), ''),
      `logs/${NODE} is a file, no folder`,
    ],
  ])('%s', async (_, make, problem) => {
    await (await open(folder, '10.0.0.9')).close();
    make();
    expect(await problemOf(openLogCopies(folder, null, {node: NODE, watcher: WATCHER}))).toContain(problem);
    expect(readdirSync(base)).toEqual(['logs']);
  });

  test('a link in place of a file', async () => {
    const copies = await open();
    const victim = path.join(base, 'victim');
    writeFileSync(victim, 'precious');
    symlinkSync(victim, file());
    expect(await problemOf(copies.open('stdout'))).toContain(`${file()} is there already`);
    rmSync(file());
    const copy = await openCopy(copies);
    await add(copy, 'one\n', 4);
    rmSync(file());
    symlinkSync(victim, file());
    expect(await problemOf(copy.append({data: Buffer.from('x'), end: position(5), lost: 0, isAll: true}))).toBe(
      `${file()} is a link: nothing is written through one`,
    );
    expect(readFileSync(victim, 'utf8')).toBe('precious');
  });

  test('names that lead elsewhere', async () => {
    const copies = await open(folder, '../../x', '..');
    const copy = await openCopy(copies, '../../../../etc/passwd');
    expect(copy.path).toBe(path.join(folder, '%2E.%2F..%2Fx/%2E%2E/%2E.%2F..%2F..%2F..%2Fetc%2Fpasswd'));
    expect(existsSync(copy.path)).toBe(true);
  });
});

describe('the folder', () => {
  test('is one that is empty, or of copies', async () => {
    mkdirSync(folder);
    await (await open()).close();
    writeFileSync(path.join(folder, 'notes'), 'somebody may add to it');
    await (await open()).close();
    rmSync(path.join(folder, '.circusman-logs'));
    expect(await problemOf(openLogCopies(folder, null, {node: NODE, watcher: WATCHER}))).toBe(
      `${folder} holds other things: name a new folder, or one that log save has made`,
    );
  });

  test.each([
    ['missing/logs', 'missing/logs cannot be made: there is no folder missing'],
    ['file', 'file is a file, no folder'],
    ['file/logs', 'file/logs cannot be made: file is no folder'],
  ])('%s is refused in one sentence', async (name, problem) => {
    writeFileSync(path.join(base, 'file'), '');
    const told = await problemOf(openLogCopies(path.join(base, name), null, {node: NODE, watcher: WATCHER}));
    expect(told?.replaceAll(`${base}/`, '')).toBe(problem);
  });

  test('is one in the home where it is typed so', async () => {
    const copies = await openLogCopies('~/logs', base, {node: NODE, watcher: WATCHER});
    expect(await problemOf(Promise.resolve(copies))).toBeNull();
    expect(existsSync(path.join(folder, NODE, WATCHER))).toBe(true);
  });

  test('has one program, and one job of it, that writes to the logs of a watcher', async () => {
    const copies = await open();
    const again = () => problemOf(openLogCopies(folder, null, {node: NODE, watcher: WATCHER}));
    const place = path.dirname(file());
    expect(await again()).toBe(`${place}: another job is saving there`);
    expect(await problemOf(openLogCopies(folder, null, {node: NODE, watcher: 'titan'}))).toBeNull();
    await copies.close();
    expect(await again()).toBeNull();
    const lock = path.join(place, '.lock');
    const held = JSON.parse(readFileSync(lock, 'utf8'));
    writeFileSync(lock, JSON.stringify({...held, host: 'elsewhere'}));
    expect(await again()).toBe(`${place}: circusman on elsewhere is saving there`);
    // The number of a program that is gone, which another one may have got since.
    const gone = Number(execFileSync('sh', ['-c', 'echo $$']).toString());
    writeFileSync(lock, JSON.stringify({...held, pid: gone}));
    expect(await again()).toBeNull();
    writeFileSync(lock, JSON.stringify({...held, started: 'another boot 1'}));
    expect(await again()).toBeNull();
  });
});
