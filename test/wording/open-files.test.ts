import {describe, expect, test} from '@jest/globals';
import {type OpenFileLimit, refuseForOpenFiles} from '../../src/wording/open-files.js';

const NEED = {perNode: 10, others: 64};
const refusal = (nodes: number, limit: number, raisedBy: OpenFileLimit['raisedBy'] = 'shell') =>
  refuseForOpenFiles(nodes, NEED, {limit, raisedBy});

describe('more nodes than there are open files for', () => {
  test('are refused with both numbers, with what to type, and with how many fit', () => {
    expect(refusal(200, 256)).toBe(
      '200 nodes need 2,064 open files, this shell allows 256: type ulimit -n 4096 and start circusman again, or name at most 19 nodes',
    );
  });

  test.each([
    ['prlimit', 'sudo prlimit --pid $$ --nofile=4096 in this one,'],
    ['sudo', 'sudo sh -c "ulimit -n 4096; exec su $USER" in this one,'],
  ] as const)('name another way where the hard limit forbids that: %s', (raisedBy, way) => {
    expect(refusal(200, 256, raisedBy)).toBe(
      `200 nodes need 2,064 open files, this shell allows 256: type ulimit -n 4096 in a new shell, as this one may not, or ${way} and start circusman again, or name at most 19 nodes`,
    );
  });

  test('say within 80 columns what matters', () => {
    expect(refusal(200, 256, 'prlimit')?.slice(0, 78)).toContain('type ulimit -n 4096 ');
  });

  test('may be one too many, or the only one', () => {
    expect(refusal(2, 80)).toMatch(/^2 nodes need 84 .* or name one node$/);
    expect(refusal(1, 64)).toMatch(/^1 node needs 74 open files, .* again$/);
    expect(refusal(0, 48)).toMatch(/^circusman needs 64 open files, .* again$/);
  });

  test('fit by the last file, and any number of them where there is no limit', () => {
    expect(refusal(19, 254)).toBeNull();
    expect(refusal(19, 253)).not.toBeNull();
    expect(refusal(65_536, Number.POSITIVE_INFINITY)).toBeNull();
  });
});
