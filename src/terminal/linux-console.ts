/**
 * Whether the terminal is Linux's own console, or GNU screen on it. It has 16 colours and a font of 256 or 512 glyphs, which
 * shows the same glyph for each character that it lacks; it may print operating system commands (OSC), which others ignore.
 */
export function isLinuxConsole({TERM = ''}: Readonly<Record<string, string | undefined>>): boolean {
  return /^(?:screen\.)?linux\b/.test(TERM);
}
