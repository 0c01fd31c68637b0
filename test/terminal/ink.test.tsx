import {PassThrough} from 'node:stream';
import {expect, test} from '@jest/globals';
import {render, Text, useInput, usePaste} from 'ink';
import {useState} from 'react';
import {takeTerminal} from '../../src/terminal/terminal.js';
import {eventually} from '../support/eventually.js';
import {createEmulator} from './emulator.js';

const FRAME = '\u001B[32m●\u001B[39m node-1 世界\nsecond row';

function Screen() {
  const [typed, setTyped] = useState('');
  useInput(input => setTyped(before => before + input));
  usePaste(text => setTyped(`pasted ${text}`));
  return <Text>{`${FRAME} ${typed}`}</Text>;
}

test('Ink takes over an existing frame without drawing a cell, then draws what changes, and reads keys', async () => {
  const {output, written, lines, terminal: emulated} = createEmulator(40, 5);
  const rawModes: boolean[] = [];
  const input = Object.assign(new PassThrough(), {isTTY: true, setRawMode: (isRaw: boolean) => rawModes.push(isRaw)});
  const terminal = takeTerminal(input, output);
  terminal.stream.write(FRAME);
  written.length = 0;
  const ink = render(<Screen />, {
    stdout: terminal.stream,
    stdin: terminal.keys,
    debug: true,
    interactive: true,
    exitOnCtrlC: false,
    patchConsole: false,
  });
  await eventually(() => expect(rawModes).toEqual([true]));
  expect(written.join('')).toBe('\u001B[?2004h');
  input.write('k');
  await eventually(async () => expect(await lines()).toEqual(['● node-1 世界', 'second row k', '', '', '']));
  expect(written.join('')).toBe('\u001B[?2004h\u001B[2;12Hk');
  input.write('\u001B[200~two words\u001B[201~');
  await eventually(async () => expect((await lines())[1]).toBe('second row pasted two words'));
  ink.unmount();
  terminal.restore();
  await lines();
  expect(emulated.modes.bracketedPasteMode).toBe(false);
});
