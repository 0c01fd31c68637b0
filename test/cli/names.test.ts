import {execFile} from 'node:child_process';
import dgram from 'node:dgram';
import {afterAll, afterEach, beforeAll, expect, test} from '@jest/globals';
import {type Circusd, startCircusd} from '../support/circusd.js';
import {CIRCUSMAN, openScreen, type Screen} from '../support/circusman-screen.js';
import {type OwnNames, ownNames, whatOwnFilesNeed} from '../support/own-files.js';
import type {Finished} from '../support/run-circusman.js';
import {type ServiceNode, startServiceNode} from '../support/service-node.js';
import {testHost} from '../support/test-network.js';

/** Host names of real circusd nodes, in an /etc/hosts that changes, and with a name server that says nothing. */

const NAME_SERVER = testHost('88.53');
const [OLD, NEW] = [testHost('88.1'), testHost('88.2')];
const HANGING = 'gone[01-10].lab';

const missing = await whatOwnFilesNeed();
const testNames = missing === null ? test : test.skip;
const WHY = missing === null ? '' : ` (${missing})`;

let names: OwnNames;
let screen: Screen | undefined;
const nodes: (Circusd | ServiceNode)[] = [];
/** Takes questions and never answers. */
const silent = dgram.createSocket('udp4');

beforeAll(async () => {
  if (missing !== null) return;
  await new Promise<void>(bound => silent.bind(53, NAME_SERVER, bound));
  names = ownNames(NAME_SERVER);
});
afterEach(async () => {
  await screen?.close();
  screen = undefined;
  await Promise.all(nodes.splice(0).map(node => node.stop()));
});
afterAll(() => {
  names?.remove();
  silent.close();
});

async function startAt(address: string, watcher: string): Promise<Circusd> {
  const node = await startCircusd(address, `[watcher:${watcher}]\ncmd = sleep 3600\n`);
  nodes.push(node);
  return node;
}

async function startOnMachine(host: string, machine: string): Promise<ServiceNode> {
  const node = await startServiceNode(
    {host, commandPort: 5555, eventsPort: 5556, statisticsPort: 5557},
    {service: '', box: () => ({cmd: 'sleep 3600'}), launcher: names.launcher(machine.padEnd(32, '0'))},
  );
  nodes.push(node);
  return node;
}

const program = () => [...names.program, process.execPath, CIRCUSMAN] as const;

function open(...args: readonly string[]): Screen {
  screen = openScreen(args, {program: program(), env: {XDG_STATE_HOME: names.folder}});
  return screen;
}

function run(...args: readonly string[]): Promise<Finished> {
  const [command, ...words] = program();
  const {PATH = ''} = process.env;
  const env = {PATH, LANG: 'C.UTF-8', XDG_STATE_HOME: names.folder};
  return new Promise(resolve => {
    execFile(command, [...words, ...args], {env}, (error, out, err) => {
      resolve({code: error === null ? 0 : Number(error.code ?? -1), out, err});
    });
  });
}

testNames(
  `a name that moves is followed when its old circusd ends, and another machine there is not trusted${WHY}`,
  async () => {
    names.set({'moved.lab': [OLD]});
    const [old] = [await startOnMachine(OLD, 'a'), await startOnMachine(NEW, 'b')];
    const shown = open('moved.lab');
    await shown.until(/moved\.lab .*stopped/);
    shown.press(':start<enter>');
    await shown.until(/#\d start.* 1\/1 ok/);
    names.set({'moved.lab': [NEW]});
    await old.stop();
    await shown.until(/moved\.lab +another machine/);
    shown.press(':start<enter>');
    await shown.until(/another machine answers here than before; .*cluster trust moved\.lab/);
  },
);

testNames(`a name that moves while its old machine answers stays there until that connection fails${WHY}`, async () => {
  names.set({'left.lab': [OLD]});
  const [old] = [await startAt(OLD, 'old'), await startAt(NEW, 'new')];
  const shown = open('left.lab');
  await shown.until(/old[\s\S]*left\.lab .*running/);
  names.set({'left.lab': [NEW]});
  shown.press(':stop old<enter>');
  await shown.until(/#\d stop old.* 1\/1 ok/);
  await old.restart();
  await shown.until(/new[\s\S]*left\.lab .*running/);
});

testNames(`a name that moves is followed when its old machine goes silent${WHY}`, async () => {
  names.set({'quiet.lab': [OLD]});
  const [old] = [await startAt(OLD, 'old'), await startAt(NEW, 'new')];
  const shown = open('quiet.lab');
  await shown.until(/old[\s\S]*quiet\.lab .*running/);
  names.set({'quiet.lab': [NEW]});
  await old.kill('SIGSTOP');
  await shown.until(/new[\s\S]*quiet\.lab .*running/);
});

testNames(`ten names that no name server answers hold up no other${WHY}`, async () => {
  names.set({'ten.lab': [NEW]});
  await startAt(NEW, 'web');
  const status = await run('status', '--quick', HANGING, 'ten.lab');
  expect(status.out).toMatch(/^ten\.lab +online .*running$/m);
  expect(status.out).toMatch(/^gone10\.lab: name look-up takes too long$/m);
  expect(await run('exec', '-c', `${HANGING},ten.lab`, 'stop', 'web', 'on', 'ten.lab')).toMatchObject({code: 0});
  const shown = open(HANGING, 'ten.lab');
  await shown.until(/ten\.lab .*stopped/);
  shown.press(':start web on ten.lab<enter>');
  await shown.until(/#\d start web on ten\.lab.* 1\/1 ok/);
});

testNames(`a bare word whose look-up takes too long holds up no other node${WHY}`, async () => {
  names.set({'word.lab': [NEW]});
  await startAt(NEW, 'web');
  expect((await run('status', '--quick', 'gone', 'word.lab')).out).toMatch(/^word\.lab +online .*running$/m);
});

testNames(`where its name server says nothing any more, a node is found again where it was${WHY}`, async () => {
  names.set({'kept.lab': [OLD]});
  const old = await startAt(OLD, 'web');
  const shown = open('kept.lab');
  await shown.until(/kept\.lab .*running/);
  names.set({});
  await old.kill('SIGKILL');
  await shown.until(/kept\.lab +offline/);
  await old.restart();
  await shown.until(/kept\.lab .*running/);
});

testNames(`of several addresses the one at which circusd listens is taken${WHY}`, async () => {
  names.set({'several.lab': ['::1', OLD, NEW]});
  await startAt(NEW, 'web');
  const status = await run('status', '--quick', 'several.lab');
  expect(status.out).toMatch(/^several\.lab +online .*running$/m);
  expect(await run('exec', '-c', 'several.lab', 'stop', 'web')).toMatchObject({code: 0});
});
