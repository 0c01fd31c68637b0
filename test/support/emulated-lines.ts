import type xterm from '@xterm/headless';

/** The lines that an emulated terminal shows, without the cells at their ends that were never written. */
export function emulatedLines({buffer, rows}: xterm.Terminal): readonly string[] {
  const {active} = buffer;
  return Array.from({length: rows}, (_, y) => active.getLine(active.baseY + y)?.translateToString(true) ?? '');
}
