import {describe, expect, test} from '@jest/globals';
import {createNodeDetails} from '../../src/cli/node-details.js';
import type {Command, CommandTable} from '../../src/command/command.js';
import {commandTable} from '../../src/command/table.js';
import {createLog} from '../../src/log/create-log.js';
import type {LogSelection} from '../../src/model/log-window.js';
import {commandsOnFake} from '../support/commands-on-fake.js';
import {eventually} from '../support/eventually.js';
import type {FakeRequest} from '../support/fake-node.js';
import {testHost} from '../support/test-network.js';
import {TYPED} from '../support/typed-commands.js';

/** In read-only mode nothing but what reads reaches a node, whatever the entry of the command says of itself. */

const HOST = testHost('212.1');

/** All that may reach the node, written down again: the list in the wire is what is tried here. */
const READING = new Set(
  'status list numprocesses numwatchers get options globaloptions listsockets stats dstats node-info health processes poll-events log-sources log log-find'.split(
    ' ',
  ),
);
const changes = ({command, properties}: FakeRequest) =>
  !READING.has(command) && !((command === 'configure' || command === 'reset') && properties.dryRun === true);

/** The entry with another word of what it does. */
function lying(command: Command): Command {
  const options = (command.options ?? []).map(({effect: _, ...option}) => option);
  return {...command, options, effect: 'read'};
}

const LIARS: CommandTable = new Map([...commandTable].map(([name, command]) => [name, lying(command)]));

/** What else can be typed of those that have options by which other messages go out. */
const MORE = [
  'start web',
  'restart idle --start-stopped',
  'reload web --sequential',
  'signal web 9 --pid 1002',
  'kill web --pid 1002 --signum KILL',
  'configure idle --force',
  'configure idle --undo',
  'configure idle --dry-run',
  'reset idle --logs',
  'reset web --stop',
  'reset idle --dry-run',
  'rm web --nostop',
  'set web cmd ls max_age 9',
  'set web env A=1',
];

const isAboveRead = (text: string) =>
  !['none', 'read'].includes(commandTable.get(text.split(' ')[0] ?? '')?.effect ?? '') && !text.includes('--dry-run');

describe('of a command whose entry says that it only reads, nothing gets out that changes a node', () => {
  // What it runs are entries of the table, which are tried here by themselves; and a shell inside circusd is always refused.
  const OF_OTHERS = ['run', 'ipython'];
  const typed = [
    ...[...commandTable.keys()].filter(name => !OF_OTHERS.includes(name)).map(name => TYPED[name] ?? name),
    ...MORE,
  ];
  test.each(typed)('%s', async text => {
    const on = await commandsOnFake(HOST, {table: LIARS, isReadOnly: true});
    try {
      const outcome = await on.run(text);
      if (isAboveRead(text))
        expect(outcome).toMatchObject({kind: 'failed', sent: false, reason: expect.stringMatching(/^read-only/)});
      expect(on.fake.requests.length).toBeGreaterThan(0);
      expect(on.fake.requests.filter(changes)).toEqual([]);
      expect(on.fake.pids('web')).toEqual([1_002, 1_003]);
    } finally {
      await on.close();
    }
  });
});

test('nor of the screens that read for themselves', async () => {
  const opened: LogSelection[] = [];
  const on = await commandsOnFake(HOST, {
    table: LIARS,
    isReadOnly: true,
    screen: {log: selection => opened.push(selection)},
  });
  const {call, clock, state} = on.ports;
  const log = createLog({call, clock, clockOffset: () => 0, emit: () => {}, lines: 100});
  await on.run('log web');
  for (const selection of opened) log.open(selection);
  const details = createNodeDetails({call, clock, state, emit: () => {}});
  details.look([...state().nodes.keys()][0] ?? null, true);
  await eventually(() => {
    const asked = new Set(on.fake.requests.map(({command}) => command));
    for (const command of ['log-sources', 'processes', 'get']) expect(asked).toContain(command);
  });
  expect(on.fake.requests.filter(changes)).toEqual([]);
  log.close();
  details.look(null, false);
  await on.close();
});
