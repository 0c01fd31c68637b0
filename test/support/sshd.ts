import {execFile, spawn} from 'node:child_process';
import {chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {connect} from 'node:net';
import os from 'node:os';
import path from 'node:path';
import process from 'node:process';
import {promisify} from 'node:util';
import {eventually} from './eventually.js';

const runFile = promisify(execFile);
const SSHD = '/usr/sbin/sshd';
/** The machine's own sshd may have port 22. */
export const SSH_PORT = 2222;
/** Where sshd wants an empty folder; Debian makes it when its service is started, which nobody does here. */
const PRIVILEGE_SEPARATION = '/run/sshd';

/** A real sshd of a test's own, which lets this user in with a key of the test's own. */
export interface Sshd {
  /** The environment in which `ssh ADDRESS` comes in. */
  readonly env: Readonly<Record<string, string>>;
  readonly stop: () => Promise<void>;
}

/** Why there can be no sshd of a test here; null: there can. */
export async function whatSshdNeeds(): Promise<string | null> {
  if (process.getuid?.() !== 0) return 'sshd wants root';
  const isThere = await runFile('sh', ['-c', `command -v ssh && command -v ssh-keygen && test -x ${SSHD}`]).then(
    () => true,
    () => false,
  );
  return isThere ? null : 'openssh-server is missing';
}

/** Listens on that address. */
export async function startSshd(address: string): Promise<Sshd> {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'circusman-sshd-'));
  const at = (name: string) => path.join(folder, name);
  mkdirSync(PRIVILEGE_SEPARATION, {recursive: true, mode: 0o755});
  for (const key of ['host', 'user']) await runFile('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-f', at(key)]);
  writeFileSync(
    at('sshd_config'),
    [
      `ListenAddress ${address}:${SSH_PORT}`,
      `HostKey ${at('host')}`,
      `AuthorizedKeysFile ${at('user.pub')}`,
      'PermitRootLogin prohibit-password',
      'StrictModes no',
      'UsePAM no',
      'PrintMotd no',
      'PidFile none',
      '',
    ].join('\n'),
  );
  // ssh itself looks in the user's home, whatever HOME says.
  writeFileSync(
    at('ssh'),
    `#!/bin/sh\nexec /usr/bin/ssh -F none -p ${SSH_PORT} -i ${at('user')} -o UserKnownHostsFile=${at('known_hosts')} -o StrictHostKeyChecking=accept-new -o BatchMode=yes "$@"\n`,
  );
  chmodSync(at('ssh'), 0o700);
  const sshd = spawn(SSHD, ['-D', '-e', '-f', at('sshd_config')], {stdio: 'ignore'});
  const ended = new Promise(resolve => sshd.once('exit', resolve));
  await eventually(() => listens(address));
  return {
    env: {PATH: `${folder}:${process.env.PATH ?? ''}`},
    stop: async () => {
      sshd.kill();
      await ended;
      rmSync(folder, {recursive: true, force: true});
    },
  };
}

function listens(host: string): Promise<void> {
  const socket = connect({host, port: SSH_PORT});
  return new Promise<void>((resolve, reject) => {
    socket.once('connect', resolve).once('error', reject);
  }).finally(() => socket.destroy());
}
