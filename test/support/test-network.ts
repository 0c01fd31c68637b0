import process from 'node:process';

/** The loopback network of this run of the tests, "127.0": `claim-network.mjs` has claimed it. */
export const TEST_NETWORK = process.env.CIRCUSMAN_TEST_NETWORK ?? '127.0';

/** The first of ten ports of this run on an address that all runs share, such as ::1. */
export function testPort(): number {
  return PORTS_FROM + PORTS_OF_A_RUN * Number(TEST_NETWORK.split('.')[1]);
}

const PORTS_FROM = 15_000;
const PORTS_OF_A_RUN = 10;

/** An address of this run: "70.1" is 127.0.70.1, or 127.3.70.1 where other runs have the networks before. Each test file has its own. */
export function testHost(lastNumbers: string): string {
  return `${TEST_NETWORK}.${lastNumbers}`;
}
