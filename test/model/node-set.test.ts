import {describe, expect, test} from '@jest/globals';
import {formatNodeSet, parseNetworkAndCount, parseNodeSet} from '../../src/model/node-set.js';
import {nodeSpec} from '../../src/model/node-spec.js';

function ids(text: string, defaultPort = 5555): readonly string[] {
  const result = parseNodeSet(text, {defaultPort});
  if (!result.ok) throw new Error(result.problem.message);
  return result.nodes.map(node => node.id);
}

function problem(text: string): string {
  const result = parseNodeSet(text);
  return result.ok ? `no problem: ${formatNodeSet(result.nodes)}` : `${result.problem.at}: ${result.problem.message}`;
}

function counted(network: string, count: string): string {
  const result = parseNetworkAndCount(network, count);
  return result.ok ? formatNodeSet(result.nodes) : `${result.problem.at}: ${result.problem.message}`;
}

const ONE_LINK =
  "is an address of one link alone, which means nothing elsewhere; use another of the machine's, such as fd00::1";

describe('a set of nodes is read in its order', () => {
  test.each([
    ['192.168.0.1-3', ['192.168.0.1', '192.168.0.2', '192.168.0.3']],
    ['192.168.0.254-192.168.1.1', ['192.168.0.254', '192.168.0.255', '192.168.1.0', '192.168.1.1']],
    ['192.168.0.1,3,5-6,!6', ['192.168.0.1', '192.168.0.3', '192.168.0.5']],
    ['10.0.0.1:5565,7', ['10.0.0.1:5565', '10.0.0.7:5565']],
    [
      '10.0.0.1-10.0.1.2,9',
      [...Array.from({length: 255}, (_, i) => `10.0.0.${i + 1}`), '10.0.1.0', '10.0.1.1', '10.0.1.2', '10.0.1.9'],
    ],
    ['10.0.0.0/30', ['10.0.0.1', '10.0.0.2']],
    ['10.0.0.6/31', ['10.0.0.6', '10.0.0.7']],
    ['10.0.0.6/32', ['10.0.0.6']],
    ['node[08-10].lab', ['node08.lab', 'node09.lab', 'node10.lab']],
    ['node[9-10]', ['node9', 'node10']],
    ['Host.Lab', ['host.lab']],
    ['host:5565', ['host:5565']],
    ['10.0.0.1-2:5565', ['10.0.0.1:5565', '10.0.0.2:5565']],
    ['fd00::1', ['fd00::1']],
    ['[FD00:0:0::0a]', ['fd00::a']],
    ['[fd00::1]:5555', ['fd00::1']],
    ['[fd00::1]:5565', ['[fd00::1]:5565']],
    ['fd00::fe-fd00::100', ['fd00::fe', 'fd00::ff', 'fd00::100']],
    ['[fd00::1-fd00::2]:5565', ['[fd00::1]:5565', '[fd00::2]:5565']],
    ['fd00::/126', ['fd00::1', 'fd00::2', 'fd00::3']],
    ['::1,1:0:0:2:0:0:0:3', ['::1', '1:0:0:2::3']],
    ['b,a,c', ['b', 'a', 'c']],
    ['b, a', ['b', 'a']],
  ])('%s', (text, nodes) => {
    expect(ids(text)).toEqual(nodes);
  });

  test('doubles are one node, at the first place', () => {
    expect(ids('b,a,B:5555,a:5565')).toEqual(['b', 'a', 'a:5565']);
  });

  test('what ! names is taken out, wherever it stands', () => {
    expect(ids('10.0.0.1-4,!10.0.0.2-3,!10.9.9.9')).toEqual(['10.0.0.1', '10.0.0.4']);
    expect(ids('!10.0.0.1,10.0.0.1-2')).toEqual(['10.0.0.2']);
    expect(ids('a,!a')).toEqual([]);
  });

  test('a node that names no port has the default one', () => {
    expect(ids('a,b:5555,!a', 5565)).toEqual(['b']);
    expect(ids('fd00::1', 5565)).toEqual(['[fd00::1]:5565']);
  });

  test('all three ports are kept, and the address for the peers is a literal one', () => {
    const result = parseNodeSet('host:5565/5566/5567,[fd00::1]:1');
    expect(result.ok && result.nodes).toEqual([
      {
        id: 'host:5565',
        host: 'host',
        commandPort: 5565,
        eventsPort: 5566,
        statisticsPort: 5567,
        clusterAddress: null,
      },
      {
        id: '[fd00::1]:1',
        host: 'fd00::1',
        commandPort: 1,
        eventsPort: null,
        statisticsPort: null,
        clusterAddress: 'fd00::1',
      },
    ]);
  });

  test('65,536 nodes are a set, one more is refused before any of them is made', () => {
    expect(ids('10.0.0.0-10.0.255.255')).toHaveLength(65_536);
    expect(problem('10.0.0.0-10.1.0.0')).toBe('0: this is more than 65,536 nodes');
    expect(problem('a,10.0.0.0-10.0.255.255')).toBe('2: this is more than 65,536 nodes');
    expect(problem('10.0.0.0/0')).toBe('0: this is more than 65,536 nodes');
    expect(problem('::/0')).toBe('0: this is more than 65,536 nodes');
    expect(problem('n[0-999999999]')).toBe('0: this is more than 65,536 nodes');
    expect(problem('a,!10.0.0.0/8')).toBe('3: this is more than 65,536 nodes');
  });
});

