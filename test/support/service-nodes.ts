import {mkdir, mkdtemp, rm, writeFile} from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import {claimAddresses} from '../../src/demo/addresses.js';
import {watcherSection} from '../../src/demo/circus-ini.js';
import {type LocalNode, startLocalNode} from '../../src/demo/local-node.js';
import {LAUNCHER} from './local-nodes.js';

/** Real nodes with our package, each with the watcher `box`, a service of the test's own. */
export interface ServiceNodes {
  readonly nodes: readonly LocalNode[];
  /** The service's home on each node. */
  readonly homes: readonly string[];
  readonly stop: () => Promise<void>;
}

/**
 * Starts them. `service`: service.toml behind its description and home. `cmd` is run in the home.
 */
export async function startServiceNodes(
  count: number,
  {service, templates = {}, cmd}: {service: string; templates?: Readonly<Record<string, string>>; cmd: string},
): Promise<ServiceNodes> {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'circusman-services-'));
  const claim = await claimAddresses(count);
  const undo: (() => unknown)[] = [() => rm(folder, {recursive: true}), claim.release];
  const stop = async () => {
    for (const step of undo.splice(0).reverse()) await step();
  };
  try {
    const started = await Promise.all(
      claim.addresses.map(async (address, index) => {
        const home = path.join(folder, `home${index + 1}`);
        const box = path.join(folder, `services${index + 1}/box`);
        await Promise.all([mkdir(home), mkdir(path.join(box, 'templates'), {recursive: true})]);
        await writeFile(
          path.join(box, 'service.toml'),
          `[service]\ndescription = "A test's"\nhome = "${home}"\n${service}`,
        );
        for (const [name, text] of Object.entries(templates)) {
          await writeFile(path.join(box, 'templates', name), text);
        }
        const nodeFile = path.join(folder, `node${index + 1}.toml`);
        await writeFile(nodeFile, `services = ["${path.dirname(box)}"]\n`);
        const node = await startLocalNode({
          launcher: LAUNCHER,
          address,
          watchers: watcherSection('box', {cmd, working_dir: home, autostart: false}),
          hasStatistics: false,
          arguments: ['--node-config', nodeFile],
        });
        undo.push(node.stop);
        return {node, home};
      }),
    );
    return {nodes: started.map(({node}) => node), homes: started.map(({home}) => home), stop};
  } catch (error) {
    await stop();
    throw error;
  }
}
