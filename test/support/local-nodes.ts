import {watcherSection} from '../../src/demo/circus-ini.js';
import type {StandIn} from '../../src/demo/demo-watchers.js';
import type {Launcher} from '../../src/demo/local-node.js';
import {type LocalNodes, startLocalNodes} from '../../src/demo/local-nodes.js';
import {PACKAGE_ROOT} from './package-root.js';

/** The Python of this package, set up by `npm test`. */
export const PYTHON = `${PACKAGE_ROOT}.venv/bin/python`;

export const LAUNCHER: Launcher = {python: PYTHON, program: `${PACKAGE_ROOT}circus/circusman-node`};

export const STAND_IN: StandIn = {python: PYTHON, program: `${PACKAGE_ROOT}circus/demo/stand-in`};

/** A watcher that does nothing, is not started automatically, and obeys SIGTERM. */
export const SLEEPER = watcherSection('sleeper', {cmd: 'sleep 3600', autostart: false});

/** Real circusd nodes, each with the same watchers; the caller stops them. */
export function startNodes(count: number, watchers: string = SLEEPER): Promise<LocalNodes> {
  return startLocalNodes({launcher: LAUNCHER, count, watchers: () => watchers});
}

/** For a watcher that has the name of a service of the package and is none. */
export const NO_SERVICE = {service: ''} as const;
