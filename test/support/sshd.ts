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
/** Port 22 may belong to the machine's own sshd. */
export const SSH_PORT = 2222;
/** sshd needs this empty folder; Debian makes it only when it starts the service. */
const PRIVILEGE_SEPARATION = '/run/sshd';

/** A real sshd for a test, which lets this user in with a key made for the test. */
export interface Sshd {
  /** The environment in which `ssh ADDRESS` logs in. */
  readonly env: Readonly<Record<string, string>>;
  readonly stop: () => Promise<void>;
}

/** Why a test cannot start an sshd here; null: it can. */
export async function whatSshdNeeds(): Promise<string | null> {
  if (process.getuid?.() !== 0) return 'sshd needs root';
  const isThere = await runFile('sh', ['-c', `command -v ssh && command -v ssh-keygen && test -x ${SSHD}`]).then(
    () => true,
    () => false,
  );
  return isThere ? null : 'openssh-server is missing';
}

/** Starts it on that address, and waits until it listens. */
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
      'Subsystem sftp internal-sftp',
      '',
    ].join('\n'),
  );
  // ssh itself uses the home of the user database, not HOME.
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
