import {execFile} from 'node:child_process';
import {chmodSync, mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import process from 'node:process';
import {promisify} from 'node:util';
import type {Launcher} from '../../src/demo/local-node.js';
import {LAUNCHER, PYTHON} from './local-nodes.js';

/** Why programs cannot be run with files of their own in place of the machine's; null: they can. */
export async function whatOwnFilesNeed(): Promise<string | null> {
  if (process.getuid?.() !== 0) return 'files of its own need root';
  return promisify(execFile)('unshare', ['--mount', 'true']).then(
    () => null,
    () => 'this machine does not allow mounts of its own',
  );
}

/** The command line before a program that sees files of its own: `files` has them by the path of the machine's. */
export function withOwnFiles(files: Readonly<Record<string, string>>): readonly [string, ...string[]] {
  const mounts = Object.entries(files).map(([target, file]) => `mount --bind '${file}' '${target}'`);
  return ['unshare', '--mount', 'sh', '-c', [...mounts, 'exec "$@"'].join(' && '), 'sh'];
}

/** How programs look names up that are run so. */
export interface OwnNames {
  /** What `/etc/hosts` says there from now on: names, each with its addresses. */
  readonly set: (names: Readonly<Record<string, readonly string[]>>) => void;
  /** The command line before such a program. */
  readonly program: readonly [string, ...string[]];
  /** How a circusd is started on a machine of this id, 32 hexadecimal digits. */
  readonly launcher: (machineId: string) => Launcher;
  /** A folder that is removed at the end. */
  readonly folder: string;
  readonly remove: () => void;
}

/** Names are looked up in an own `/etc/hosts`, then at this name server. */
export function ownNames(nameServer: string): OwnNames {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'circusman-names-'));
  const hosts = path.join(folder, 'hosts');
  const servers = path.join(folder, 'resolv.conf');
  const sources = path.join(folder, 'nsswitch.conf');
  writeFileSync(servers, `nameserver ${nameServer}\n`);
  writeFileSync(sources, 'hosts: files dns\n');
  const set: OwnNames['set'] = names => {
    const lines = Object.entries(names).flatMap(([name, addresses]) => addresses.map(each => `${each} ${name}\n`));
    writeFileSync(hosts, lines.join(''));
  };
  set({});
  return {
    set,
    program: withOwnFiles({'/etc/hosts': hosts, '/etc/resolv.conf': servers, '/etc/nsswitch.conf': sources}),
    launcher: machineId => {
      const id = path.join(folder, machineId);
      const python = `${id}.sh`;
      writeFileSync(id, `${machineId}\n`);
      const words = withOwnFiles({'/etc/machine-id': id}).map(word => `'${word.replaceAll("'", "'\\''")}'`);
      writeFileSync(python, `#!/bin/sh\nexec ${words.join(' ')} ${PYTHON} "$@"\n`);
      chmodSync(python, 0o700);
      return {...LAUNCHER, python};
    },
    folder,
    remove: () => rmSync(folder, {recursive: true, force: true}),
  };
}
