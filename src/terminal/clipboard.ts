import {isLinuxConsole} from './linux-console.js';

/**
 * What stands between this program and the terminal that has a clipboard: nothing that would have to be told · tmux or GNU screen, which
 * pass a sequence on in an envelope of theirs · a console without a clipboard.
 */
export type ClipboardWay = 'direct' | 'tmux' | 'screen' | 'none';

/** Bytes of text; terminals refuse long sequences, each from another length on. */
export const MOST_COPIED = 65_536;
/** GNU screen takes strings of at most 768 bytes, older ones of 256. */
const SCREEN_PART = 240;

export function clipboardWay(environment: Readonly<Record<string, string | undefined>>): ClipboardWay {
  const {TERM = '', TMUX = ''} = environment;
  if (isLinuxConsole(environment)) return 'none';
  if (TMUX !== '' || TERM.startsWith('tmux')) return 'tmux';
  return TERM.startsWith('screen') ? 'screen' : 'direct';
}

/**
 * What puts a text into the terminal's clipboard (OSC 52), also through SSH. tmux gets it twice: as it takes it itself with
 * `set-clipboard on`, and as it passes it on with `allow-passthrough on`.
 */
export function clipboardSequence(text: string, way: Exclude<ClipboardWay, 'none'>): string {
  const plain = `\u001B]52;c;${Buffer.from(text).toString('base64')}\u0007`;
  switch (way) {
    case 'direct':
      return plain;
    case 'tmux':
      return `${plain}\u001BPtmux;${plain.replaceAll('\u001B', '\u001B\u001B')}\u001B\\`;
    case 'screen':
      // A tmux behind SSH may be described so, too, and takes it plain; GNU screen leaves that out.
      return (
        plain +
        partsOf(plain)
          .map(part => `\u001BP${part}\u001B\\`)
          .join('')
      );
  }
}

function partsOf(text: string): readonly string[] {
  return Array.from({length: Math.ceil(text.length / SCREEN_PART)}, (_, index) =>
    text.slice(index * SCREEN_PART, (index + 1) * SCREEN_PART),
  );
}
