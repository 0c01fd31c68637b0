import {describe, expect, test} from '@jest/globals';
import {parseNodeSet} from '../../src/model/node-set.js';
import {formatSetFile, parseSetFile} from '../../src/model/set-file.js';

function read(text: string): string {
  const result = parseSetFile(text, {
    defaultPort: 5555,
    named: name => (name === 'old' ? nodesOf('10.0.0.2') : `no ${name}`),
  });
  if (!result.ok) return `${result.line}: ${result.message}`;
  return result.nodes.map(({id, clusterAddress}) => `${id}=${clusterAddress}`).join(' ');
}

function nodesOf(set: string) {
  const parsed = parseNodeSet(set);
  if (!parsed.ok) throw new Error(parsed.problem.message);
  return parsed.nodes;
}

describe('a file of sets', () => {
  test('has one a line, and comments', () => {
    expect(read('# the lab\n10.0.0.1-2 # the first two\n\n  host:5565\r\n')).toBe(
      '10.0.0.1=10.0.0.1 10.0.0.2=10.0.0.2 host:5565=null',
    );
  });

  test('ends its lines as any system does, and comments with them', () => {
    for (const end of ['\n', '\r\n', '\r']) {
      expect(read(['# the lab', '10.0.0.1 # one', '', '10.0.0.2'].join(end))).toBe(
        '10.0.0.1=10.0.0.1 10.0.0.2=10.0.0.2',
      );
    }
  });

  test('takes out what a later line has behind "!", by name, too', () => {
    expect(read('10.0.0.1-3\n!@old\n!10.0.0.3')).toBe('10.0.0.1=10.0.0.1');
  });

  test('says by which address peers know a node', () => {
    expect(read('host as fd00::1\n10.0.0.7 as 192.168.0.7')).toBe('host=fd00::1 10.0.0.7=192.168.0.7');
  });

  test('may be empty', () => {
    expect(read('\n# nothing yet\n')).toBe('');
  });

  test.each([
    [
      '10.0.0.1\n10.0.0.300',
      '2: 10.0.0.300 is no address: an IPv4 address has four numbers from 0 to 255, such as 192.168.0.1',
    ],
    ['\n\n@nobody', '3: no nobody'],
    ['10.0.0.1 10.0.0.2', '1: a line has one set, not "10.0.0.1 10.0.0.2"'],
    ['10.0.0.1-2 as 192.168.0.1', '1: before "as" there is one node, not 10.0.0.1-2'],
    ['10.0.0.1 as nobody', '1: "nobody" is no address'],
    ['10.0.0.1 as fe80::1', '1: fe80::1 is an address of one link alone, which means nothing to its peers'],
    [
      '\u0000\u0001',
      '1: \u0000\u0001 is no host name: between its dots it may have up to 63 letters, digits and "-", the "-" not at an end',
    ],
  ])('says what is wrong, and in which line: %j', (text, problem) => {
    expect(read(text)).toBe(problem);
  });
});

test('what is written is read as the same nodes in the same order', () => {
  const nodes = [
    ...nodesOf(
      '10.0.0.3,10.0.0.1-2,node[01-08].lab,host:5565/5566/5567,[fd00::1]:5565,fd00::2,ipc:///run/circus/commands.sock',
    ),
    ...nodesOf('far.lab').map(node => ({...node, clusterAddress: '192.168.0.9'})),
    ...nodesOf('10.0.0.9'),
  ];
  const text = formatSetFile(nodes);
  expect(text.split('\n')).toContain('far.lab as 192.168.0.9');
  expect(parseSetFile(text, {})).toEqual({ok: true, nodes});
});
