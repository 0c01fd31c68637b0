import {rmSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import {setTimeout as wait} from 'node:timers/promises';
import {readText} from './stamp.mjs';

const LOCK = '.set-up.lock';
const POLL = 200;

/** Runs `work` while no other set-up works in this folder; waits for the other one, with a line. */
export async function withLock(root, say, work) {
  const file = path.join(root, LOCK);
  let hasSaid = false;
  while (!take(file)) {
    const owner = readText(file);
    if (owner === null) continue;
    if (!isAlive(Number(owner))) {
      rmSync(file, {force: true});
      continue;
    }
    if (!hasSaid) say(`waiting for another set-up in this folder (process ${owner}; if that is none, delete ${LOCK})`);
    hasSaid = true;
    await wait(POLL);
  }
  try {
    return await work();
  } finally {
    rmSync(file, {force: true});
  }
}

function take(file) {
  try {
    writeFileSync(file, String(process.pid), {flag: 'wx'});
    return true;
  } catch (error) {
    if (error.code !== 'EEXIST') throw error;
    return false;
  }
}

/** An empty file is one that is being written. */
function isAlive(pid) {
  if (pid === 0) return true;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === 'EPERM';
  }
}
