import {describe, expect, test} from '@jest/globals';
import {runCircusman} from '../support/circusman.js';

describe('what cannot be understood is one sentence and exit code 2', () => {
  test.each([
    [['--bogus'], "circusman: unknown option '--bogus'\n"],
    [['127.0.0.999'], /^circusman: 127\.0\.0\.999: .+\n$/],
    [['exec', '-c', '127.0.76.1', 'strat'], 'circusman: strat: there is no command "strat": did you mean start?\n'],
    [
      ['status', 'scan'],
      'circusman: scan is no host that this machine knows, and no command: circusman --help lists them\n',
    ],
    [['status', '127.0.76.1', '--port', 'x'], 'circusman: --port: "x" is not a port from 1 to 65535\n'],
    [
      ['127.0.76.1'],
      'circusman: the full screen wants a terminal on standard input and output; status and exec work without one\n',
    ],
    [
      ['demo'],
      'circusman: the full screen wants a terminal on standard input and output; status and exec work without one\n',
    ],
  ])('%j', async (args, sentence) => {
    const {code, out, err} = await runCircusman(args);
    expect([code, out]).toEqual([2, '']);
    expect(err).toMatch(
      sentence instanceof RegExp ? sentence : new RegExp(`^${sentence.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}$`),
    );
  });
});
