import {describe, expect, test} from '@jest/globals';
import {readConfig} from '../../src/config/config.js';
import {readFileSettings} from '../../src/config/file-reader.js';

const read = (text: string) => readFileSettings(text, 'F');

describe('a value has its line, however it is written', () => {
  test.each([
    ['[timeouts]\n\nconnect = "1s"\n', 3],
    ['timeouts.connect = "1s"\n', 1],
    ['timeouts = {connect = "1s"}\n', 1],
    ['[pings]\nevery = 1\n[timeouts]\r\n# here\r\n"connect" = "1s"\r\n', 5],
  ])('%j', (text, line) => {
    const settings = read(text);
    expect(settings.problems).toEqual([]);
    expect(settings.values.get('timeouts.connect')).toEqual({raw: '1s', line});
  });
});

describe('a cluster is the same, however it is written', () => {
  test.each([
    ['[clusters.lab]\nnodes = ["10.0.0.1", "10.0.0.2"]\naddresses = {"10.0.0.1" = "10.9.0.1"}\n', 1],
    ['[clusters]\nlab = {nodes = "10.0.0.1-2", addresses = {"10.0.0.1" = "10.9.0.1"}}\n', 2],
    ['\nclusters.lab.nodes = ["10.0.0.1,10.0.0.2"]\nclusters.lab.addresses."10.0.0.1" = "10.9.0.1"\n', 2],
    ['[clusters.lab]\nnodes = ["10.0.0.1-3", "!10.0.0.3"]\n[clusters.lab.addresses]\n"10.0.0.1" = "10.9.0.1"\n', 1],
  ])('%j', (text, line) => {
    const result = readConfig(new Map(), {}, read(text));
    expect(result).toMatchObject({ok: true});
    const lab = result.config.clusters.get('lab');
    expect(lab?.place).toBe(`F:${line}`);
    expect(lab?.nodes.map(({id, clusterAddress}) => [id, clusterAddress])).toEqual([
      ['10.0.0.1', '10.9.0.1'],
      ['10.0.0.2', '10.0.0.2'],
    ]);
  });
});

describe('what is no table, or one where none belongs, is said so', () => {
  test.each([
    ['timeouts = 3\n', 'F:1: timeouts: 3 is not a table of connect, command'],
    ['[[timeouts]]\nconnect = "1s"\n', /^F:1: timeouts: \[.*\] is not a table of connect, command$/],
    ['clusters = ["10.0.0.1"]\n', 'F:1: clusters: ["10.0.0.1"] is not a table of clusters'],
    [
      '[clusters]\nlab = "10.0.0.1"\n',
      'F:2: clusters.lab: "10.0.0.1" is not a table of nodes, port, transport, addresses',
    ],
    ['[port]\nx = 1\n', 'F:1: port: a table is not a port from 1 to 65535'],
    ['[keys]\nstop = "x"\n', 'F:2: keys.stop: "x" is not a table of what their keys do'],
    ['[grid]\nwatchers = [{name = "x"}]\n', 'F:2: grid.watchers: [{}] is not a list of names of watchers'],
    ['port = inf\n', 'F:1: port: Infinity is not a port from 1 to 65535'],
    ['[clusters.constructor]\nnodes = "10.0.0.1"\n', 'F:1: constructor is no name for a key'],
  ])('%j', (text, problem) => {
    const {problems} = read(text);
    expect(problems).toEqual([problem instanceof RegExp ? expect.stringMatching(problem) : problem]);
  });
});

test('what is right counts, whatever else is wrong', () => {
  const {problems, values, clusters, keys} = read(
    'port = 7001\ntheme = 1\n[clusters.a]\nnodes = "10.0.0.1"\n[clusters.b]\nport = 1\n[keys.grid]\nstop = 1\nmark = "v"\n',
  );
  expect(problems).toHaveLength(3);
  expect([...values]).toEqual([['port', {raw: 7001, line: 1}]]);
  expect(clusters.map(({name, sets}) => [name, sets.length])).toEqual([
    ['a', 1],
    ['b', 0],
  ]);
  expect(keys).toEqual([{screen: 'grid', name: 'mark', keys: ['v'], place: 'F:9'}]);
});

test('an empty file, and one of comments alone, say nothing', () => {
  for (const text of ['', '\n\n', '# nothing\n', '\uFEFF# as Windows writes it\nport = 5555\n']) {
    expect(read(text).problems).toEqual([]);
  }
});

test('of thousands of wrong SETs the first are told, and a right one among them is found', () => {
  const sets = Array.from({length: 10_000}, (_, index) => (index === 1 ? '10.0.0.1' : `node${index}!`));
  const result = readConfig(new Map(), {}, read(`clusters.lab.nodes = ${JSON.stringify(sets)}\n`));
  const problems = result.ok ? [] : result.problems;
  expect(problems.map(problem => problem.split(': ')[2])).toEqual(
    Array.from({length: 100}, (_, index) => `node${index === 0 ? 0 : index + 1}!`),
  );
});

describe('a cluster may name others of the file', () => {
  const clusters = (text: string) => readConfig(new Map(), {}, read(`[clusters]\n${text}`));

  test('wherever they stand, each with its own port, and take them out', () => {
    const result = clusters(
      'all = {nodes = ["@one", "@two", "!@old"]}\none = {nodes = "10.0.0.1-3"}\ntwo = {nodes = "10.0.0.9", port = 5565}\nold = {nodes = "10.0.0.2"}\n',
    );
    expect(result).toMatchObject({ok: true});
    const all = result.config.clusters.get('all');
    expect(all?.nodes.map(({id}) => id)).toEqual(['10.0.0.1', '10.0.0.3', '10.0.0.9:5565']);
  });

  test.each([
    ['a = {nodes = "@b"}\n', 'F:2: clusters.a.nodes: @b: there is no cluster b in this file'],
    [
      'a = {nodes = "@./b"}\n',
      'F:2: clusters.a.nodes: @./b: files of sets are for the command line and the bar, not for this file',
    ],
    ['a = {nodes = "@a"}\n', 'F:2: clusters.a.nodes: @a: the clusters a, a name each other in a circle'],
    ['a = {nodes = "@b"}\nb = {nodes = "10.0.0.300"}\n', 'F:2: clusters.a.nodes: @b: b is wrong itself'],
  ])('%j', (text, problem) => {
    expect(clusters(text)).toMatchObject({ok: false, problems: expect.arrayContaining([problem])});
  });
});

test('clusters that name each other again and again are read once each', () => {
  const clusters = Array.from({length: 60}, (_, index) => `c${index}.nodes = ["@c${index + 1}", "@c${index + 1}"]`);
  const result = readConfig(new Map(), {}, read(`[clusters]\n${clusters.join('\n')}\nc60.nodes = "10.0.0.1"\n`));
  expect(result).toMatchObject({ok: true});
  expect(result.config.clusters.get('c0')?.nodes).toMatchObject([{id: '10.0.0.1'}]);
});
