import type {Ports} from '../../src/command/ports.js';

/** Clusters by name, where a test has none: nothing can be saved. */
export const NO_CLUSTERS: Ports['clusters'] = {
  save: async () => 'nothing is saved in this test',
  rename: async () => 'nothing is saved in this test',
  forget: async () => 'nothing is saved in this test',
  call: () => {},
};
