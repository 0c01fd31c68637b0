import {execFile, execFileSync} from 'node:child_process';
import {mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync} from 'node:fs';
import {createServer} from 'node:net';
import os from 'node:os';
import path from 'node:path';
import process from 'node:process';
import {promisify} from 'node:util';
import {afterEach, beforeEach, describe, expect, test} from '@jest/globals';
import {openSavedClusters} from '../../src/files/saved-clusters.js';
import {CIRCUSMAN} from '../support/circusman-screen.js';
import {whatLabNeeds} from '../support/network-lab.js';
import {type Finished, runCircusman} from '../support/run-circusman.js';
import {TEST_NETWORK} from '../support/test-network.js';

/** Clusters by name, as scripts use them. None of these commands asks a node anything, so none is there. */

const NODES = `${TEST_NETWORK}.9.1-3`;
let state: string;

beforeEach(() => {
  state = mkdtempSync(path.join(os.tmpdir(), 'circusman-clusters-'));
});
afterEach(() => rmSync(state, {recursive: true, force: true}));

const exec = (...words: readonly string[]) => runCircusman(['exec', ...words], {XDG_STATE_HOME: state});
const on = (set: string, ...words: readonly string[]) => exec('-c', set, ...words);
const said = ({code, out, err}: Finished) => ({code, text: out + err});
const fileOf = (name: string) => path.join(state, 'circusman/clusters', name);

describe('a saved cluster', () => {
  test('is a file of sets, stands in every SET by its name, and is listed', async () => {
    expect(said(await on(NODES, 'cluster', 'save', 'lab'))).toEqual({
      code: 0,
      text: `cluster save lab\n  @lab: ok (3 nodes: ${NODES})\n`,
    });
    expect(readFileSync(fileOf('lab'), 'utf8')).toBe(`${NODES}\n`);
    expect(said(await on('@lab,!@lab', 'cluster'))).toMatchObject({
      code: 2,
      text: expect.stringContaining('has no node'),
    });
    const some = await on(`@lab,${TEST_NETWORK}.9.9,!${TEST_NETWORK}.9.2`, 'cluster');
    expect(some.out).toContain(`${TEST_NETWORK}.9.1,${TEST_NETWORK}.9.3,${TEST_NETWORK}.9.9 (3): ok, unchanged\n`);
    expect((await on('@lab', 'cluster', 'list')).out).toBe(`cluster list\n  @lab: ok (3 nodes: ${NODES})\n`);
  });

  test('is read only where its nodes are wanted: a key or the first picture waits for it', async () => {
    await on(NODES, 'cluster', 'save', 'lab');
    const listed = openSavedClusters(path.join(state, 'circusman')).list();
    writeFileSync(fileOf('lab'), '127.0.0.9\n');
    const [lab] = 'problem' in listed ? [] : listed;
    expect(lab?.nodes()).toMatchObject([{id: '127.0.0.9'}]);
  });

  test('is loaded, and the cluster then says what it is made from and how it was changed', async () => {
    await on(NODES, 'cluster', 'save', 'lab');
    const run = await on('127.0.0.9', 'cluster', 'load', 'lab', ';', 'cluster', `+${TEST_NETWORK}.9.9`, ';', 'cluster');
    expect(said(run)).toMatchObject({
      code: 0,
      text: expect.stringMatching(/\.9\.9 \(4\): ok, unchanged \(lab \+1\)\n$/),
    });
  });

  test('is the default one, if that was said, and where it is gone nothing else is taken instead', async () => {
    await on(NODES, 'cluster', 'save', 'lab', '--default');
    expect((await exec('cluster')).out).toContain(`${NODES} (3): ok, unchanged (lab)`);
    const config = await runCircusman(['config'], {XDG_STATE_HOME: state});
    expect(config.out).toMatch(/^default_cluster +"lab" +cluster save --default$/m);
    await exec('cluster', 'rename', 'lab', 'home');
    expect((await exec('cluster')).out).toContain(`${NODES} (3): ok, unchanged (home)`);
    rmSync(fileOf('home'));
    expect(said(await exec('cluster'))).toEqual({
      code: 2,
      text: 'circusman: the default cluster: there is no cluster home: none has a name yet; name a SET, and choose another default by cluster save NAME --default\n',
    });
    expect((await runCircusman(['detect', NODES], {XDG_STATE_HOME: state})).err).toMatch(
      /the default cluster: .*; choose another default/,
    );
  });

  test('is forgotten, and what it was is said', async () => {
    await on(NODES, 'cluster', 'save', 'lab', '--default');
    expect((await exec('cluster', 'forget', 'lab')).out).toBe(
      `cluster forget lab\n  @lab: ok (it was ${NODES}; it was the default: without a SET circusman does not start on it any more)\n`,
    );
    expect(readdirSync(path.join(state, 'circusman'))).toEqual(['clusters', 'job-numbers']);
    expect(readdirSync(path.join(state, 'circusman/clusters'))).toEqual([]);
  });

  test('that is saved again says what it was before', async () => {
    await on(NODES, 'cluster', 'save', 'lab');
    expect(said(await on('127.0.0.9', 'cluster', 'save', 'lab'))).toEqual({
      code: 0,
      text: `cluster save lab\n  @lab: ok (1 node: 127.0.0.9; was ${NODES})\ncircusman: cluster save lab: warning: lab is saved already, and gets other nodes: it was ${NODES}\n`,
    });
  });

  test('is listed whatever its name is, and what was left of one that was being written is not', async () => {
    const name = 'new.12-3.new';
    await on(NODES, 'cluster', 'save', name);
    writeFileSync(fileOf('.lab.12-3.new'), '127.0.0');
    expect((await on(NODES, 'cluster', 'list')).out).toBe(`cluster list\n  @${name}: ok (3 nodes: ${NODES})\n`);
  });

  test('is suggested where only the case of its name is another', async () => {
    await on(NODES, 'cluster', 'save', 'Lab-One');
    expect((await on('@lab-one', 'cluster')).err).toContain('there is no cluster lab-one: did you mean Lab-One?');
    expect((await on(' @Lab-One ', 'cluster')).out).toContain('unchanged (Lab-One)');
  });

  test('can be meant by the commands behind the one that saves, renames or forgets it', async () => {
    const moved = await on(
      NODES,
      'cluster save lab; cluster rename lab home; cluster 127.0.0.9; cluster load home; cluster',
    );
    expect(said(moved)).toMatchObject({code: 0, text: expect.stringContaining(`${NODES} (3): ok, unchanged (home)`)});
    expect(said(await on('127.0.0.9', 'cluster forget home; cluster @home'))).toEqual({
      code: 2,
      text: 'circusman: cluster @home: there is no cluster home: none has a name yet\n',
    });
    expect(readdirSync(path.join(state, 'circusman/clusters'))).toEqual(['home']);
  });

  test('of two programs at once none is lost', async () => {
    const names = Array.from({length: 6}, (_, index) => `lab${index}`);
    const runs = names.map((name, index) => on(`127.0.0.${index + 1}`, 'cluster', 'save', name));
    expect((await Promise.all(runs)).map(({code}) => code)).toEqual(names.map(() => 0));
    const renames = names.slice(0, 3).map(name => exec('-c', NODES, 'cluster', 'rename', name, 'one'));
    const codes = (await Promise.all(renames)).map(({code}) => code).sort();
    expect(codes[0]).toBe(0);
    const left = readdirSync(path.join(state, 'circusman/clusters'));
    const texts = left.map(name => readFileSync(fileOf(name), 'utf8'));
    expect(texts.sort()).toEqual(names.map((_, index) => `127.0.0.${index + 1}\n`));
  });
});

