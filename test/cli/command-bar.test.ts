import {afterAll, afterEach, beforeAll, beforeEach, expect, test} from '@jest/globals';
import {claimAddresses} from '../../src/demo/addresses.js';
import {circusctl} from '../support/circusctl.js';
import {type Circusd, startCircusd} from '../support/circusd.js';
import {openScreen, type Screen} from '../support/circusman-screen.js';
import {eventually} from '../support/eventually.js';
import {newStateFolder} from '../support/journal-jobs.js';

/** The command bar of a real terminal on a real circusd. */

let claim: Awaited<ReturnType<typeof claimAddresses>>;
let node: Circusd;
let address: Awaited<ReturnType<typeof claimAddresses>>['addresses'][number];
let state: string;
const screens: Screen[] = [];

beforeAll(async () => {
  claim = await claimAddresses(1);
  const [first] = claim.addresses;
  if (first === undefined) throw new Error('there is no address');
  address = first;
  node = await startCircusd(first.host, '[watcher:box]\ncmd = sleep 600\n[watcher:idle]\ncmd = sleep 600');
});
beforeEach(() => {
  state = newStateFolder();
});
afterEach(async () => {
  await Promise.all(screens.splice(0).map(screen => screen.close()));
});
afterAll(async () => {
  await node?.stop();
  await claim.release();
});

async function open(columns = 80): Promise<Screen> {
  const screen = openScreen([address.host], {columns, rows: 24, env: {XDG_STATE_HOME: state}});
  screens.push(screen);
  await screen.until(/● [\s\S]*●/);
  return screen;
}

test.each([40, 80])('at %d columns a command is put together by tab, with its preview, and runs', async columns => {
  const screen = await open(columns);
  screen.press(':incr bo<tab>--wa');
  await screen.until(/^:incr box --wa/m);
  screen.press('<ctrl-u>res<tab>');
  await screen.until(/^ restart .*\n^ reset /m);
  screen.press('ta<tab>b<tab>on <tab>');
  await screen.until(/^ marked/m);
  screen.press(`${address.host.slice(0, -1)}<tab>`);
  await screen.until(new RegExp(`^:restart box on ${address.host.replaceAll('.', '\\.')}`, 'm'));
  await screen.until(/1 node × box = 1 target/);
  const before = await circusctl(address, 'list', 'box');
  screen.press('<enter>');
  await eventually(async () => expect(await circusctl(address, 'list', 'box')).not.toBe(before));
});

test('what was typed is there in the next run, of several programs, and found by what it has in it', async () => {
  const [one, other] = [await open(), await open()];
  one.press(':note from one<enter>');
  other.press(':note from the other<enter>');
  one.press(': note secret<enter>');
  await one.until(/note secret|secret/);
  one.press('q');
  other.press('q');
  await Promise.all([one.exit, other.exit]);
  const next = await open();
  next.press(':<ctrl-r>from one');
  await next.until(/^▌note from one/m);
  next.press('<enter>');
  await next.until(/^:note from one/m);
  next.press('<ctrl-u><ctrl-r>secret');
  await next.until(/^ no earlier command has that in it/m);
  next.press('<esc>');
  await next.until(/^: *$/m);
  next.press('<up><up>');
  await next.until(/^:note from (one|the other)/m);
});

test('lines that are pasted are asked about, and then run in turn', async () => {
  const screen = await open();
  const before = await circusctl(address, 'list', 'box');
  screen.press(':');
  await screen.until(/^:/m);
  screen.paste('restart box\n# and the other\nstop idle\n', true);
  await screen.until(/Run these 2 lines, one after the other: restart box; stop idle\?[\s\S]*\[Cancel\] {2}Run/);
  screen.press('y');
  await eventually(async () => expect(await circusctl(address, 'status', 'idle')).toBe('stopped'));
  expect(await circusctl(address, 'list', 'box')).not.toBe(before);
});
