import {describe, expect, test} from '@jest/globals';
import {complete} from '../../src/command/complete.js';
import type {CompletionContext, FolderEntry} from '../../src/command/complete-offers.js';
import {commandTable} from '../../src/command/table.js';
import {clusterState} from '../support/cluster-state.js';
import {parseContext} from '../support/parse-context.js';

const STATE = clusterState({
  'n1.lab': {neo4j: 'running', titan: 'stopped', 'my web': 'running', 'circusd-stats': 'running'},
  'n2.lab': {neo4j: 'stopped', on: 'running'},
  'm1.lab': null,
});
const FOLDERS: Readonly<Record<string, readonly FolderEntry[]>> = {
  './': [
    {name: 'logs', isFolder: true},
    {name: 'sub', isFolder: true},
    {name: 'old logs', isFolder: true},
    {name: '.git', isFolder: true},
    {name: 'loose.txt', isFolder: false},
  ],
  'old logs/': [{name: 'a b.log', isFolder: false}],
};
const LAB = {name: 'lab', nodes: () => [], place: '@lab', isSaved: true, isDefault: false};
const CONTEXT: CompletionContext = {
  ...parseContext(STATE, {marked: ['n1.lab'], clusters: () => ({all: [LAB], unread: null})}),
  filesIn: folder => FOLDERS[folder] ?? [],
};

/** Completes where the bar stands: "sta|". */
function at(drawn: string) {
  const cursor = drawn.indexOf('|');
  return complete(drawn.replace('|', ''), cursor, CONTEXT);
}

const texts = (drawn: string) => at(drawn).candidates.map(({text}) => text);
const place = (drawn: string) => [at(drawn).from, at(drawn).to];

describe('a command', () => {
  test('is completed at the start, and behind a ;', () => {
    expect(texts('rel|')).toEqual(['reload', 'reloadconfig']);
    expect(texts('stop; rel|')).toEqual(['reload', 'reloadconfig']);
    expect(place('stop; rel|')).toEqual([6, 9]);
    expect(texts('|')).toEqual([...commandTable.keys()]);
    expect(texts('stop;|')).toEqual([...commandTable.keys()]);
  });

  test('is explained by its own summary', () => {
    expect(at('reloadc|').candidates).toEqual([
      {text: 'reloadconfig', meaning: commandTable.get('reloadconfig')?.summary, isPart: false},
    ]);
  });

  test('that does not exist has nothing behind it', () => {
    expect(texts('sotp |')).toEqual([]);
  });
});

test('what would be refused is not completed to: on instead of a value, an option of another form of the command', () => {
  expect(texts('set neo4j numprocesses |')).not.toContain('on');
  expect(texts('set neo4j numprocesses 3 |')).toContain('on');
  expect(texts('set neo4j |')).not.toContain('on');
  expect(texts('cluster load |')).toEqual(['lab']);
  expect(texts('cluster save lab |')).toEqual(['--default']);
  expect([texts('cluster load lab --|'), texts('cluster |').includes('--default')]).toEqual([[], false]);
});

describe('a watcher', () => {
  test('is one of those that nodes have, and says on how many, and where it runs', () => {
    expect(at('stop ne|').candidates).toEqual([{text: 'neo4j', meaning: 'on 2 nodes, 1 running', isPart: false}]);
  });

  test('is quoted where its name would read as something else', () => {
    expect(texts('stop my|')).toEqual(['"my web"']);
    expect(texts('stop o|')).toEqual(['"on"', 'on']);
    expect(texts('stop "my w|')).toEqual(['"my web"']);
    expect(place('stop "my |" on n1.lab')).toEqual([5, 10]);
  });

  test('is not offered twice', () => {
    expect(texts('stop neo4j n|')).toEqual([]);
    expect(texts('stop NEO4J n|')).toEqual([]);
  });

  test('comes before on and the options; circus’s own comes last', () => {
    const offered = texts('stop |');
    expect(offered.slice(0, 6)).toEqual(['neo4j', 'titan', '"my web"', '"on"', 'circusd-stats', 'on']);
    expect(offered.at(6)).toMatch(/^--/);
  });
});

