import {describe, expect, test} from '@jest/globals';
import {readRequest} from '../../src/cli/arguments.js';

const read = (line: string, environment = {}) => readRequest(line === '' ? [] : line.split(' '), environment, '1.2.3');

function requestOf(line: string, environment = {}) {
  const result = read(line, environment);
  if (!result.ok) throw new Error(result.isWrong ? result.reason : result.text);
  const {request} = result;
  return {
    ...request,
    ...('nodes' in request ? {nodes: request.nodes.map(node => node.id)} : {}),
    ...('commands' in request ? {commands: request.commands.map(words => words.map(word => word.text).join(' '))} : {}),
  };
}

test('no SET is the cluster of the source document', () => {
  const request = requestOf('');
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
  ['--no-color demo', {program: 'demo', config: {hasColor: false}}],
  ['demo --no-color', {program: 'demo', config: {hasColor: false}}],
  ['demo', {program: 'demo', count: 8}],
  ['demo --real', {program: 'demo', count: null}],
  ['demo --nodes 3 --ascii', {program: 'demo', count: 3, config: {isAscii: true}}],
])('%s', (line, request) => {
  expect(requestOf(line)).toMatchObject(request);
});

test('--version and --help are no mistakes', () => {
  expect(read('--version')).toEqual({ok: false, isWrong: false, text: '1.2.3\n'});
  expect(read('--help')).toMatchObject({ok: false, isWrong: false});
  expect(read('exec --help')).toMatchObject({
    ok: false,
    isWrong: false,
    text: expect.stringContaining('start [watcher…]'),
  });
});

describe('a mistake is one sentence, and JSON is for programs', () => {
  test.each([
    ['--bogus', "unknown option '--bogus'"],
    ['status --jsn', "unknown option '--jsn'"],
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
    ['run file', 'run is not known yet to this version'],
    ['exec --yes=many start', '--yes: "many" is not a number of targets'],
  ])('%s', (line, sentence) => {
    const wrong = {ok: false, isWrong: true, reason: expect.stringContaining(sentence)};
    expect(read(line)).toEqual({...wrong, isJson: false});
    // Whatever is wrong with the rest.
    expect(read(`${line} --json`)).toMatchObject({ok: false, isWrong: true, isJson: true});
  });
});
