import {readFile} from 'node:fs/promises';
import {afterAll, beforeAll, test} from '@jest/globals';
import {type RealCluster, startRealCluster} from '../../src/demo/real-cluster.js';
import {openScreen, type Screen} from '../support/circusman-screen.js';
import {LAUNCHER} from '../support/local-nodes.js';
import {PACKAGE_ROOT} from '../support/package-root.js';
import {databaseJars, FETCHED_WITHIN, whatDatabasesNeed} from '../support/real-databases.js';

const missing = await whatDatabasesNeed();
const testReal = missing === null ? test : test.skip;
const WHY = missing === null ? '' : ` (${missing})`;

let cluster: RealCluster | undefined;
let screen: Screen | undefined;

beforeAll(async () => {
  if (missing !== null) return;
  const ini = await readFile(`${PACKAGE_ROOT}circus/circus.ini`, 'utf8');
  cluster = await startRealCluster({launcher: LAUNCHER, ini, jars: await databaseJars()});
}, FETCHED_WITHIN);

afterAll(async () => {
  await screen?.close();
  await cluster?.stop();
});

testReal(
  `Neo4j with a wrong configuration does not start, and two keys lead to the line that says why${WHY}`,
  async () => {
    const [node] = cluster?.nodes ?? [];
    screen = openScreen([node?.id ?? ''], {columns: 200, rows: 40});
    screen.press(':configure neo4j --set page_cache=lots');
    await screen.until(/→ 1 node × neo4j = 1 target/);
    screen.press('<enter>');
    await screen.until(/configure neo4j on \S+ --set page_cache=lots {2}1\/1 ok/);
    screen.press(':start neo4j<enter>');
    await screen.until(/start neo4j on \S+ {2}failed: process/);
    screen.press('J');
    // The outcome has the last of the log's lines alone, which are of Java's trace.
    await screen.until(/failed: process \d+ exited 1 before it was ready.*its log ends/);
    screen.press('L');
    await screen.until(/Bad value 'lots' for setting 'dbms\.pagecache\.memory': lots is not a valid size/);
  },
);
