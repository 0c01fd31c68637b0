import {spawn} from 'node:child_process';
import {mkdirSync, mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import {performance} from 'node:perf_hooks';
import {setTimeout as wait} from 'node:timers/promises';
import {Dealer} from 'zeromq';
import {circusIni} from '../src/demo/circus-ini.js';
import type {NodeSpec} from '../src/model/node.js';
import {atMost, type Figure, type FigureResult} from './figure.js';
import {CIRCUSD, PYTHON, startNodes} from './nodes.js';
import {residentMebibytes} from './process-usage.js';
import {homeIn, serviceIn, WATCHER} from './service.js';
import {command, openBench} from './session.js';

const RUNS = 7;
const DATA_FILES = 10_000;
/** Milliseconds: between two pings, and after a reset until the files are certainly removed. */
const PING = 2;
const REMOVED_AFTER = 2_000;
const QUIET = 2_000;
const SETTLED = 100;

/** What our package costs the circusd that it runs in. */
export const nodePackage: Figure = {
  name: 'package',
  summary: `the package in circusd: how long others wait for it, a reset of ${DATA_FILES.toLocaleString('en')} files, its memory`,
  seconds: 60,
  run: async report => {
    let folder = '';
    const {nodes, pids, close} = await startNodes(1, own => {
      folder = own;
      return serviceIn(own);
    });
    try {
      const [node] = nodes;
      const [pid] = pids;
      if (node === undefined || pid === undefined) throw new Error('no node came up');
      const {rows} = await measureOn(node, path.join(homeIn(folder), 'data'), report);
      const {memory: stockMemory, waits} = await stock();
      const memory = residentMebibytes(pid) - stockMemory;
      return {
        rows: [
          {
            what: 'a ping of a stock circusd while nothing is done, worst',
            unit: 'ms',
            samples: waits,
            statistic: 'worst',
          },
          ...rows,
          {what: 'memory beyond that of a stock circusd', unit: 'MiB', samples: [memory], goal: atMost(10)},
        ],
      };
    } finally {
      await close();
    }
  },
};

async function measureOn(node: NodeSpec, data: string, report: (text: string) => void): Promise<FigureResult> {
  const session = openBench([node]);
  const pings = startPings(node.host);
  const taken: number[] = [];
  try {
    await session.settled(new AbortController().signal);
    pings.answered();
    await wait(QUIET);
    const quiet = pings.answered();
    report('configure and health');
    for (let run = 0; run < RUNS; run++) await command(session, `configure ${WATCHER} --set round=${run}`, 1);
    const configuring = pings.answered();
    const resetting: number[] = [];
    const starting: number[] = [];
    for (let run = 0; run < RUNS; run++) {
      report(`reset, run ${run + 1} of ${RUNS}`);
      fill(data);
      // The ping that was under way meanwhile was held up by this program.
      await wait(SETTLED);
      pings.answered();
      const begin = performance.now();
      await command(session, `reset ${WATCHER}`, 1);
      taken.push(performance.now() - begin);
      await wait(REMOVED_AFTER);
      resetting.push(...pings.answered());
      await command(session, `start ${WATCHER}`, 1);
      await command(session, `stop ${WATCHER}`, 1);
      starting.push(...pings.answered());
    }
    return {
      rows: [
        {what: 'a ping while nothing is done, worst', unit: 'ms', samples: quiet, statistic: 'worst'},
        {
          what: `… while ${RUNS} times configured, worst`,
          unit: 'ms',
          samples: configuring,
          statistic: 'worst',
          goal: atMost(20),
        },
        {what: '… while reset and files removed, p95', unit: 'ms', samples: resetting, statistic: 'p95'},
        {
          what: '… while reset and files removed, worst',
          unit: 'ms',
          samples: resetting,
          statistic: 'worst',
          goal: atMost(20),
        },
        {
          what: '… while started and stopped, by circus with our guard, worst',
          unit: 'ms',
          samples: starting,
          statistic: 'worst',
        },
        {what: 'reset, until it may be started again', unit: 'ms', samples: taken, goal: atMost(100)},
      ],
    };
  } finally {
    await pings.close();
    await session.close();
  }
}

function fill(folder: string): void {
  mkdirSync(folder, {recursive: true});
  for (let file = 0; file < DATA_FILES; file++) writeFileSync(path.join(folder, String(file)), '');
}

/** Sends the node small requests on a separate connection: how late an answer comes is how long the node's loop was blocked. */
function startPings(host: string) {
  const socket = new Dealer({linger: 0});
  socket.connect(`tcp://${host}:5555`);
  let isOver = false;
  let waits: number[] = [];
  const pinging = (async () => {
    for (let id = 0; !isOver; id++) {
      const begin = performance.now();
      await socket.send(JSON.stringify({id: String(id), command: 'numwatchers', properties: {}}));
      await socket.receive();
      waits.push(performance.now() - begin);
      await wait(PING);
    }
  })();
  return {
    /** Milliseconds of each ping since the last call. */
    answered: () => {
      const since = waits;
      waits = [];
      return since;
    },
    close: async () => {
      isOver = true;
      await pinging;
      socket.close();
    },
  };
}

/** A circusd without our package, with the same watcher: its memory in MiB, and the milliseconds of its answers. */
async function stock(): Promise<{readonly memory: number; readonly waits: readonly number[]}> {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'circusman-bench-'));
  const ini = path.join(folder, 'circus.ini');
  const address = {host: '127.0.78.250', commandPort: 5555, eventsPort: 5556, statisticsPort: 5557};
  writeFileSync(ini, circusIni(address, serviceIn(folder).watchers, false));
  const circusd = spawn(PYTHON, [CIRCUSD, '--log-level', 'warning', ini], {stdio: 'ignore'});
  const ended = new Promise(resolve => circusd.once('exit', resolve));
  const pings = startPings(address.host);
  try {
    await wait(QUIET);
    if (pings.answered().length === 0 || circusd.pid === undefined) {
      throw new Error('the stock circusd does not answer');
    }
    await wait(QUIET);
    const waits = pings.answered();
    return {memory: residentMebibytes(circusd.pid), waits};
  } finally {
    await pings.close();
    circusd.kill();
    await ended;
    rmSync(folder, {recursive: true, force: true});
  }
}