describe('options', () => {
  test('are those of the command that were not given', () => {
    expect(texts('restart neo4j --ba|')).toEqual(['--batch']);
    expect(texts('restart --batch 4 --ba|')).toEqual([]);
    expect(texts('add a b --se|')).toEqual(['--set']);
    expect(texts('add a b --set respawn=true --se|')).toEqual(['--set']);
  });

  test('do not follow --, nor a quote', () => {
    expect(texts('stop -- --|')).toEqual([]);
    expect(texts('stop "--|')).toEqual([]);
  });

  test('have values of their kind, behind a blank or an equals sign', () => {
    expect(texts('kill neo4j --signum HU|')).toEqual(['HUP']);
    expect(texts('kill neo4j --signum=HU|')).toEqual(['HUP']);
    expect(place('kill neo4j --signum=HU|')).toEqual([20, 22]);
    expect(texts('restart --batch |')).toEqual([]);
    expect(texts('log --source |')).toEqual(['stdout', 'stderr']);
    expect(texts('add a b --set numproc|')).toEqual(['numprocesses=']);
    expect(texts('add a b --set stop_children=t|')).toEqual(['true']);
    expect(texts('add a b --set=stop_children=t|')).toEqual(['true']);
    expect(place('add a b --set=stop_children=t|')).toEqual([28, 29]);
  });
});

describe('nodes behind on', () => {
  test('are nodes, sets by name, the marked ones and filters', () => {
    expect(texts('stop on n|')).toEqual(['n1.lab', 'n2.lab', 'neo4j:', 'net']);
    expect(texts('stop on @|')).toEqual(['@lab']);
    expect(texts('stop on mar|')).toEqual(['marked']);
    expect(texts('stop on is:fl|')).toEqual(['is:flapping']);
    expect(texts('stop on neo4j:stopp|')).toEqual(['neo4j:stopping', 'neo4j:stopped']);
    expect(texts('stop on !n2|')).toEqual(['n2.lab']);
  });

  test('are completed behind the last comma', () => {
    expect(texts('stop on n1.lab,m|')).toEqual(['marked', 'm1.lab']);
    expect(place('stop on n1.lab,m|')).toEqual([15, 16]);
    expect(texts('stop on n1.lab,is|')).toEqual([]);
  });

  test('say how their link is', () => {
    expect(at('stop on m1|').candidates).toEqual([{text: 'm1.lab', meaning: 'offline', isPart: false}]);
  });

  test('are not offered where a command has none', () => {
    expect(texts('help on n|')).toEqual([]);
  });
});

describe('other operands', () => {
  test('a signal stands behind watchers', () => {
    expect(texts('signal neo4j USR|')).toEqual(['USR1', 'USR2']);
  });

  test('set takes an option, then a value of its type', () => {
    expect(texts('set neo4j numpr|')).toEqual(['numprocesses']);
    expect(texts('set neo4j stop_children |').slice(0, 2)).toEqual(['true', 'false']);
    expect(texts('set neo4j numprocesses 3 warm|')).toEqual(['warmup_delay']);
    expect(texts('set neo4j stop_signal KI|')).toEqual(['KILL']);
    expect(texts('set neo4j shell_ar|')).toEqual([]);
    expect(texts('get neo4j respa|')).toEqual(['respawn']);
  });

  test('what circus takes and ignores is said to be so', () => {
    expect(at('set neo4j respawn|').candidates[0]?.meaning).toMatch(/circus takes it and changes nothing/);
  });

  test('cluster has ways of its own, and names of clusters', () => {
    expect(texts('cluster fo|')).toEqual(['forget']);
    expect(texts('cluster load l|')).toEqual(['lab']);
    expect(texts('cluster remove n1|')).toEqual(['n1.lab']);
    expect(texts('cluster -n1|')).toEqual(['n1.lab']);
  });

  test('files and folders, quoted where they must be; a folder stays open', () => {
    expect(texts('log save l|')).toEqual(['logs/', 'loose.txt']);
    expect(texts('log save .|')).toEqual(['.git/']);
    expect(at('log save old|').candidates).toEqual([{text: '"old logs/', meaning: 'folder', isPart: true}]);
    expect(texts('log save "old logs/|')).toEqual(['"old logs/a b.log"']);
    expect(texts('log save logs/x neo|')).toEqual(['neo4j']);
  });

  test('words that are to be chosen from', () => {
    expect(texts('readonly o|')).toEqual(['on', 'off']);
    expect(texts('wait neo4j re|')).toEqual(['ready']);
    expect(texts('run s|')).toEqual(['sub/']);
  });

  test('columns and figures', () => {
    expect(texts('columns +io|')).toEqual(['io']);
    expect(texts('sort neo|')).toEqual(['neo4j']);
    expect(texts('chart writ|')).toEqual(['written']);
    expect(texts('filter is:orp|')).toEqual(['is:orphan']);
    expect(texts('filter !is:orp|')).toEqual(['is:orphan']);
  });
});
