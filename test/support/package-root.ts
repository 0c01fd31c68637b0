import {fileURLToPath} from 'node:url';

/** The folder of this package, with a slash at its end. */
export const PACKAGE_ROOT = fileURLToPath(new URL('../../', import.meta.url));
