import process from 'node:process';
import {javaProblem} from '../../src/demo/java.js';
import type {RealClusterOptions} from '../../src/demo/real-cluster.js';
import {realJars} from '../../src/demo/real-jars.js';
import {runProgram} from '../../src/demo/run-program.js';
import type {NodeId} from '../../src/model/node.js';
import {PACKAGE_ROOT} from './package-root.js';

/** Milliseconds that the jars may take to be fetched. */
export const FETCHED_WITHIN = 300_000;

/** Why a test cannot start the databases here; null: it can. */
export async function whatDatabasesNeed(): Promise<string | null> {
  const options = fetching();
  const hasMaven = (await runProgram('sh', ['-c', 'command -v mvn'], options)).code === 0;
  return (await javaProblem(options)) ?? (hasMaven ? null : 'Maven is missing');
}

/** The folders of the databases' jars, which are fetched where they are not there yet. */
export function databaseJars(): Promise<RealClusterOptions['jars']> {
  return realJars({...fetching(), root: PACKAGE_ROOT});
}

function fetching() {
  return {environment: process.env, signal: AbortSignal.timeout(FETCHED_WITHIN)};
}

// Writes names into both databases of a node and reads them again, over HTTP as their users do.

/** Milliseconds; a caller that waits asks again after that. */
const ANSWER = 12_000;

export async function writeToNeo4j(node: NodeId, name: string): Promise<void> {
  await cypher(node, `CREATE (n:T {name: '${name}'})`);
}

export async function readFromNeo4j(node: NodeId): Promise<readonly unknown[]> {
  return (await cypher(node, 'MATCH (n:T) RETURN n.name')).sort();
}

/** "master" or "slave". */
export async function roleInNeo4j(node: NodeId): Promise<string> {
  return (await ask(`http://${node}:7474/db/manage/server/ha/available`)).text();
}

export async function writeToTitan(node: NodeId, name: string): Promise<void> {
  await ask(`http://${node}:8182/graphs/graph/vertices?name=${name}`, {method: 'POST'});
}

export async function readFromTitan(node: NodeId): Promise<readonly unknown[]> {
  // Without this, Rexster may answer in another of its formats, in which each value has its type.
  const headers = {accept: 'application/json'};
  const answer = await ask(`http://${node}:8182/graphs/graph/vertices`, {headers});
  const {results} = (await answer.json()) as {results: {name: unknown}[]};
  return results.map(({name}) => name).sort();
}

async function cypher(node: NodeId, statement: string): Promise<unknown[]> {
  const answer = await ask(`http://${node}:7474/db/data/transaction/commit`, {
    method: 'POST',
    headers: {'content-type': 'application/json'},
    body: JSON.stringify({statements: [{statement}]}),
  });
  const {results, errors} = (await answer.json()) as {results: {data: {row: unknown[]}[]}[]; errors: unknown[]};
  if (errors.length > 0) throw new Error(`neo4j on ${node}: ${JSON.stringify(errors)}`);
  return results.flatMap(({data}) => data.map(({row}) => row[0]));
}

async function ask(url: string, options: RequestInit = {}): Promise<Response> {
  const answer = await fetch(url, {...options, signal: AbortSignal.timeout(ANSWER)});
  if (!answer.ok) throw new Error(`${url}: HTTP ${answer.status}`);
  return answer;
}