describe('what is wrong is said in one sentence, with its place', () => {
  const ipv4 = 'an IPv4 address has four numbers from 0 to 255, such as 192.168.0.1';
  test.each([
    ['', '0: a node is missing here'],
    ['a,,b', '2: a node is missing here'],
    ['a,', '2: a node is missing here'],
    ['a,!', '3: a node is missing here'],
    ['@lab', '0: sets have no names here'],
    ['a,@./nodes', '2: sets have no names here'],
    ['a,-b', '2: a node cannot begin with "-"; !b takes nodes out'],
    ['5', `0: 5 is no address: ${ipv4}`],
    ['192.168.0', `0: 192.168.0 is no address: ${ipv4}`],
    ['127.0.0.999', `8: 127.0.0.999 is no address: ${ipv4}`],
    ['a,127.0.0.01', `10: 127.0.0.01 is no address: ${ipv4}`],
    ['10-20', `0: 10 is no address: ${ipv4}`],
    ['1.2.3.4.5', `0: 1.2.3.4.5 is no address: ${ipv4}`],
    ['192.168.0.5-1', '12: the range 192.168.0.5-1 runs backwards'],
    ['10.0.0.1-256', '9: "256" does not end a range: a number up to 255 or an address does, such as 10.0.0.1-254'],
    ['10.0.0.1-b', '9: "b" does not end a range: a number up to 255 or an address does, such as 10.0.0.1-254'],
    ['10.0.0.0/33', '9: "33" is no prefix length: a number from 0 to 32'],
    ['10.0.0.0/', '9: "" is no prefix length: a number from 0 to 32'],
    ['node[08-01]', '5: the range 08-01 runs backwards'],
    ['node[1-08]', '5: 1-08: both need as many digits as the names have'],
    ['node[1-', '4: a numbered name has one pair of brackets, such as node[01-08].lab'],
    ['r[1-2]n[1-2]', '1: a numbered name has one pair of brackets, such as node[01-08].lab'],
    ['host:0', '5: "0" is no port from 1 to 65535'],
    ['host:', '5: "" is no port from 1 to 65535'],
    ['host:5565/x/5567', '10: "x" is no port from 1 to 65535'],
    ['host:65536', '5: "65536" is no port from 1 to 65535'],
    ['host:1/2', '5: ports are one or three: COMMAND or COMMAND/EVENTS/STATISTICS'],
    ['[fd00::1', '0: this [ is not closed'],
    ['[fd00::1]5565', '9: after ] there may only be a port, such as :5565'],
    ['fd00::1-20', '8: "20" does not end a range: write both addresses whole, such as fd00::1-fd00::20'],
    ['fd00::2-fd00::1', '8: the range fd00::2-fd00::1 runs backwards'],
    ['fe80::1%eth0', `0: fe80::1%eth0 ${ONE_LINK}`],
    ['a,[fe80::1%eth0]:5565', `3: fe80::1%eth0 ${ONE_LINK}`],
    ['fd00::1%eth0', `0: fd00::1%eth0 ${ONE_LINK}`],
    ['FE80::1', `0: FE80::1 ${ONE_LINK}`],
    ['febf::1-febf::9', `0: febf::1 ${ONE_LINK}`],
    [
      'fd00::1::2',
      '0: fd00::1::2 is no address: an IPv6 address is such as fd00::1, in brackets where a port follows: [fd00::1]:5565',
    ],
    ['a..b', '0: a..b is no host name: there is nothing beside one of its dots'],
    [
      'a b',
      '0: a b is no host name: between its dots it may have up to 63 letters, digits and "-", the "-" not at an end',
    ],
    ['a,ipc://run/x', '2: a unix socket is named by its whole path, such as ipc:///run/circus/commands.sock'],
    ['ipc:///run/x:5565', '0: the path of a unix socket may have letters, digits and / . _ - + @ % ~ here'],
    ['host.7', '0: host.7 is no host name: it ends in a number, as only an address does'],
    ['0x7f000001', '0: 0x7f000001 is no host name: it ends in a number, as only an address does'],
  ])('%s', (text, sentence) => {
    expect(problem(text)).toBe(sentence);
  });
});

