import {createHash} from 'node:crypto';
import {access, chmod, mkdir, mkdtemp, readdir, readFile, rm, utimes, writeFile} from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import {afterEach, beforeEach, expect, test} from '@jest/globals';
import {readJarList} from '../../src/demo/jar-list.js';
import {mavenSentence} from '../../src/demo/maven.js';
import {realJars} from '../../src/demo/real-jars.js';
import {type JarOptions, serviceJars} from '../../src/demo/service-jars.js';
import {eventually} from '../support/eventually.js';
import {PACKAGE_ROOT} from '../support/package-root.js';

/** Has `bin`, the whole PATH, `services/store`, whose pom.xml needs one.jar, and `cache`. */
let folder = '';
let options: JarOptions;

beforeEach(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'circusman-test-'));
  await mkdir(`${folder}/bin`);
  await mkdir(`${folder}/services/store`, {recursive: true});
  await writeFile(`${folder}/services/store/pom.xml`, '<project/>');
  await pin('one');
  options = {
    services: `${folder}/services`,
    cache: `${folder}/cache`,
    environment: {PATH: `${folder}/bin`, XDG_CACHE_HOME: folder},
    signal: new AbortController().signal,
  };
});

afterEach(() => rm(folder, {recursive: true}));

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');
const pin = (content: string) => writeFile(`${folder}/services/store/jars.sha256`, `${sha256(content)}  one.jar\n`);

/** Puts a shell script on the PATH. */
async function program(name: string, ...lines: readonly string[]): Promise<void> {
  await writeFile(`${folder}/bin/${name}`, ['#!/bin/sh', ...lines].join('\n'));
  await chmod(`${folder}/bin/${name}`, 0o755);
}

/** Puts a Maven on the PATH that records each run, and puts a jar into the right folder. */
function maven(...lines: readonly string[]): Promise<void> {
  return program(
    'mvn',
    `echo run >> ${folder}/runs`,
    'for word; do case $word in -DoutputDirectory=*) to=$' + '{word#*=};; esac; done',
    ...lines,
    'printf one > "$to/one.jar"',
  );
}

test('the jars are fetched once, with progress, and found the next time', async () => {
  await maven(
    'echo "[INFO] Downloading from central: https://repo.maven.apache.org/maven2/a/a.pom"',
    'echo "[INFO] Downloaded from central: https://repo.maven.apache.org/maven2/a/a.pom (500 B at 2.0 kB/s)"',
    'echo "[INFO] Downloaded from central: https://repo.maven.apache.org/maven2/a/one.jar (1.5 MB at 820 kB/s)"',
  );
  const progress: unknown[] = [];
  const onProgress = (...one: readonly unknown[]) => progress.push(one);
  const lib = await serviceJars('store', {...options, onProgress});
  expect(await readFile(`${lib}/one.jar`, 'utf8')).toBe('one');
  expect(progress).toEqual([
    ['store', {files: 0, bytes: 0}, 1],
    ['store', {files: 1, bytes: 500}, 1],
    ['store', {files: 2, bytes: 1_500_500}, 1],
  ]);
  expect(await serviceJars('store', options)).toBe(lib);
  expect(await readFile(`${folder}/runs`, 'utf8')).toBe('run\n');
  // Other jars get another folder, so that programs that run with the old ones are not disturbed.
  await writeFile(`${folder}/services/store/pom.xml`, '<project></project>');
  expect(await serviceJars('store', options)).not.toBe(lib);
});

test('two programs that fetch at the same time both get the jars', async () => {
  await maven();
  const [one, other] = await Promise.all([serviceJars('store', options), serviceJars('store', options)]);
  expect(one).toBe(other);
  expect(await readdir(`${folder}/cache`)).toHaveLength(1);
});

test('what a killed program left is removed once it is too old to be in use', async () => {
  await maven();
  await mkdir(`${folder}/cache/.unfinished-old`, {recursive: true});
  await mkdir(`${folder}/cache/.unfinished-new`);
  await utimes(`${folder}/cache/.unfinished-old`, 1, 1);
  await serviceJars('store', options);
  expect((await readdir(`${folder}/cache`)).sort()).toEqual(['.unfinished-new', expect.stringMatching(/^store-/)]);
});

