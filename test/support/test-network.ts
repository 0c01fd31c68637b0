import process from 'node:process';

/** The loopback network of this run of the tests, "127.0": `claim-network.mjs` has claimed it. */
export const TEST_NETWORK = process.env.CIRCUSMAN_TEST_NETWORK ?? '127.0';

/** An address of this run: "70.1" is 127.0.70.1, or 127.3.70.1 where other runs have the networks before. Each test file has its own. */
export function testHost(lastNumbers: string): string {
  return `${TEST_NETWORK}.${lastNumbers}`;
}