describe('a network and a count', () => {
  test.each([
    ['192.168.0.1', '32', '192.168.0.1-32'],
    ['192.168.0.0', '32', '192.168.0.1-32'],
    ['192.168.0', '32', '192.168.0.1-32'],
    ['10.1', '2', '10.1.0.1-2'],
    ['192.168.0.0/24', '32', '192.168.0.1-32'],
    ['192.168.0.17/28', '14', '192.168.0.17-30'],
    ['192.168.0.250', '8', '192.168.0.250-192.168.1.1'],
    ['192.168.0.1:5565', '2', '192.168.0.1-2:5565'],
    ['fd00::', '2', 'fd00::1-fd00::2'],
    ['[fd00::9]:5565', '2', '[fd00::9-fd00::a]:5565'],
    ['10.0.0.0/28', '15', '12: 10.0.0.0/28 has 14 host addresses, not 15'],
    ['10.0.0.1', '0', '9: a count of nodes is at least 1'],
    ['10.0.0.1', '65537', '9: this is more than 65,536 nodes'],
    ['10.0.0.1', '99999999999999', '9: this is more than 65,536 nodes'],
    ['255.255.255.250', '10', '16: there are no 10 addresses from 255.255.255.250 on'],
    ['10.0.0.1-4', '4', '0: a range has its own count; leave the second word out'],
    ['node', '8', '0: before a count there must be an address; names go as node[01-08]'],
    ['192.168.0.x', '8', '0: 192.168.0.x is no host name: it begins as an address does, and ends as none'],
  ])('%s %s', (network, count, meant) => {
    expect(counted(network, count)).toBe(meant);
  });
});

describe('nodes are said as the shortest set, in their order', () => {
  test.each([
    [['127.0.77.1', '127.0.77.2', '127.0.77.5'], '127.0.77.1-2,127.0.77.5'],
    [['127.0.0.3', '127.0.0.2', '127.0.0.1'], '127.0.0.3,127.0.0.2,127.0.0.1'],
    [['10.0.0.254', '10.0.0.255', '10.0.1.0'], '10.0.0.254-10.0.1.0'],
    [['node08.lab', 'node09.lab', 'node10.lab'], 'node[08-10].lab'],
    [['r1n1', 'r1n2', 'r2n1', 'r2n2'], 'r1n[1-2],r2n[1-2]'],
    [['n9', 'n10', 'n011', 'x'], 'n[9-10],n011,x'],
    [['a:5565', 'a:5566', 'b1:5565', 'b2:5565'], 'a:5565,a:5566,b[1-2]:5565'],
    [['fd00::1', 'fd00::2', '[fd00::3]:5565'], 'fd00::1-fd00::2,[fd00::3]:5565'],
    [['255.255.255.254', '255.255.255.255'], '255.255.255.254-255'],
    [['ipc:///run/a1.sock', 'ipc:///run/a2.sock', 'b'], 'ipc:///run/a1.sock,ipc:///run/a2.sock,b'],
    [[], ''],
  ])('%j', (nodes, text) => {
    expect(formatNodeSet(nodes)).toBe(text);
    if (text !== '') expect(ids(text)).toEqual(nodes);
  });

  test('unix sockets stay what they are, whatever stands beside them', () => {
    const text = 'ipc:///run/10.0.0.1,10.0.0.1-2,ipc:///run/Circus/c_1@x.sock,n[1-2]';
    const result = parseNodeSet(text);
    expect(result.ok && formatNodeSet(result.nodes)).toBe(text);
    expect(ids(`${text},!ipc:///run/10.0.0.1,!n1`)).toEqual([
      '10.0.0.1',
      '10.0.0.2',
      'ipc:///run/Circus/c_1@x.sock',
      'n2',
    ]);
    expect(result.ok && result.nodes[0]).toEqual({
      id: 'ipc:///run/10.0.0.1',
      host: 'localhost',
      socket: '/run/10.0.0.1',
      commandPort: 5555,
      eventsPort: null,
      statisticsPort: null,
      clusterAddress: null,
    });
  });

  test('ports that were named stay named', () => {
    const text = '10.0.0.1-2:5565/5566/5567,host,h2:5555/1/2';
    const result = parseNodeSet(text);
    expect(result.ok && formatNodeSet(result.nodes)).toBe(text);
    expect(formatNodeSet([nodeSpec({host: 'fd00::1', commandPort: 1})])).toBe('[fd00::1]:1');
  });

  test('many nodes that have nothing in common are said, too', () => {
    const nodes = Array.from({length: 20_000}, (_, index) => `10.0.0.1:${60_000 - index}`);
    expect(ids(formatNodeSet(nodes))).toEqual(nodes);
  });
});
