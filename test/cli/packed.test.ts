import {execFile} from 'node:child_process';
import {existsSync, mkdtempSync, readdirSync, readFileSync, realpathSync, symlinkSync} from 'node:fs';
import {cp, mkdir, rm} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import path from 'node:path';
import process from 'node:process';
import {promisify} from 'node:util';
import {afterAll, afterEach, beforeAll, expect, test} from '@jest/globals';
import type {LocalNodes} from '../../src/demo/local-nodes.js';
import {openScreen, type Screen} from '../support/circusman-screen.js';
import {startNodes} from '../support/local-nodes.js';
import {PACKAGE_ROOT} from '../support/package-root.js';

/** What `npm pack` makes of the sources, installed in an empty folder: it is a program that runs, with no more than it needs. */

const run = promisify(execFile);
const SOURCES = [
  'circus',
  'docs',
  'scripts',
  'src',
  '.npmrc',
  'LICENSE',
  'README.md',
  'package.json',
  'package-lock.json',
];
/** What a clone has beside what a node and the program need. */
const NOT_NEEDED = /(^|\/)(tests|__pycache__|build|\.hypothesis|\.\w+_cache|[^/]+\.egg-info|requirements\.in)(\/|$)/;

const folder = realpathSync(mkdtempSync(path.join(tmpdir(), 'circusman-packed-')));
const clone = path.join(folder, 'clone');
const empty = path.join(folder, 'empty');
const installed = path.join(empty, 'node_modules', 'circusman');
const program = path.join(empty, 'node_modules', '.bin', 'circusman');
/** The Node of the tests comes first: the machine's own may be too old for the program. */
const env = {
  PATH: `${path.dirname(process.execPath)}:${process.env.PATH}`,
  HOME: process.env.HOME ?? folder,
  XDG_STATE_HOME: '/dev/null',
  XDG_CONFIG_HOME: '/dev/null',
};
const {version, dependencies} = JSON.parse(readFileSync(`${PACKAGE_ROOT}package.json`, 'utf8'));

let nodes: LocalNodes | undefined;
let screen: Screen | undefined;

beforeAll(async () => {
  await mkdir(path.join(clone, 'node_modules'), {recursive: true});
  await mkdir(empty);
  for (const source of SOURCES) await cp(`${PACKAGE_ROOT}${source}`, path.join(clone, source), {recursive: true});
  // One link a package, so that nothing that npm may do in the clone reaches the packages of the tests.
  for (const name of readdirSync(`${PACKAGE_ROOT}node_modules`)) {
    symlinkSync(`${PACKAGE_ROOT}node_modules/${name}`, path.join(clone, 'node_modules', name));
  }
  await run('npm', ['pack', '--pack-destination', folder], {cwd: clone, env});
  // The packages that it depends on are at hand: no test waits for the registry.
  const depended = Object.keys(dependencies).map(name => `${PACKAGE_ROOT}node_modules/${name}`);
  const packed = path.join(folder, `circusman-${version}.tgz`);
  await run('npm', ['install', '--offline', packed, ...depended], {cwd: empty, env});
  nodes = await startNodes(2);
});
afterEach(() => screen?.close());
afterAll(async () => {
  await nodes?.stop();
  await rm(folder, {recursive: true, force: true});
});

const set = () => (nodes?.nodes ?? []).map(node => node.spec.id).join(',');
const open = (...args: readonly string[]) => openScreen([program, ...args], {program: [process.execPath], env});

test('it has the program, the node package without its tests, and what is there to read', () => {
  const files = readdirSync(installed, {recursive: true, withFileTypes: true})
    .filter(entry => entry.isFile())
    .map(entry => path.relative(installed, path.join(entry.parentPath, entry.name)));
  const circus = readdirSync(`${PACKAGE_ROOT}circus`, {recursive: true, withFileTypes: true})
    .filter(entry => entry.isFile())
    .map(entry => path.relative(PACKAGE_ROOT, path.join(entry.parentPath, entry.name)))
    .filter(file => !NOT_NEEDED.test(file));
  expect(files.filter(file => file.startsWith('circus/')).sort()).toEqual(circus.sort());
  const folders = new Set(files.map(file => file.split('/')[0]));
  expect([...folders].sort()).toEqual(['LICENSE', 'README.md', 'circus', 'dist', 'docs', 'package.json']);
  const built = files.filter(file => file.startsWith('dist/'));
  expect(built.filter(file => !/\.[cm]js$/.test(file))).toEqual([]);
});

test('it runs from where npm has linked it, and knows its version', async () => {
  expect((await run(program, ['--version'], {env, cwd: empty})).stdout).toBe(`${version}\n`);
  const {stdout} = await run(program, ['status', set(), '--json'], {env, cwd: empty});
  expect(JSON.parse(stdout).nodes.map(({state}: {state: string}) => state)).toEqual(['online', 'online']);
  // What reckons with addresses is loaded for such sets alone.
  const reckoned = await run(program, ['status', `${set()},!127.0.0.250`, '--json'], {env, cwd: empty});
  expect(JSON.parse(reckoned.stdout).nodes).toHaveLength(2);
  const exec = await run(program, ['exec', '-c', set(), 'start', 'sleeper'], {env, cwd: empty});
  expect(exec.stdout).toMatch(/sleeper \(2\): ok\n$/);
});

test('its screen shows real nodes', async () => {
  screen = open(set());
  await screen.until(/2 nodes {2}2 online/);
  screen.press('q');
  expect(await screen.exit).toMatchObject({code: 0});
});

test('its demo says what it wants, and runs once it has that', async () => {
  screen = open('demo', '--nodes', '1');
  expect(await screen.exit).toMatchObject({code: 1});
  const said = screen.lines().join('');
  expect(said).toMatch(
    /^circusman: the demo's nodes want a Python with circus, made once \(Python 3\.11 or newer\) by: /,
  );
  expect(said).toContain(`python3 -m venv ${installed}/.venv && `);
  expect(existsSync(`${installed}/circus/requirements.txt`)).toBe(true);
  symlinkSync(`${PACKAGE_ROOT}.venv`, `${installed}/.venv`);
  screen = open('demo', '--nodes', '1');
  await screen.until(/1 node {2}1 online/);
  screen.press('q');
  expect(await screen.exit).toMatchObject({code: 0});
});
