import {rmSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import {setTimeout as wait} from 'node:timers/promises';
import {readText} from './stamp.mjs';

const LOCK = '.set-up.lock';
const POLL = 200;

/** Runs `work` while no other set-up runs in this folder; waits for another one, and prints a line about it. */
export async function withLock(root, say, work) {
  const file = path.join(root, LOCK);
  let isAnnounced = false;
  while (!take(file)) {
    const owner = readText(file);
    if (owner === null) continue;
    if (!isAlive(Number(owner))) {
      rmSync(file, {force: true});
      continue;
    }
    if (!isAnnounced)
      say(`waiting for another set-up in this folder (process ${owner}; if that is none, delete ${LOCK})`);
    isAnnounced = true;
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

/** Pid 0 stands for an empty file: it is just being written. */
function isAlive(pid) {
  if (pid === 0) return true;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === 'EPERM';
  }
}
