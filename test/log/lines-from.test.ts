import {expect, test} from '@jest/globals';
import {type LogWord, linesFrom} from '../../src/log/lines-from.js';
import {createNodeReader} from '../../src/log/node-reader.js';
import {MemoryNodes} from './memory-node.js';

test.each([
  ['all its lines', null],
  ['those with a text', {text: 'o', ignoresCase: false, isInverted: false}],
])('of a log that is deleted, %s are read on, and that is told once', async (_what, filter) => {
  const nodes = new MemoryNodes();
  const log = nodes.log('a', 'neo4j stdout');
  const reader = createNodeReader({call: nodes.call, node: 'a', signal: new AbortController().signal});
  const words = linesFrom(reader, {watcher: 'neo4j', source: 'stdout'}, {from: null, filter});
  log.append('one\n');
  expect([await next(), await next()]).toEqual(['one', 'end']);
  log.remove();
  expect([await next(), await next(), await next(), await next()]).toEqual(['lost', 'end', 'end', 'end']);
  log.append('two\n');
  expect([await next(), await next()]).toEqual(['two', 'end']);

  async function next(): Promise<string> {
    const {value: word}: {value: LogWord} = await words.next();
    return word.type === 'lines' ? word.lines.map(({raw}) => raw).join() : word.type;
  }
});