describe('where what was saved cannot be read', () => {
  test.each([
    ['clusters', ['-c', NODES, 'cluster', 'list']],
    ['clusters', ['-c', '@lab', 'cluster']],
    ['clusters', ['-c', NODES, 'cluster', 'load', 'lab']],
    ['default-cluster', ['cluster']],
  ])('%s: %j says so, and takes no other cluster', async (name, words) => {
    await on(NODES, 'cluster', 'save', 'lab', '--default');
    const place = path.join(state, 'circusman', name);
    rmSync(place, {recursive: true});
    symlinkSync(place, place);
    const {code, out, err} = await exec(...words);
    expect([code, out, err.split('\n').length]).toEqual([2, '', 2]);
    expect(err).toContain(`${place} cannot be read: its links lead round in a circle`);
  });

  test('there is nothing where its folder would be in a file', async () => {
    rmSync(state, {recursive: true});
    writeFileSync(state, '');
    expect((await on(NODES, 'cluster', 'list')).err).toContain('no cluster has a name yet');
    expect((await on(NODES, 'cluster', 'save', 'lab')).out).toContain(
      'there is a file where a folder of its path should be',
    );
  });
});

test('what is only about names asks no node', async () => {
  const host = `${TEST_NETWORK}.9.1`;
  let connections = 0;
  const server = createServer(socket => {
    connections++;
    socket.destroy();
  });
  await new Promise<void>(resolve => server.listen(5555, host, resolve));
  try {
    const run = await on(host, 'cluster', 'save', 'lab', ';', 'cluster', 'list', ';', 'cluster', 'forget', 'lab');
    expect([run.code, connections]).toEqual([0, 0]);
    // It would have been seen.
    expect([(await runCircusman(['status', '--quick', host])).code, connections > 0]).toEqual([1, true]);
  } finally {
    server.close();
  }
});

