// Ink, zeromq and the tests are ES modules; swc turns TypeScript into JavaScript without a build step.
export default {
  testEnvironment: 'node',
  roots: ['<rootDir>/test'],
  testMatch: ['**/*.test.ts', '**/*.test.tsx'],
  extensionsToTreatAsEsm: ['.ts', '.tsx'],
  moduleNameMapper: {'^(\\.{1,2}/.*)\\.js$': '$1'},
  transform: {
    '\\.tsx?$': [
      '@swc/jest',
      {jsc: {target: 'es2024', parser: {syntax: 'typescript', tsx: true}, transform: {react: {runtime: 'automatic'}}}},
    ],
  },
  // Each run has a loopback network of its own.
  globalSetup: '<rootDir>/test/support/claim-network.mjs',
  testTimeout: 60_000,
  // Most tests wait for processes, not for a core.
  maxWorkers: 2,
};