test.each([
  ['another file', 'two', 'one.jar is another file'],
  ['a file too many', 'one', 'two.jar is not in it'],
])('jars that do not match the checksums are refused: %s', async (_what, pinned, difference) => {
  await (pinned === 'one' ? maven('printf two > "$to/two.jar"') : maven());
  await pin(pinned);
  await expect(serviceJars('store', options)).rejects.toThrow(
    `Maven fetched other jars for store than ${folder}/services/store/jars.sha256 lists: ${difference}; if it was damaged`,
  );
  expect(await readdir(`${folder}/cache`)).toEqual([]);
});

test('a signal ends Maven, and nothing is left', async () => {
  await maven('echo $$ > "$to/pid"', 'exec sleep 60');
  await program('sleep', 'exec /bin/sleep "$@"');
  const ending = new AbortController();
  const jars = serviceJars('store', {...options, signal: ending.signal});
  await eventually(() => access(`${folder}/runs`));
  ending.abort(new Error('enough'));
  await expect(jars).rejects.toThrow('enough');
  expect(await readdir(`${folder}/cache`)).toEqual([]);
});

test.each([
  ['no Java', null, /^Java is missing: the databases need Java 17 to 23 on the PATH/],
  ['Java 8', 'java version "1.8.0_292"', /^this is Java 8, which is too old: the databases need Java 17 to 23;/],
  ['Java 11', 'openjdk version "11.0.2" 2019-01-15', /^this is Java 11, which is too old/],
  ['Java 24', 'openjdk version "24" 2025-03-18', /^this is Java 24, which is too new/],
  ['macOS’s', 'The operation couldn’t be completed.', /^java does not run \(exit code 0\): the databases need Java 17/],
  [
    'Java 17 without Maven',
    'openjdk version "17.0.15" 2025-04-15',
    /^Maven is missing: it fetches the databases, once/,
  ],
  ['Java 23 without Maven', 'openjdk version "23.0.1" 2024-10-15', /^Maven is missing/],
])('what is missing is one sentence: %s', async (_what, version, sentence) => {
  if (version !== null) await program('java', `echo '${version}' >&2`);
  await expect(realJars({...options, root: PACKAGE_ROOT})).rejects.toThrow(sentence);
});

test('without a home directory there is nowhere to keep them', async () => {
  await program('java', 'echo \'openjdk version "17"\'');
  const environment = {PATH: `${folder}/bin`};
  await expect(realJars({...options, environment, root: PACKAGE_ROOT})).rejects.toThrow(/^there is nowhere to keep/);
});

const FAILED = '[ERROR] Failed to execute goal on project titan-server: Could not resolve dependencies';

test.each([
  [
    'no network',
    `${FAILED}: Could not transfer artifact a:b:jar:1 from/to central (https://repo.maven.apache.org/maven2): repo.maven.apache.org: Temporary failure in name resolution -> [Help 1]`,
    'no network: Maven does not reach repo.maven.apache.org (name resolution), which it needs once to fetch the databases',
  ],
  [
    'a full disk',
    `${FAILED}: /root/.m2/x.jar.part (No space left on device)`,
    /^the disk is full: the databases take 110 MB/,
  ],
  ['anything else', `[INFO] Scanning\n${FAILED}`, /^Maven could not fetch the databases: Failed to execute goal/],
  ['no output', '', 'Maven could not fetch the databases: it did not say why'],
])('why Maven failed is one sentence: %s', async (_what, output, sentence) => {
  expect(mavenSentence(output)).toMatch(sentence);
});

test.each(['neo4j-ha', 'titan'])('all checksums of %s belong to jars', async service => {
  const file = `${PACKAGE_ROOT}circus/circusman_node/services/${service}/jars.sha256`;
  const list = readJarList(await readFile(file, 'utf8'), file);
  expect(list.size).toBeGreaterThan(80);
  expect([...list.keys()].filter(name => !name.endsWith('.jar'))).toEqual([]);
});

test('a line that is not a checksum is named by file and number', () => {
  expect(() => readJarList('junk\n', 'jars.sha256')).toThrow('jars.sha256:1: this is no line of sha256sum');
});