describe('a file of sets', () => {
  test('stands in a SET by its path, and may name others', async () => {
    const file = path.join(state, 'nodes');
    const more = path.join(state, 'more');
    writeFileSync(file, `# the lab\n${NODES}\n@${more}\n`);
    writeFileSync(more, '127.0.0.7\n');
    expect((await on(`@${file}`, 'cluster')).out).toContain(`127.0.0.7 (4): ok, unchanged (${file})`);
  });

  test.each([
    [
      '127.0.0.1\n127.0.0.256\n',
      ':2: 127.0.0.256 is no address: an IPv4 address has four numbers from 0 to 255, such as 192.168.0.1',
    ],
    ['@nobody\n', ':1: there is no cluster nobody: none has a name yet'],
    ['\n# nobody\n', 'has no node'],
  ])('that is wrong is refused with its place: %j', async (text, problem) => {
    const file = path.join(state, 'nodes');
    writeFileSync(file, text);
    const {code, text: sentence} = said(await on(`@${file}`, 'cluster'));
    expect([code, sentence.split('\n').length]).toEqual([2, 2]);
    expect(sentence).toContain(problem);
    expect(sentence).toContain(file);
  });

  test('that names itself is refused, also through another', async () => {
    const file = path.join(state, 'nodes');
    const more = path.join(state, 'more');
    writeFileSync(file, `@${more}\n`);
    writeFileSync(more, `127.0.0.1\n@${path.join(state, '.', 'nodes')}\n`);
    expect((await on(`@${file}`, 'cluster')).err).toBe(
      `circusman: @${file}: ${file}:1: ${more}:2: @${file}: the files name each other in a circle\n`,
    );
  });

  test('that names another one again and again has it read once', async () => {
    const place = (index: number) => path.join(state, `set${index}`);
    for (let index = 0; index < 40; index++) writeFileSync(place(index), `@${place(index + 1)}\n`.repeat(2));
    writeFileSync(place(40), '127.0.0.9\n');
    expect((await on(`@${place(0)}`, 'cluster')).out).toContain('127.0.0.9: ok');
  });

  test.each([
    ['there is none', (_: string) => {}, 'there is no such file'],
    ['a folder', (file: string) => execFileSync('mkdir', [file]), 'cannot be read: it is a folder, not a plain file'],
    ['a pipe', (file: string) => execFileSync('mkfifo', [file]), 'cannot be read: it is a pipe, not a plain file'],
    [
      'too long',
      (file: string) => execFileSync('truncate', ['-s', '9M', file]),
      'cannot be read: it is longer than 8 MB',
    ],
  ])('is refused where it is %s', async (_, make, problem) => {
    const file = path.join(state, 'nodes');
    make(file);
    expect(said(await on(`@${file}`, 'cluster'))).toEqual({
      code: 2,
      text: expect.stringContaining(`${file}`),
    });
    expect((await on(`@${file}`, 'cluster')).err).toContain(problem);
  });
});

