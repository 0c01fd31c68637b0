import {mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import {describe, expect, test} from '@jest/globals';
import {screenRequest} from '../../src/cli/early-screen.js';
import {partCommands} from '../../src/cli/exec.js';
import {helpText, noTopic, topicHelp} from '../../src/cli/help-text.js';
import {PROGRAMS} from '../../src/cli/programs.js';
import {readRequest} from '../../src/cli/request.js';
import {readNodes} from '../../src/command/node-operands.js';
import {commandTable} from '../../src/command/table.js';
import {openSavedClusters} from '../../src/files/saved-clusters.js';
import {nodeSpec} from '../../src/model/node-spec.js';

const wordsOf = (line: string) => (line === '' ? [] : line.split(' '));
const read = (line: string, environment = {}) =>
  readRequest(wordsOf(line), environment, (operands, defaultPort) => {
    const words = operands.map(text => ({text, at: 0}));
    const result = readNodes(words, defaultPort);
    return result.ok ? result.value : result.problem.message;
  });

async function requestOf(line: string, environment = {}) {
  const result = await read(line, environment);
  if (result.kind !== 'request') throw new Error(JSON.stringify(result));
  const {request} = result;
  return {
    ...request,
    ...('nodes' in request ? {nodes: request.nodes.map(node => node.id)} : {}),
    ...('typed' in request
      ? {commands: partCommands(request.typed).map(words => words.map(word => word.text).join(' '))}
      : {}),
  };
}

test('no SET is the cluster of the source document', async () => {
  const request = await requestOf('');
  expect(request).toMatchObject({program: 'screen'});
  expect('nodes' in request && request.nodes).toHaveLength(32);
});

test.each([
  ['127.0.0.1-2', {program: 'screen', nodes: ['127.0.0.1', '127.0.0.2']}],
  ['127.0.0.1 3', {program: 'screen', nodes: ['127.0.0.1', '127.0.0.2', '127.0.0.3']}],
  ['127.0.0.1 --port 5565', {program: 'screen', nodes: ['127.0.0.1:5565']}],
  ['status 127.0.0.1 --json --quick', {program: 'status', isJson: true, isQuick: true, nodes: ['127.0.0.1']}],
  ['--timeout 5s status 127.0.0.1', {program: 'status', config: {timeout: 5_000}}],
  [
    'exec -c 127.0.0.1 -c 127.0.0.3 start titan',
    {program: 'exec', nodes: ['127.0.0.1', '127.0.0.3'], commands: ['start titan']},
  ],
  ['exec -c 127.0.0.1 start a ; stop b', {commands: ['start a', 'stop b']}],
  ['exec -c 127.0.0.1 start a; stop b', {commands: ['start a', 'stop b']}],
  ['exec -c 127.0.0.1 start a --json', {isJson: true, commands: ['start a']}],
  ['exec --json -c 127.0.0.1 cluster remove 127.0.0.2', {isJson: true, commands: ['cluster remove 127.0.0.2']}],
  ['exec -c 127.0.0.1 cluster -127.0.0.2', {commands: ['cluster -127.0.0.2']}],
  ['exec --yes start a', {consent: {kind: 'yes', count: null}, commands: ['start a']}],
  ['exec -c 127.0.0.1 start a --yes=32', {consent: {kind: 'yes', count: 32}, commands: ['start a']}],
  ['exec -c 127.0.0.1 start --dry-run --set a=b', {commands: ['start --dry-run --set a=b']}],
  ['exec -c 127.0.0.1 start --timeout=1s --help', {commands: ['start --timeout=1s --help']}],
  ['exec -c 127.0.0.1 -- start -- --a', {commands: ['start -- --a']}],
  ['exec jobs', {program: 'jobs', isJson: false, exported: null}],
  [
    'exec -c 127.0.0.1 jobs export 3-9 again --json',
    {program: 'jobs', isJson: true, exported: {range: {from: 3, to: 9}, file: 'again'}},
  ],
  ['exec -c 127.0.0.1 start a ; jobs', {program: 'exec', commands: ['start a', 'jobs']}],
  ['exec jobs; start a', {program: 'exec', commands: ['jobs', 'start a']}],
  ['detect', {program: 'detect', isJson: false, search: {nodes: null, ports: [5555], isMulticast: false, typed: null}}],
  ['detect --port 5565 --multicast --json', {isJson: true, search: {nodes: null, ports: [5565], isMulticast: true}}],
  [
    'detect 127.0.0.1 2 --ports 5565,5575',
    {
      search: {
        nodes: [5565, 5575].flatMap(port => [{id: `127.0.0.1:${port}`}, {id: `127.0.0.2:${port}`}]),
        typed: '127.0.0.1 2',
      },
    },
  ],
  ['--no-color demo', {program: 'demo', config: {hasColor: false}}],
  ['demo --no-color', {program: 'demo', config: {hasColor: false}}],
  ['demo', {program: 'demo', count: 8}],
  ['demo --real', {program: 'demo', count: null}],
  ['demo --nodes 3 --ascii', {program: 'demo', count: 3, config: {isAscii: true}}],
])('%s', async (line, request) => {
  expect(await requestOf(line)).toMatchObject(request);
});

test.each(['--version', '-V', 'version', '127.0.0.1 --version'])('%s asks for the version', async line => {
  expect(await read(line)).toEqual({kind: 'version'});
});

test.each([
  ['--help', 'screen'],
  ['-h', 'screen'],
  ['help', 'screen'],
  ['127.0.0.1 --help', 'screen'],
  ['exec --help', 'exec'],
  ['exec -c 127.0.0.1 -h', 'exec'],
  ['--help status', 'status'],
])('%s asks for help', async (line, name) => {
  expect(await read(line)).toMatchObject({kind: 'help', program: {name}});
});

test.each([...commandTable.keys()])('help %s is about that command, in lines of at most 80 columns', async name => {
  const result = await read(`help ${name}`);
  expect(result).toMatchObject({kind: 'help', topic: name});
  const text = topicHelp(name) ?? '';
  expect(text).toContain(`In the command bar: ${name}`);
  expect(text.split('\n').filter(line => line.length > 80)).toEqual([]);
});

test('help about what there is not names the nearest command', () => {
  expect([topicHelp('strat'), noTopic('strat'), noTopic('bogus')]).toEqual([
    null,
    'help strat: there is no such command: did you mean start?',
    'help bogus: there is no such command; circusman help is about all of it',
  ]);
});

test('help behind a command of exec is a word of that command', async () => {
  expect(await requestOf('exec -c 127.0.0.1 start --help -h')).toMatchObject({commands: ['start --help -h']});
});

test('the help lists each program with its flags, and what exec takes', async () => {
  const text = async (line: string) => {
    const result = await read(line);
    if (result.kind !== 'help') throw new Error(line);
    return result.topic === null ? helpText(result.program) : (topicHelp(result.topic) ?? '');
  };
  expect(await text('--help')).toMatch(/^Usage: circusman \[options\] \[command\] \[SET\.\.\.\]\n/);
  expect(await text('--help')).toMatch(
    /\n {2}-V, --version {2,}print the version\n[\s\S]*\n {2}demo +a cluster of real/,
  );
  expect(await text('help exec')).toMatch(/\n {2}-c <SET> {2,}the nodes[\s\S]*\n {2}start \[watcher…\]/);
  const texts = await Promise.all(['--help', 'help status', 'help demo'].map(text));
  const lines = texts.flatMap(each => each.split('\n\nA SET')[0]?.split('\n') ?? []);
  expect(lines.filter(line => line.length > 80)).toEqual([]);
});

test('the demo takes all of a configuration file but what is about clusters', async () => {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'circusman-request-'));
  try {
    const file = path.join(folder, 'config.toml');
    writeFileSync(
      file,
      'port = 7001\ndefault_cluster = "lab"\ntheme = "light"\n[clusters.lab]\nnodes = "10.0.0.1"\n[keys.grid]\nmark = "v"\n',
    );
    const demo = await read(`demo --config ${file}`);
    const config = {
      defaultPort: 5555,
      defaultCluster: null,
      theme: 'light',
      clusters: new Map(),
      keys: [{name: 'mark'}],
    };
    expect(demo).toMatchObject({kind: 'request', request: {program: 'demo', config}});
    expect(await read(`--config ${file}`)).toMatchObject({
      request: {config: {defaultPort: 7001, defaultCluster: 'lab'}},
    });
    expect(await read(`demo --port 7002`, {CIRCUSMAN_CONFIG: file})).toMatchObject({
      request: {config: {defaultPort: 7002}},
    });
  } finally {
    rmSync(folder, {recursive: true});
  }
});

