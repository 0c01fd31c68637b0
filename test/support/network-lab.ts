import {type ChildProcess, execFile, spawn} from 'node:child_process';
import {chmodSync, existsSync, mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import process from 'node:process';
import {promisify} from 'node:util';
import type {Launcher} from '../../src/demo/local-node.js';
import {CIRCUSMAN} from './circusman-screen.js';
import {LAUNCHER, PYTHON} from './local-nodes.js';
import type {Finished} from './run-circusman.js';

/**
 * A separate network of network namespaces: machines 192.168.0.1 and so on, fd00::1 and so on in IPv6, and the operator's, 192.168.0.254
 * and fd00::fe, at one switch.
 */
export interface Lab {
  readonly host: (machine: number) => string;
  /** Its IPv6 address. */
  readonly hostV6: (machine: number) => string;
  /** How a circusd is started on the machine; its machine id is `machineId`, 32 hexadecimal digits. */
  readonly launcher: (machine: number, machineId: string) => Launcher;
  /** Runs a command on a machine, or on the operator's. */
  readonly on: (machine: number | 'op', ...command: readonly string[]) => Promise<unknown>;
  /** Starts a program on a machine; its caller ends it. */
  readonly start: (machine: number, program: string, ...args: readonly string[]) => ChildProcess;
  /** Whether the operator's machine can connect there. */
  readonly isTaken: (host: string, port: number) => Promise<boolean>;
  /** What to put before a program and its arguments to run it on the operator's machine. */
  readonly onOperator: readonly [string, ...string[]];
  /** Runs circusman on the operator's machine; its known machines are kept between runs. */
  readonly run: (args: readonly string[]) => Promise<Finished>;
  /** Silently drops packets to and from the machine from now on. @returns lets them through again */
  readonly silence: (machine: number) => Promise<() => Promise<void>>;
  /** Removes the network. What ran in it must have ended. */
  readonly remove: () => Promise<void>;
}

const runFile = promisify(execFile);
const MACHINE_ID = '/etc/machine-id';

/** Why such a network cannot be made here; null: it can. */
export async function whatLabNeeds(): Promise<string | null> {
  if (process.getuid?.() !== 0) return 'network namespaces need root';
  for (const program of ['ip', 'nft', 'unshare']) {
    const isThere = await runFile('sh', ['-c', `command -v ${program}`]).then(
      () => true,
      () => false,
    );
    if (!isThere) return `${program} is missing`;
  }
  const canMake = await runFile('unshare', ['--net', '--mount', 'true']).then(
    () => true,
    () => false,
  );
  if (!canMake) return 'this machine does not allow network namespaces';
  return existsSync(MACHINE_ID) ? null : `there is no ${MACHINE_ID}`;
}

export async function makeLab(machines: number): Promise<Lab> {
  const name = (machine: number | 'op') => `circusman-${process.pid}-${machine}`;
  const numbers = Array.from({length: machines}, (_, index) => index + 1);
  const folder = mkdtempSync(path.join(os.tmpdir(), 'circusman-lab-'));
  const operator = name('op');
  const ip = (...args: readonly string[]) => runFile('ip', args);
  const inside = (namespace: string, ...command: readonly string[]) => ip('netns', 'exec', namespace, ...command);

  const hostV6 = (machine: number) => `fd00::${machine.toString(16)}`;
  const onOperator = ['ip', 'netns', 'exec', operator] as const;

  const remove = async () => {
    for (const each of [operator, ...numbers.map(name)]) await ip('netns', 'del', each).catch(() => {});
    rmSync(folder, {recursive: true, force: true});
  };

  try {
    await ip('netns', 'add', operator);
    await ip('-n', operator, 'link', 'add', 'switch', 'type', 'bridge');
    await ip('-n', operator, 'address', 'add', '192.168.0.254/24', 'dev', 'switch');
    await ip('-n', operator, 'address', 'add', 'fd00::fe/64', 'dev', 'switch', 'nodad');
    await ip('-n', operator, 'link', 'set', 'switch', 'up');
    for (const number of numbers) {
      const own = name(number);
      const port = `port${number}`;
      await ip('netns', 'add', own);
      await ip('-n', operator, 'link', 'add', port, 'type', 'veth', 'peer', 'name', 'eth0', 'netns', own);
      await ip('-n', operator, 'link', 'set', port, 'master', 'switch', 'up');
      await ip('-n', own, 'address', 'add', `192.168.0.${number}/24`, 'dev', 'eth0');
      await ip('-n', own, 'address', 'add', `${hostV6(number)}/64`, 'dev', 'eth0', 'nodad');
      for (const device of ['lo', 'eth0']) await ip('-n', own, 'link', 'set', device, 'up');
    }
  } catch (error) {
    await remove();
    throw error;
  }

  return {
    host: machine => `192.168.0.${machine}`,
    hostV6,
    on: (machine, ...command) => inside(name(machine), ...command),
    start: (machine, program, ...args) =>
      spawn('ip', ['netns', 'exec', name(machine), program, ...args], {cwd: folder, stdio: 'ignore'}),
    launcher: (machine, machineId) => {
      const id = path.join(folder, `${machine}-${machineId}`);
      writeFileSync(id, `${machineId}\n`);
      const start = `mount --bind ${id} ${MACHINE_ID} && exec ${PYTHON} "$@"`;
      const python = `${id}.sh`;
      writeFileSync(
        python,
        `#!/bin/sh\nexec ip netns exec ${name(machine)} unshare --mount sh -c '${start}' sh "$@"\n`,
      );
      chmodSync(python, 0o700);
      return {...LAUNCHER, python};
    },
    isTaken: (host, port) =>
      inside(operator, 'bash', '-c', `</dev/tcp/${host}/${port}`).then(
        () => true,
        () => false,
      ),
    onOperator,
    run: async args => {
      const {HOME = '/', PATH = ''} = process.env;
      const env = {HOME, PATH, LANG: 'C.UTF-8', XDG_STATE_HOME: folder, XDG_CONFIG_HOME: '/dev/null'};
      const [program, ...before] = onOperator;
      return new Promise(resolve => {
        execFile(program, [...before, process.execPath, CIRCUSMAN, ...args], {env}, (error, out, err) => {
          resolve({code: error === null ? 0 : Number(error.code ?? -1), out, err});
        });
      });
    },
    silence: async machine => {
      const drop = (hook: string) =>
        inside(
          name(machine),
          'nft',
          'add',
          'chain',
          'inet',
          'silence',
          hook,
          `{ type filter hook ${hook} priority 0; policy drop; }`,
        );
      await inside(name(machine), 'nft', 'add', 'table', 'inet', 'silence');
      await drop('input');
      await drop('output');
      return async () => {
        await inside(name(machine), 'nft', 'delete', 'table', 'inet', 'silence');
      };
    },
    remove,
  };
}
