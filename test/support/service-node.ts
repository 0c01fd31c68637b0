import {mkdirSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import type {NodeAddress} from '../../src/demo/addresses.js';
import {type WatcherOptions, watcherSection} from '../../src/demo/circus-ini.js';
import {type Launcher, type LocalNode, type LocalNodeOptions, startLocalNode} from '../../src/demo/local-node.js';
import {LAUNCHER} from './local-nodes.js';

/** A real node with our package and the watcher `box`, a service that the test describes. */
export interface ServiceNode extends LocalNode {
  readonly home: string;
}

export interface ServiceNodeOptions {
  /** service.toml without its head, description and home. */
  readonly service: string;
  readonly templates?: Readonly<Record<string, string>>;
  /** The watcher's options besides its folder; it is not started automatically. */
  readonly box: (home: string) => WatcherOptions;
  /** More watchers of the ini. */
  readonly watchers?: string;
  /** How its circusd is started; absent: on this machine. */
  readonly launcher?: Launcher;
  readonly isTaken?: LocalNodeOptions['isTaken'];
}

export async function startServiceNode(address: NodeAddress, options: ServiceNodeOptions): Promise<ServiceNode> {
  const {service, templates = {}, box, watchers = '', launcher = LAUNCHER, isTaken} = options;
  let home = '';
  const node = await startLocalNode({
    launcher,
    ...(isTaken === undefined ? {} : {isTaken}),
    address,
    hasStatistics: false,
    watchers: folder => {
      home = path.join(folder, 'home');
      const described = path.join(folder, 'services/box');
      for (const each of [home, path.join(described, 'templates')]) mkdirSync(each, {recursive: true});
      const head = `[service]\ndescription = "A test's"\nhome = "${home}"\n`;
      writeFileSync(path.join(described, 'service.toml'), head + service);
      for (const [name, text] of Object.entries(templates)) {
        writeFileSync(path.join(described, 'templates', name), text);
      }
      const section = watcherSection('box', {working_dir: home, autostart: false, ...box(home)});
      return {watchers: section + watchers, nodeFile: `services = ["${path.dirname(described)}"]\n`};
    },
  });
  return {...node, home};
}