test('every program takes --config, but that which reads no configuration', () => {
  const without = Object.values(PROGRAMS).filter(({flags}) => !flags.some(({name}) => name === 'config'));
  expect(without.map(({name}) => name)).toEqual(['completion']);
});

describe('a mistake is one sentence, and JSON is for programs', () => {
  test.each([
    ['--bogus', "unknown option '--bogus'"],
    ['status --jsn', "unknown option '--jsn' of status: did you mean --json?"],
    ['--quick 127.0.0.1', "unknown option '--quick': it belongs to circusman status"],
    ['-x', "unknown option '-x'"],
    ['127.0.0.1 --ascii=1', "option '--ascii' takes no value"],
    ['demo 127.0.0.1', 'demo takes no nodes, but has its own: leave out 127.0.0.1'],
    ['hlep', '"hlep" is no command: did you mean help?'],
    ['exec -c', "option '-c <SET>' argument missing"],
    ['127.0.0.1 --port x', '--port: "x" is not a port from 1 to 65535'],
    ['127.0.0.1 --timeout', "option '--timeout <duration>' argument missing"],
    ['127.0.0.999', '127.0.0.999: '],
    ['status 127.0.0.5-1', '127.0.0.5-1: '],
    ['@lab', '@lab: '],
    ['127.0.0.1,!127.0.0.1', '127.0.0.1,!127.0.0.1: '],
    ['exec stop titan -c 127.0.0.1', '-c stands before the command: circusman exec -c SET COMMAND'],
    ['exec -c 127.0.0.1 -c 2 start', '127.0.0.1,2: '],
    ['stat', '"stat" is no command: did you mean status? (a node of that name: stat:5555)'],
    ['stauts 127.0.0.1', '"stauts" is no command: did you mean status? (a node of that name: stauts:5555)'],
    ['127.0.0.1 status', 'status comes first: circusman status …'],
    ['demo --nodes 0', '--nodes: "0" is not a number from 1 to 64'],
    ['demo --real --nodes 4', '--real has four nodes: leave out --nodes'],
    ['detect 127.0.0.1 --ports 5555,x', '--ports: "x" is not a port from 1 to 65535'],
    ['detect 127.0.0.999', '127.0.0.999: '],
    ['detect 127.0.0.1,!127.0.0.1', '127.0.0.1,!127.0.0.1: this set has no node'],
    ['--ports 5555 127.0.0.1', "unknown option '--ports'"],
    ['run', 'run wants a file, such as: circusman run bringup.circusman'],
    ['run /no/such/file', '/no/such/file cannot be read: there is no such file'],
    ['exec run', 'run wants a file, such as: circusman run bringup.circusman'],
    ['exec run /no/such/file', '/no/such/file cannot be read: there is no such file'],
    ['exec run a --stop', "unknown option '--stop' of run"],
    ['exec -x run a', "unknown option '-x' of exec"],
    ['run a b', 'run takes one file: b is one word too many'],
    ['run a --set b', '--set wants name=value, and "b" is none'],
    ['run a --set b=1 --set b=2', '--set b is said twice'],
    ['run a --set b=', '--set b= gives it no value: lines would mean something else without it'],
    ['exec --yes=many start', '--yes: "many" is not a number of targets'],
  ])('%s', async (line, sentence) => {
    const wrong = {kind: 'wrong', reason: expect.stringContaining(sentence)};
    expect(await read(line)).toEqual({...wrong, others: [], isJson: false});
    // Whatever is wrong with the rest.
    expect(await read(`${line} --json`)).toMatchObject({kind: 'wrong', isJson: true});
  });
});

