import type {NodeDetailsPort} from '../../src/model/node-details.js';

/** No node tells anything of itself. */
export const NO_DETAILS: NodeDetailsPort = {
  look: () => {},
  environment: async () => 'no node answers here',
};
