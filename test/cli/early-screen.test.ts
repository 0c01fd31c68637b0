import process from 'node:process';
import {afterEach, describe, expect, test} from '@jest/globals';
import {spawn} from '@lydell/node-pty';
import {CIRCUSMAN, openScreen, type Screen} from '../support/circusman-screen.js';
import {PACKAGE_ROOT} from '../support/package-root.js';

/** Nobody answers there. */
const SET = '127.0.75.1-32';

/** What to do within the program once it has written its first bytes to the terminal, while Ink is not there yet. */
function atFirstByte(act: string): Readonly<Record<string, string>> {
  const hook = `import fs from 'node:fs';
    const {writeSync} = fs;
    fs.writeSync = (...args) => {
      const written = writeSync(...args);
      if (fs.writeSync !== writeSync) {
        fs.writeSync = writeSync;
        ${act}
      }
      return written;
    };`;
  return {NODE_OPTIONS: `--import=data:text/javascript,${encodeURIComponent(hook)}`};
}

let screen: Screen | undefined;

afterEach(async () => {
  await screen?.close();
  screen = undefined;
});

async function atFirstPicture(args: readonly string[] = [SET], size = {columns: 120, rows: 40}): Promise<Screen> {
  const opened = openScreen(args, size);
  screen = opened;
  await opened.until(() => opened.modes().isAlternate, 'the alternate screen');
  return opened;
}

describe('the terminal is left as it was found when, at the first byte, there is', () => {
  const inShell = async (env: Readonly<Record<string, string>>) => {
    const script = 'echo before; "$0" "$@"; echo "code $?"; stty -a; echo after';
    const opened = openScreen([SET], {program: ['/bin/sh', '-c', script, process.execPath, CIRCUSMAN], env});
    screen = opened;
    const text = (await opened.until(/\nafter/)).join('\n');
    expect(opened.modes()).toEqual({isAlternate: false, isCursorHidden: false});
    expect(text).toMatch(/(^|\s)icanon\b/m);
    expect(text).toMatch(/(^|\s)echo\b/m);
    return text;
  };

  test.each([
    ['SIGTERM', 143],
    ['SIGINT', 130],
    ['SIGHUP', 129],
  ])('%s: code %d', async (signal, code) => {
    expect(await inShell(atFirstByte(`process.kill(process.pid, '${signal}');`))).toMatch(
      new RegExp(`before\\n(.*\\n)*code ${code}\\n`),
    );
  });

  test('an exception', async () => {
    const text = await inShell(atFirstByte("setImmediate(() => { throw new Error('out of the blue'); });"));
    expect(text).toMatch(/out of the blue/);
    expect(text).toMatch(/code 1\n/);
  });
});

test('keys that are typed before Ink reads are not lost, and come in their order', async () => {
  const seen = await atFirstPicture();
  seen.press(':quux');
  await seen.until(/^:quux/m);
});

test('keys that move the cursor count once each, before Ink reads and after', async () => {
  const seen = await atFirstPicture();
  for (let node = 2; node <= 30; node++) {
    seen.press('j');
    await seen.until(new RegExp(`^\\S 127\\.0\\.75\\.${node} `, 'm'), `the cursor on node ${node}`);
  }
  seen.press('kk<up>');
  await seen.until(/^\S 127\.0\.75\.27 /m);
});

test('what is typed behind such a key is not lost', async () => {
  const seen = await atFirstPicture();
  seen.press('jj');
  seen.press('k:quux');
  await seen.until(lines => /^:quux/m.test(lines.join('\n')) && /^\S 127\.0\.75\.2 /m.test(lines.join('\n')), ':quux');
});

test('q and ctrl-c that are typed then end the program', async () => {
  for (const key of ['q', '<ctrl-c>']) {
    const seen = await atFirstPicture();
    seen.press(key);
    expect(await seen.exit).toMatchObject({code: 0});
    expect(seen.modes()).toEqual({isAlternate: false, isCursorHidden: false});
  }
});

test('a resize before Ink draws ends in the right picture', async () => {
  for (const [columns, rows] of [
    [80, 24],
    [200, 50],
  ] as const) {
    const seen = await atFirstPicture();
    seen.resize(columns, rows);
    const lines = await seen.until(
      each => each[0]?.length === columns && each[0].startsWith('circusman') && /^space mark/.test(each.at(-1) ?? ''),
      `the picture at ${columns} × ${rows}`,
    );
    expect(lines.filter(line => line.includes('circusman'))).toHaveLength(1);
    expect(lines.filter(line => / 127\.0\.75\.1 /.test(line))).toHaveLength(1);
    await seen.close();
  }
});

/** All that the program writes to a terminal until it has written this, or ends; these keys are typed at its first byte. */
function written(args: readonly string[], until: string, keys = ''): Promise<string> {
  return new Promise(resolve => {
    const {HOME = '/', PATH = ''} = process.env;
    const env = {
      HOME,
      PATH,
      XDG_STATE_HOME: '/dev/null',
      XDG_CONFIG_HOME: '/dev/null',
      TERM: 'xterm-256color',
      LANG: 'C.UTF-8',
    };
    const pty = spawn(process.execPath, [CIRCUSMAN, ...args], {cols: 200, rows: 50, cwd: PACKAGE_ROOT, env});
    let text = '';
    pty.onData(data => {
      if (text === '' && keys !== '') pty.write(keys);
      text += data;
      if (text.includes(until)) pty.kill('SIGTERM');
    });
    pty.onExit(() => resolve(text));
  });
}

test.each([
  ['without drawing a cell', ''],
  ['with nothing that was typed meanwhile on the screen', 'zzz'],
])('Ink takes the first picture over %s', async (_what, keys) => {
  const BRACKETED_PASTE = '\u001B[?2004h';
  const minute = () => Math.floor(Date.now() / 60_000);
  const began = minute();
  const text = await written([SET], BRACKETED_PASTE, keys);
  const [, taking = 'not taken over'] = / log *\u001B\[0m *(.*?)\u001B\[\?2004h/su.exec(text) ?? [];
  // A title and modes are no cells. The picture has the time in it.
  const drawn = taking.replace(/\u001B\].*?(?:\u0007|\u001B\\)|\u001B\[\??[\d;]*[hlt]/gsu, '');
  if (minute() === began) expect(drawn).toBe('');
});

test.each([
  [['10.0.0.300'], /circusman: 10\.0\.0\.300: /],
  [['--port', 'x', SET], /circusman: --port/],
  [['--colour', SET], /unknown option/],
  [['--config', '/nowhere', SET], /circusman: \/nowhere: there is no such file/],
])('nothing is drawn on a terminal for what is wrong: %j', async (args, sentence) => {
  const text = await written(args, 'never');
  expect(text).toMatch(sentence);
  expect(text).not.toContain('\u001B');
});
