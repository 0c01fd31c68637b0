import {existsSync, mkdtempSync, rmSync} from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import {afterAll, afterEach, beforeAll, expect, test} from '@jest/globals';
import type {LocalNodes} from '../../src/demo/local-nodes.js';
import {openScreen, type Screen} from '../support/circusman-screen.js';
import {startNodes} from '../support/local-nodes.js';

/** Clusters by name on the full screen, over real nodes. */

let nodes: LocalNodes;
let screen: Screen | undefined;
const state = mkdtempSync(path.join(os.tmpdir(), 'circusman-clusters-'));
const ids: string[] = [];

beforeAll(async () => {
  nodes = await startNodes(2);
  ids.push(...nodes.nodes.map(({spec}) => spec.id));
});
afterEach(async () => {
  await screen?.close();
  screen = undefined;
});
afterAll(async () => {
  rmSync(state, {recursive: true, force: true});
  await nodes?.stop();
});

const open = (...args: readonly string[]) => {
  screen = openScreen(args, {columns: 120, rows: 24, env: {XDG_STATE_HOME: state}});
  return screen;
};

test('it is saved by the bar, changed, named in the header with what changed, loaded again, and the next start is on it', async () => {
  const [one = '', two = ''] = ids;
  const first = open(one, two);
  await first.until(/2 online/);
  first.press(':cluster save lab --default<enter>');
  await first.until(/^circusman {2}lab {2}2 nodes/m);
  first.press(`:cluster -${two}<enter>`);
  await first.until(/^circusman {2}lab −1 {2}1 node {2}1 online/m);
  first.press(':cluster');
  await first.until(/→ lab -1, 1 node: /);
  first.press('<esc>');
  await first.until(/space mark/);
  first.press(':cluster load lba');
  await first.until(/there is no cluster lba: did you mean lab\?/);
  first.press('<esc>:cluster load lab<enter>');
  await first.until(/^circusman {2}lab {2}2 nodes {2}2 online/m);
  first.press('q');
  expect(await first.exit).toMatchObject({code: 0});
  expect(existsSync(path.join(state, 'circusman/clusters/lab'))).toBe(true);

  const next = open();
  await next.until(/^circusman {2}lab {2}2 nodes {2}2 online/m);
  next.press(':cluster list<enter>');
  await next.until(/▌ #\d+ cluster list/);
  await next.until(/@lab .*ok \(the default; 2 nodes/);
  next.press('<esc>');
  await next.until(/^circusman {2}lab/m);
  next.press(':cluster rename lab home<enter>');
  await next.until(/^circusman {2}home {2}2 nodes/m);
  next.press(':stop on @home,!@home');
  await next.until(/this leaves no node/);
  next.press('<esc>:cluster forget home<enter>');
  await next.until(/^circusman {2}2 nodes/m);
  next.press(':cluster list');
  await next.until(/no cluster has a name yet/);
});
