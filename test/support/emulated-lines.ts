import type xterm from '@xterm/headless';

/** What is seen on an emulated terminal: its lines, each without the spaces at its end that nobody wrote. */
export function emulatedLines({buffer, rows}: xterm.Terminal): readonly string[] {
  const {active} = buffer;
  return Array.from({length: rows}, (_, y) => active.getLine(active.baseY + y)?.translateToString(true) ?? '');
}
