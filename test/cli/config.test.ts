import {execFileSync} from 'node:child_process';
import {mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {afterAll, afterEach, describe, expect, test} from '@jest/globals';
import {openScreen, type Screen} from '../support/circusman-screen.js';
import {runCircusman} from '../support/run-circusman.js';
import {testHost} from '../support/test-network.js';

/** The configuration file, where users meet it. Nobody answers at these addresses. */
const [ONE, OTHER] = [testHost('78.1'), testHost('78.2')];

const folder = realpathSync(mkdtempSync(path.join(tmpdir(), 'circusman-config-')));
let files = 0;
let screen: Screen | undefined;

afterEach(async () => {
  await screen?.close();
  screen = undefined;
});
afterAll(() => rmSync(folder, {recursive: true, force: true}));

function fileOf(text: string): string {
  const file = path.join(folder, `${++files}.toml`);
  writeFileSync(file, text);
  return file;
}

/** What `circusman config` says of such a file: the lines of its complaint, without its name. */
async function complaint(text: string, env: Readonly<Record<string, string>> = {}): Promise<readonly string[]> {
  const file = fileOf(text);
  const {code, out, err} = await runCircusman(['config', '--config', file], env);
  expect([code, out]).toEqual([2, '']);
  return err
    .trimEnd()
    .split('\n')
    .map(line => line.replace('circusman: ', '').replaceAll(file, 'FILE'));
}

/** The value that is in force, and where it comes from. */
async function inForce(key: string, args: readonly string[], env: Readonly<Record<string, string>> = {}) {
  const {code, out, err} = await runCircusman(['config', ...args], env);
  expect([code, err]).toEqual([0, '']);
  const line = out.split('\n').find(each => each.startsWith(`${key} `)) ?? '';
  return line.slice(key.length).trim().replace(/ {2,}/, ' from ');
}

describe('what a file says counts, but less than a variable, and that less than a flag', () => {
  const file = fileOf('port = 7001\ncolor = false\n[timeouts]\nconnect = "500ms"\ncommand = 90\n[pings]\nevery = 3\n');

  test.each([
    ['port', [], {}, `7001 from ${file}:1`],
    ['port', [], {CIRCUSMAN_PORT: '7002'}, '7002 from CIRCUSMAN_PORT'],
    ['port', ['--port', '7003'], {CIRCUSMAN_PORT: '7002'}, '7003 from --port'],
    ['color', [], {}, `false from ${file}:2`],
    ['color', [], {CIRCUSMAN_NO_COLOR: '0'}, 'true from CIRCUSMAN_NO_COLOR'],
    ['timeouts.connect', [], {}, `"500ms" from ${file}:4`],
    ['timeouts.command', [], {}, `"90s" from ${file}:5`],
    ['timeouts.command', ['--timeout', 'auto'], {}, '"auto" from --timeout'],
    ['pings.every', [], {}, `"3s" from ${file}:7`],
    ['pings.every', [], {CIRCUSMAN_PINGS_EVERY: '5s'}, '"5s" from CIRCUSMAN_PINGS_EVERY'],
    ['thresholds.ask_above', [], {CIRCUSMAN_ASK_ABOVE: '0'}, '0 from CIRCUSMAN_ASK_ABOVE'],
    ['theme', [], {CIRCUSMAN_THEME: 'light'}, '"light" from CIRCUSMAN_THEME'],
    ['grid.columns', [], {}, '"auto" from default'],
  ])('%s %j %j', async (key, args, env, text) => {
    expect(await inForce(key, ['--config', file, ...args], env)).toBe(text);
  });
});

describe('the file is found', () => {
  const home = path.join(folder, 'home');
  const xdg = path.join(folder, 'xdg');
  mkdirSync(path.join(home, '.config', 'circusman'), {recursive: true});
  mkdirSync(path.join(xdg, 'circusman'), {recursive: true});
  writeFileSync(path.join(home, '.config', 'circusman', 'config.toml'), 'port = 7101\n');
  writeFileSync(path.join(xdg, 'circusman', 'config.toml'), 'port = 7102\n');
  const named = fileOf('port = 7103\n');

  test.each([
    [{HOME: home, XDG_CONFIG_HOME: ''}, '7101'],
    [{HOME: home, XDG_CONFIG_HOME: xdg}, '7102'],
    [{HOME: home, XDG_CONFIG_HOME: xdg, CIRCUSMAN_CONFIG: named}, '7103'],
    [{HOME: home, XDG_CONFIG_HOME: xdg, CIRCUSMAN_CONFIG: '/dev/null'}, '5555'],
    [{HOME: folder, XDG_CONFIG_HOME: ''}, '5555'],
    [{HOME: home, XDG_CONFIG_HOME: '/dev/null'}, '5555'],
  ])('%j', async (env, port) => {
    expect(await inForce('port', [], env)).toMatch(new RegExp(`^${port} from `));
  });

  test('a flag names it before a variable does', async () => {
    expect(await inForce('port', ['--config', named], {CIRCUSMAN_CONFIG: '/nowhere'})).toBe(`7103 from ${named}:1`);
  });
});

describe('what cannot be read is one sentence', () => {
  const pipe = path.join(folder, 'pipe');
  execFileSync('mkfifo', [pipe]);
  const link = path.join(folder, 'link');
  symlinkSync('nowhere', link);

  test.each([
    [folder, 'this is a folder, not a plain file'],
    [pipe, 'this is a pipe, not a plain file'],
    ['/dev/zero', 'this is a device, not a plain file'],
    [path.join(folder, 'none.toml'), 'there is no such file'],
    [link, 'there is no such file'],
    [path.join(pipe, 'x.toml'), 'it cannot be read: '],
    [fileOf(`# ${'x'.repeat(1_000_000)}\n`), 'it is longer than 1 MB'],
    ['', 'there is no such file'],
  ])('%s', async (file, sentence) => {
    for (const words of [['config'], ['status', ONE], ['exec', '-c', ONE, 'stop'], ['config', '--check']]) {
      const [first = '', ...rest] = words;
      const {code, out, err} = await runCircusman([first, '--config', file, ...rest]);
      expect([code, out]).toEqual([2, '']);
      expect(err).toMatch(/^circusman: [^\n]+\n$/);
      expect(err).toContain(`${file === '' ? '""' : file}: ${sentence}`);
    }
  });

  test('the folder in the place of the file, too', async () => {
    const home = path.join(folder, 'odd');
    mkdirSync(path.join(home, 'circusman', 'config.toml'), {recursive: true});
    const {code, err} = await runCircusman(['status', ONE], {XDG_CONFIG_HOME: home});
    expect([code, err]).toEqual([2, `circusman: ${home}/circusman/config.toml: this is a folder, not a plain file\n`]);
  });
});

test('a file in its usual place that cannot be looked at is not taken for none', async () => {
  const home = path.join(folder, 'round');
  const file = path.join(home, 'circusman', 'config.toml');
  mkdirSync(path.dirname(file), {recursive: true});
  symlinkSync(file, file);
  const {code, err} = await runCircusman(['status', ONE], {XDG_CONFIG_HOME: home});
  expect([code, err]).toEqual([2, `circusman: ${file}: it cannot be read: its links lead round in a circle\n`]);
});

describe('what is no TOML is named with its line', () => {
  const NO_TOML = 'this is no TOML: .+';
  test.each([
    ['a key with a space', 'port = 5555\nread only = true\n', 2, NO_TOML],
    ['JSON', '{"port": 5555}', 1, NO_TOML],
    ['a key twice', 'port = 5555\n\nport = 5565\n', 3, NO_TOML],
    ['a table twice', '[grid]\nwatchers = []\n[grid]\ncolumns = []\n', 3, NO_TOML],
    ['a text that does not end', '[timeouts]\nconnect = "3s\n', 2, NO_TOML],
    ['what a terminal would obey', '\u0000\u0001\u001B[31m', 1, NO_TOML],
    ['lists in lists in lists', `x = ${'['.repeat(100_000)}${']'.repeat(100_000)}`, 1, 'this is nested too deeply'],
    ['what objects have', 'port = 1\n__proto__ = {port = 2}\n', 2, '__proto__ is no name for a key'],
  ])('%s', async (_what, text, line, sentence) => {
    const said = await complaint(text);
    expect(said).toEqual([expect.stringMatching(new RegExp(`^FILE:${line}: ${sentence}$`))]);
    expect(said[0]).not.toMatch(/[\u0000-\u001F\u007F-\u009F]/);
  });
});

test('everything that is wrong is said at once: its line, its key, and what is allowed', async () => {
  const said = await complaint(`port = "5555"
on_failure = "siren"
read-only = true
colour = false
connect_timeout = "3s"
default_cluster = "a/b"
ascii = 1
[timeouts]
connect = "3 weeks"
command = -1
conect = "3s"
[pings]
every = "1ms"
[thresholds]
ask_above = 8.5
flapping_within = 1979-05-27
[gird]
columns = []
[grid]
watchers = "neo4j"
columns = ["cpu", "memry"]
[clusters.lab]
nodes = ["10.0.0.1-8",
  "10.0.0.300"]
[clusters.new]
port = 0
transport = "ssh"
[clusters.far]
nodes = "10.1.0.1-2"
addresses = {"10.1.0.1" = "gateway", "10.1.0.2" = "fe80::2"}
[clusters.other]
nodes = "10.2.0.1-2"
addresses = {"10.2.0.1" = "10.9.0.1", "10.2.0.9" = "10.9.0.9"}
[clusters.none]
nodes = "10.0.0.1,!10.0.0.1"
[keys.grid]
stop = 3
[keys.grd]
stop = "k"
`);
  expect(said).toEqual([
    'FILE:1: port: "5555" is not a port from 1 to 65535',
    'FILE:2: on_failure: "siren" is not one of bell, message, none',
    'FILE:3: read-only: there is no such key: did you mean read_only?',
    'FILE:4: colour: there is no such key: did you mean color?',
    'FILE:5: connect_timeout: there is no such key: did you mean timeouts.connect?',
    'FILE:6: default_cluster: "a/b" is not the name of a cluster, such as "lab"',
    'FILE:7: ascii: 1 is not true or false, or "auto"',
    'FILE:9: timeouts.connect: "3 weeks" is not a duration such as 500ms, 3s or 2m',
    'FILE:10: timeouts.command: -1 is not a duration such as 500ms, 30s or 2m, or "auto"',
    'FILE:11: timeouts.conect: there is no such key: did you mean connect?',
    'FILE:13: pings.every: "1ms" is not a duration such as 2s, from 200 ms to 10 min, or "auto"',
    'FILE:15: thresholds.ask_above: 8.5 is not a whole number from 0 to 65536',
    'FILE:16: thresholds.flapping_within: 1979-05-27T00:00:00.000Z is not a duration such as 5m, from 10 s to 60 min',
    'FILE:17: gird: there is no such key: did you mean grid?',
    'FILE:20: grid.watchers: "neo4j" is not a list of names of watchers',
    'FILE:21: grid.columns: "memry" is no column: did you mean memory?',
    expect.stringMatching(/^FILE:24: clusters\.lab\.nodes: 10\.0\.0\.300: .+/),
    'FILE:25: clusters.new.nodes: this is missing',
    'FILE:26: clusters.new.port: 0 is not a port from 1 to 65535',
    'FILE:27: clusters.new.transport: "ssh" is not "tcp", the only one there is',
    'FILE:30: clusters.far.addresses.10.1.0.1: "gateway" is not an IP address that other machines know, such as 10.0.0.1 or fd00::1',
    'FILE:30: clusters.far.addresses.10.1.0.2: "fe80::2" is not an IP address that other machines know, such as 10.0.0.1 or fd00::1',
    'FILE:33: clusters.other.addresses: 10.2.0.9 is no node of other',
    'FILE:34: clusters.none.nodes: this set has no node',
    'FILE:37: keys.grid.stop: 3 is not a key such as "k" or "ctrl-x", or a list of them',
    'FILE:39: keys.grd.stop: "grd" is no screen that has keys: did you mean grid?',
  ]);
});

test('of one cluster, too, everything that is wrong is said at once, and no more than that', async () => {
  const said = await complaint(`default_cluster = "lab"
[clusters.lab]
port = "5555"
nodes = [
  "10.0.0.300",
  "10.0.0.1-3",
  "a b",
]
addresses = {"10.0.0.2" = "gateway", "10.0.0.9" = "10.9.0.9"}
[clusters.empty]
nodes = []
[grid]
columns = ["memry"]
`);
  expect(said).toEqual([
    'FILE:3: clusters.lab.port: "5555" is not a port from 1 to 65535',
    expect.stringMatching(/^FILE:5: clusters\.lab\.nodes: 10\.0\.0\.300: .+/),
    expect.stringMatching(/^FILE:7: clusters\.lab\.nodes: a b: .+/),
    expect.stringMatching(/^FILE:9: clusters\.lab\.addresses\.10\.0\.0\.2: "gateway" is not an IP address/),
    'FILE:11: clusters.empty.nodes: [] is not a SET such as "192.168.0.1-32", or a list of them',
    'FILE:13: grid.columns: "memry" is no column: did you mean memory?',
  ]);
});

test('keys that conflict name both', async () => {
  const said = await complaint('[keys.grid]\nstop = "s"\nmark = ["space", "v"]\n');
  expect(said).toHaveLength(1);
  expect(said[0]).toMatch(/^FILE:2: keys\.grid\.stop: .*\bstart\b/);
});

test('every program refuses a wrong file; with --json each reason is in the answer, too', async () => {
  const file = fileOf('prot = 1\ntheme = "pink"\n');
  const both = `circusman: ${file}:1: prot: there is no such key: did you mean port?\ncircusman: ${file}:2: theme: "pink" is not one of auto, dark, light\n`;
  for (const words of [
    ['status', ONE],
    ['exec', '-c', ONE, 'stop'],
    ['config'],
    ['config', '--check'],
    ['demo'],
    [ONE],
  ]) {
    const {code, out, err} = await runCircusman(words, {CIRCUSMAN_CONFIG: file});
    expect([code, out, err]).toEqual([2, '', both]);
  }
  const {out} = await runCircusman(['status', ONE, '--json'], {CIRCUSMAN_CONFIG: file});
  expect(JSON.parse(out)).toEqual({
    version: 1,
    command: null,
    error: expect.stringContaining('prot'),
    errors: [expect.stringContaining('prot'), expect.stringContaining('theme')],
    exitCode: 2,
  });
});

test('config --check says nothing where nothing is wrong', async () => {
  const file = fileOf(`default_cluster = "lab"\n[clusters.lab]\nnodes = "${ONE}"\n[keys.grid]\nmark = "v"\n`);
  for (const args of [[], ['--config', file]]) {
    expect(await runCircusman(['config', '--check', ...args])).toEqual({code: 0, out: '', err: ''});
  }
});

test('config takes no nodes', async () => {
  const {code, err} = await runCircusman(['config', ONE]);
  expect([code, err]).toEqual([2, `circusman: config takes no nodes: leave out ${ONE}\n`]);
});

describe('a cluster of the file', () => {
  const file = fileOf(
    `port = 7201\ndefault_cluster = "lab"\ntimeouts.connect = "300ms"\n[clusters.lab]\nnodes = ["${ONE}", "${OTHER}:7301"]\n[clusters.far]\nnodes = "${OTHER}"\nport = 7401\n`,
  );
  const nodes = async (...words: readonly string[]) => {
    const {out} = await runCircusman(['status', '--quick', '--json', '--config', file, ...words]);
    return JSON.parse(out).nodes.map(({node}: {node: string}) => node);
  };

  test('is taken by its name, and by default; its nodes without a port have its own or the one that is set', async () => {
    expect(await nodes()).toEqual([`${ONE}:7201`, `${OTHER}:7301`]);
    expect(await nodes('@lab', '--port', '7202')).toEqual([`${ONE}:7202`, `${OTHER}:7301`]);
    expect(await nodes('@far')).toEqual([`${OTHER}:7401`]);
    expect(await nodes(`@lab,!${OTHER}:7301`)).toEqual([`${ONE}:7201`]);
  });

  test('that is saved, too, is an error that names both places', async () => {
    const state = path.join(folder, 'state');
    const saved = path.join(state, 'circusman', 'clusters', 'lab');
    mkdirSync(path.dirname(saved), {recursive: true});
    writeFileSync(saved, `${OTHER}\n`);
    for (const words of [
      ['status', '@lab'],
      ['config', '--check'],
    ]) {
      const {code, err} = await runCircusman([...words, '--config', file], {XDG_STATE_HOME: state});
      expect(code).toBe(2);
      expect(err).toMatch(/^circusman: [^\n]+\n$/);
      expect([err.includes(`${file}:4`), err.includes(saved)]).toEqual([true, true]);
    }
  });

  test('that is saved, too, is said with all else that is wrong', async () => {
    const state = path.join(folder, 'state');
    const said = await complaint('port = 0\ndefault_cluster = "lob"\n[clusters.lab]\nnodes = "x y"\n', {
      XDG_STATE_HOME: state,
    });
    expect(said).toEqual([
      expect.stringMatching(/^lab is in FILE:3, and saved in .*lab, too/),
      'FILE:1: port: 0 is not a port from 1 to 65535',
      'FILE:2: default_cluster: there is no cluster lob: did you mean lab?',
      expect.stringMatching(/^FILE:4: clusters\.lab\.nodes: x y: /),
    ]);
  });

  test('that is to be the default has to be there', async () => {
    const said = await complaint('\ndefault_cluster = "lob"\n[clusters.lab]\nnodes = "127.0.0.1"\n');
    expect(said).toEqual(['FILE:2: default_cluster: there is no cluster lob: did you mean lab?']);
  });
});

test('read_only of the file refuses what would change a node, unless a variable says otherwise', async () => {
  const file = fileOf('read_only = true\n');
  const words = ['exec', '-c', ONE, '--config', file, '--connect-timeout', '300ms', 'stop', 'x'];
  const {code, err} = await runCircusman(words);
  expect([code, err]).toEqual([2, 'circusman: stop x: read-only: stop would change a node\n']);
  expect((await runCircusman(words, {CIRCUSMAN_READ_ONLY: '0'})).code).toBe(1);
});

test('the full screen starts on the default cluster of the file, with its keys, from the first picture on', async () => {
  const file = fileOf(
    `default_cluster = "lab"\n[clusters.lab]\nnodes = "${ONE}"\n[keys.grid]\nstop = "X"\nmark = "v"\n`,
  );
  screen = openScreen(['--config', file], {columns: 120, rows: 20});
  await screen.until(/v mark.* X stop/);
  expect(screen.lines().join('\n')).toMatch(new RegExp(`lab[\\s\\S]*${ONE.replaceAll('.', '\\.')} `));
  screen.press('q');
  expect(await screen.exit).toMatchObject({code: 0});
});
