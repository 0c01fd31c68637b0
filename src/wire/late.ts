/** What needs ZeroMQ, which takes 10 ms to load: imported by `import()`, from here alone, so that the bundle keeps it in one file. */
export {openCluster} from './cluster.js';
export {detect} from './detect.js';
