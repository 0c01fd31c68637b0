import {expect, test} from '@jest/globals';
import {pacedCall} from '../../src/command/paced-call.js';
import {createTurns} from '../../src/command/turns.js';
import type {CallPort, CallResult} from '../../src/model/calls.js';
import {type LogPiece, MOST_DEFLATED_BYTES, MOST_LOG_BYTES} from '../../src/model/log.js';

/** What the node is asked to bring; `answer`: what it says to that. */
function pacedNode(answer: (isDeflated: boolean) => CallResult<readonly LogPiece[]>) {
  const asked: {readonly bytes: number; readonly deflate?: true}[] = [];
  const node = (async (_node: unknown, _name: unknown, {bytes, deflate}: {bytes: number; deflate?: true}) => {
    asked.push({bytes, ...(deflate === undefined ? {} : {deflate})});
    return answer(deflate === true);
  }) as unknown as CallPort;
  const clock = () => ({wall: 0, monotonic: 0});
  const call = pacedCall(node, {clock, rate: null, turns: createTurns(1)});
  const read = () =>
    call(
      '127.0.0.1',
      'readLogs',
      {reads: [], bytes: MOST_LOG_BYTES},
      {timeout: 1_000, signal: new AbortController().signal},
    );
  return {read, asked};
}

test('a node whose package is older than what is deflated is asked at once for the bytes as they are, and is not asked for it again', async () => {
  const {read, asked} = pacedNode(isDeflated =>
    isDeflated ? {kind: 'refused', reason: "log has no property 'deflate'"} : {kind: 'reply', reply: [], nodeTime: 0},
  );
  expect([await read(), await read()]).toEqual([
    {kind: 'reply', reply: [], nodeTime: 0},
    {kind: 'reply', reply: [], nodeTime: 0},
  ]);
  const plain = {bytes: MOST_LOG_BYTES};
  expect(asked).toEqual([{bytes: MOST_DEFLATED_BYTES, deflate: true}, plain, plain]);
});

test('what a node refuses for another reason is told as it is', async () => {
  const {read, asked} = pacedNode(() => ({kind: 'refused', reason: 'log takes at most 64 reads at once'}));
  expect(await read()).toEqual({kind: 'refused', reason: 'log takes at most 64 reads at once'});
  expect(asked).toHaveLength(1);
});