describe('the first picture is drawn for what the quick reader understands, which is what it means to the other one', () => {
  test.each([
    ['10.0.0.1-32', {}],
    ['10.0.0.1 32', {}],
    ['--ascii node[01-08].lab', {}],
    ['10.0.0.1 --read-only --no-color', {}],
    ['--port 7000 10.0.0.1', {}],
    ['localhost', {}],
    ['--timeout=5s 10.0.0.1', {}],
    ['10.0.0.1', {CIRCUSMAN_PORT: '7000', CIRCUSMAN_READ_ONLY: '1', LANG: 'C'}],
  ])('%s %j', async (line, environment) => {
    const request = await screenRequest(wordsOf(line), environment);
    expect({kind: 'request', request}).toEqual(await read(line, environment));
  });

  test('no SET', async () => {
    expect({kind: 'request', request: await screenRequest([], {})}).toEqual(await read(''));
  });

  test('clusters by name, which are read without what computes with addresses', async () => {
    const folder = mkdtempSync(path.join(os.tmpdir(), 'circusman-request-'));
    const environment = {XDG_STATE_HOME: folder};
    const saved = openSavedClusters(path.join(folder, 'circusman'));
    expect(
      await saved.save('lab', [nodeSpec({host: '10.0.0.7'}), nodeSpec({host: 'node1.lab', commandPort: 5565})], true),
    ).toBeNull();
    for (const line of ['@lab', '', '@lab,10.0.0.9', `@${folder}/circusman/clusters/lab`]) {
      const request = await screenRequest(wordsOf(line), environment);
      expect(request?.nodes.map(({id}) => id)).toEqual(expect.arrayContaining(['10.0.0.7', 'node1.lab:5565']));
      expect({kind: 'request', request}).toEqual(await read(line, environment));
    }
    expect((await screenRequest([], environment))?.origin).toEqual({
      name: 'lab',
      nodes: ['10.0.0.7', 'node1.lab:5565'],
    });
    rmSync(folder, {recursive: true});
  });

  test.each([
    ['status', {}],
    ['exec -c 10.0.0.1 start titan', {}],
    ['demo', {}],
    ['detect', {}],
    ['10.0.0.1,scan', {}],
    ['--help', {}],
    ['--ascii=1 10.0.0.1', {}],
    ['10.0.0.1 10.0.0.2', {}],
    ['10.0.0.0 32', {}],
    ['10.0.0.250 32', {}],
    ['10.0.0.300', {}],
    ['10.0.0.1', {CIRCUSMAN_PORT: 'x'}],
  ])('%s %j is left to the other one', async (line, environment) => {
    expect(await screenRequest(wordsOf(line), environment)).toBeNull();
  });
});
