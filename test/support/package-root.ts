import {fileURLToPath} from 'node:url';

const here = import.meta.url;

/** The folder of this package, with a slash at its end. The benchmarks are bundled into `dist`. */
export const PACKAGE_ROOT = fileURLToPath(new URL(/\/dist\/[^/]*$/.test(here) ? '../' : '../../', here));
