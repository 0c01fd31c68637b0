import {isLinuxConsole} from './linux-console.js';

/** How many colours a terminal has; 'none': none are wanted. */
type ColourDepth = 'none' | 16 | 256 | 'truecolor';

type Environment = Readonly<Record<string, string | undefined>>;

/** The terminal's colours according to its environment: NO_COLOR, COLORTERM, TERM. */
export function colourDepthOf(environment: Environment): ColourDepth {
  const {NO_COLOR = '', COLORTERM = '', TERM = ''} = environment;
  if (NO_COLOR !== '' || isDumb(TERM)) return 'none';
  // COLORTERM may come from another terminal. The console would show more colours as these 16.
  if (isLinuxConsole(environment)) return 16;
  // GNU screen passes on the COLORTERM of the terminal it runs in, and not the colours.
  const isScreen = TERM.startsWith('screen.') || (TERM.startsWith('screen') && !TERM.includes('256color'));
  if (!isScreen && /^(?:truecolor|24bit)$/i.test(COLORTERM)) return 'truecolor';
  if (/-direct\b/.test(TERM)) return 'truecolor';
  if (/256colou?r/.test(TERM)) return 256;
  return /^vt(?:52|1\d\d|2\d\d|3\d\d)\b/.test(TERM) ? 'none' : 16;
}

/** Why the full screen cannot be drawn on the terminal that TERM names, in a sentence; null: it can. */
export function terminalProblem({TERM = ''}: Environment): string | null {
  if (!isDumb(TERM)) return null;
  const name = TERM === '' ? 'TERM is not set' : `TERM=${TERM}`;
  return `the full screen wants a terminal that can move its cursor, and ${name}; set TERM, or use status and exec, which work without`;
}

function isDumb(term: string): boolean {
  return term === '' || term === 'dumb' || term === 'unknown';
}