describe('a cluster of the configuration file', () => {
  const withFile = (...words: readonly string[]) => {
    const file = path.join(state, 'config.toml');
    writeFileSync(file, `[clusters.lab]\nnodes = "127.0.0.4-5"\naddresses = {"127.0.0.4" = "10.0.0.4"}\n`);
    return runCircusman(['exec', ...words], {XDG_STATE_HOME: state, CIRCUSMAN_CONFIG: file});
  };

  test('stands in a SET by its name, is listed with its place, and saved under another name with its addresses', async () => {
    const run = await withFile('-c', '@lab', 'cluster', 'save', 'other', ';', 'cluster', 'list');
    expect(run.out).toContain('@lab: ok (2 nodes: 127.0.0.4-5; in ');
    expect(readFileSync(fileOf('other'), 'utf8')).toBe('127.0.0.4 as 10.0.0.4\n127.0.0.5\n');
    expect((await withFile('-c', '@lab', 'cluster', 'save', 'lab')).err).toMatch(
      /lab is in .*config\.toml:1: choose another name/,
    );
    expect((await withFile('-c', '@lab', 'cluster', 'forget', 'lab')).err).toMatch(
      /lab is in .*config\.toml:1: change it there/,
    );
  });

  test('that the configuration makes the default stays so, and who saves another one as that is told', async () => {
    const env = {XDG_STATE_HOME: state, CIRCUSMAN_DEFAULT_CLUSTER: 'lab'};
    await on(NODES, 'cluster', 'save', 'lab');
    const run = await runCircusman(['exec', '-c', '127.0.0.9', 'cluster', 'save', 'other', '--default'], env);
    expect(run.out).toContain('saved as the default, but that is lab: circusman config says why');
    expect((await runCircusman(['exec', 'cluster'], env)).out).toContain('(lab)');
    expect((await exec('cluster')).out).toContain('(other)');
  });

  test('that is saved, too, is refused with both places, until the saved one is renamed or forgotten', async () => {
    await on(NODES, 'cluster', 'save', 'lab', '--default');
    const places = /lab is in .*config\.toml:1, and saved in .*clusters\/lab, too/;
    for (const words of [['-c', '@lab', 'cluster'], ['-c', NODES, 'cluster', 'load', 'lab'], ['cluster']]) {
      expect(said(await withFile(...words))).toEqual({code: 2, text: expect.stringMatching(places)});
    }
    expect(said(await withFile('-c', NODES, 'cluster', 'list'))).toEqual({
      code: 1,
      text: expect.stringMatching(places),
    });
    // Behind the command that forgets it the name means what the file says.
    expect(said(await withFile('-c', NODES, 'cluster forget lab; cluster @lab'))).toEqual({
      code: 0,
      text: expect.stringMatching(/127\.0\.0\.4-5.*: ok \(added\)$/m),
    });
    expect((await withFile('-c', '@lab', 'cluster')).out).toContain('127.0.0.4-5 (2): ok, unchanged (lab)');
  });
});

test.each([
  [['save', 'a/b'], '"a/b" is a path: a cluster\'s name has no slash'],
  [['save', '.lab'], '".lab" is no name for a cluster'],
  [['save'], 'NAME is missing: cluster save NAME'],
  [['load', 'lba'], 'there is no cluster lba: did you mean lab?'],
  [['load', './lab'], "./lab is a file, no cluster's name: a set of nodes can be @./lab"],
  [['rename', 'lab', 'other'], 'there is a other already'],
  [['rename', 'lab'], 'NEW is missing: cluster rename NAME NEW'],
  [['forget', 'nobody'], 'there is no cluster nobody: there are lab, other'],
  [['@lba'], 'there is no cluster lba: did you mean lab?'],
  [['list', 'all'], '"all" is one word too many: cluster list'],
  [['--default'], '--default goes with cluster save NAME'],
])('cluster %j is refused with one sentence, and nothing is lost', async (words, problem) => {
  await on(NODES, 'cluster', 'save', 'lab', ';', 'cluster', 'save', 'other');
  const {code, out, err} = await on(NODES, 'cluster', ...words);
  expect([code, out, err.split('\n').length]).toEqual([2, '', 2]);
  expect(err).toContain(problem);
  expect(readdirSync(path.join(state, 'circusman/clusters'))).toEqual(['lab', 'other']);
});

const runFile = promisify(execFile);
const missing = await whatLabNeeds();

(missing === null ? test : test.skip).each([
  ['read-only', 'mount -o remount,ro "$XDG_STATE_HOME"', 'its disk is read-only'],
  ['full', 'head -c 1M /dev/zero >"$XDG_STATE_HOME/fill" 2>/dev/null', 'its disk is full'],
])(
  `where the disk is %s the sentence says so, and nothing is lost${missing === null ? '' : ` (${missing})`}`,
  async (_, spoil, problem) => {
    const clusters = '"$XDG_STATE_HOME/circusman/clusters"';
    const script = [
      `mount -t tmpfs -o size=64k none "$XDG_STATE_HOME" && mkdir -p ${clusters} && echo 127.0.0.1 >${clusters}/lab`,
      spoil,
      'for name in lab other; do "$0" "$1" exec -c 127.0.0.2 cluster save $name; echo "exit $?"; done',
      `grep -r . ${clusters}`,
    ].join('\n');
    const {stdout} = await runFile('unshare', ['--mount', 'sh', '-c', script, process.execPath, CIRCUSMAN], {
      env: {PATH: process.env.PATH, HOME: '/', LANG: 'C.UTF-8', XDG_STATE_HOME: state},
    });
    const file = (name: string) => path.join(state, 'circusman/clusters', name);
    expect(stdout).toBe(
      ['lab', 'other']
        .map(name => `cluster save ${name}\n  @${name}: failed: ${file(name)} cannot be written: ${problem}\nexit 2\n`)
        .join('')
        .concat(`${file('lab')}:127.0.0.1\n`),
    );
  },
);
