/** Colours and attributes that a line of a log gives its own text. */
export interface Look {
  /** SGR's numbers: weight, slant, underline, reverse, struck through. */
  readonly attributes: readonly number[];
  /** SGR parameters; empty: the terminal's own. */
  readonly foreground: string;
  readonly background: string;
}

export const PLAIN_LOOK: Look = {attributes: [], foreground: '', background: ''};

/** Neither what blinks nor what hides text. */
const ATTRIBUTES = [1, 2, 3, 4, 7, 9];
const BOLD_AND_DIM = [1, 2];

/**
 * The look after a sequence in the line. It is made from numbers that are known: whatever else was there does not reach the terminal.
 *
 * @param parameters what stood between `ESC [` and `m`
 */
export function lookAfter(look: Look, parameters: string): Look {
  let {attributes, foreground, background} = look;
  const codes = parameters.split(';').flatMap(codesOf);
  for (let at = 0; at < codes.length; at++) {
    const code = codes[at] ?? 0;
    if (code === 0) ({attributes, foreground, background} = PLAIN_LOOK);
    else if (ATTRIBUTES.includes(code)) attributes = [...attributes.filter(each => each !== code), code];
    else if (code === 22) attributes = attributes.filter(each => !BOLD_AND_DIM.includes(each));
    else if (code > 22 && code < 30) attributes = attributes.filter(each => each !== code - 20);
    else if (isColour(code)) foreground = String(code);
    else if (isColour(code - 10)) background = String(code);
    else if (code === 39) foreground = '';
    else if (code === 49) background = '';
    else if (code === 38 || code === 48) {
      const colour = extended(codes.slice(at));
      if (colour === null) break;
      if (code === 38) foreground = colour.join(';');
      else background = colour.join(';');
      at += colour.length - 1;
    }
  }
  return {attributes, foreground, background};
}

/** Its SGR parameters; empty: none. */
export function sgrOf({attributes, foreground, background}: Look): string {
  return [...attributes.map(String), foreground, background].filter(each => each !== '').join(';');
}

/** `38:2::R:G:B` is `38;2;R;G;B`; of what else has colons, such as `4:3`, the first says enough. */
function codesOf(parameter: string): readonly number[] {
  const parts = parameter.split(':').filter((part, index) => index === 0 || part !== '');
  const codes = parts.map(Number);
  return codes[0] === 38 || codes[0] === 48 ? codes : codes.slice(0, 1);
}

function isColour(code: number): boolean {
  return (code >= 30 && code <= 37) || (code >= 90 && code <= 97);
}

/** `38;5;N` or `38;2;R;G;B`; null: it is neither. */
function extended(codes: readonly number[]): readonly number[] | null {
  const length = codes[1] === 5 ? 3 : codes[1] === 2 ? 5 : 0;
  const colour = codes.slice(0, length);
  return length > 0 && colour.length === length && colour.every(each => each >= 0 && each <= 255) ? colour : null;
}
