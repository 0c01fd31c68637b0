import {fileURLToPath} from 'node:url';

/** The benchmarks are bundled into `dist`. */
export const PACKAGE_ROOT = fileURLToPath(new URL('../', import.meta.url));
