/** How a cell is drawn: attributes and colours, as SGR has them. */
export interface Pen {
  /** Equal for pens that draw the same. */
  readonly key: string;
  /** Equal for pens that draw the same space; empty for one that leaves the terminal's own background as it is. */
  readonly blank: string;
  /** Bit n is set for SGR n, 1 (bold) to 9 (struck through). */
  readonly attributes: number;
  /** The SGR parameters of its colour; empty for the terminal's own. */
  readonly foreground: string;
  readonly background: string;
}

const UNDERLINE = 1 << 4;
const REVERSE = 1 << 7;
const STRUCK = 1 << 9;
const BOLD_OR_DIM = (1 << 1) | (1 << 2);
/** How many pens and changes are remembered; a gradient in truecolor has many. */
const REMEMBERED = 4_096;

const pens = new Map<string, Pen>();
const changes = new Map<string, string>();

function penOf(attributes: number, foreground: string, background: string): Pen {
  const key = `${attributes}/${foreground}/${background}`;
  return remembered(pens, key, () => {
    // A line through or under a space has the foreground's colour, and reversed it is the background.
    const isInkSeen = (attributes & (UNDERLINE | REVERSE | STRUCK)) !== 0;
    return {key, blank: isInkSeen ? key : background, attributes, foreground, background};
  });
}

/** The pen after SGR 0. */
export const DEFAULT_PEN: Pen = penOf(0, '', '');

/** The pen after `CSI params m`, where unknown parameters are ignored. */
export function applySgr(pen: Pen, params: string): Pen {
  let {attributes, foreground, background} = pen;
  const codes = params.split(';');
  for (let at = 0; at < codes.length; at++) {
    const code = Number(codes[at]);
    if (code === 0) [attributes, foreground, background] = [0, '', ''];
    else if (code <= 9) attributes |= 1 << code;
    else if (code === 22) attributes &= ~BOLD_OR_DIM;
    else if (code >= 23 && code <= 29) attributes &= ~(1 << (code - 20));
    else if (code === 39) foreground = '';
    else if (code === 49) background = '';
    else if (code === 38 || code === 48 || code === 58) {
      const length = codes[at + 1] === '5' ? 3 : 5;
      const colour = codes.slice(at, at + length).join(';');
      if (code === 38) foreground = colour;
      else if (code === 48) background = colour;
      at += length - 1;
    } else if ((code >= 30 && code <= 37) || (code >= 90 && code <= 97)) foreground = String(code);
    else if ((code >= 40 && code <= 47) || (code >= 100 && code <= 107)) background = String(code);
  }
  return penOf(attributes, foreground, background);
}

/** The shortest SGR sequence that turns the one pen into the other; empty for equal pens. */
export function changeOfPen(from: Pen, to: Pen): string {
  if (from.key === to.key) return '';
  return remembered(changes, `${from.key}>${to.key}`, () => {
    const anew = to.key === DEFAULT_PEN.key ? '' : `0;${partsOf(to).join(';')}`;
    const step = stepwise(from, to).join(';');
    return `\u001B[${step.length < anew.length ? step : anew}m`;
  });
}

function partsOf({attributes, foreground, background}: Pen): string[] {
  return [...attributesOf(attributes), foreground, background].filter(part => part !== '');
}

function stepwise(from: Pen, to: Pen): string[] {
  const parts: string[] = [];
  let kept = from.attributes;
  const removed = from.attributes & ~to.attributes;
  if ((removed & BOLD_OR_DIM) !== 0) {
    parts.push('22');
    kept &= ~BOLD_OR_DIM;
  }
  for (const code of attributesOf(removed & ~BOLD_OR_DIM)) parts.push(String(Number(code) + 20));
  parts.push(...attributesOf(to.attributes & ~kept));
  if (from.foreground !== to.foreground) parts.push(to.foreground || '39');
  if (from.background !== to.background) parts.push(to.background || '49');
  return parts;
}

function attributesOf(attributes: number): string[] {
  return ['1', '2', '3', '4', '5', '6', '7', '8', '9'].filter(code => (attributes & (1 << Number(code))) !== 0);
}

function remembered<Value>(known: Map<string, Value>, key: string, make: () => Value): Value {
  const old = known.get(key);
  if (old !== undefined) return old;
  const made = make();
  if (known.size >= REMEMBERED) known.clear();
  known.set(key, made);
  return made;
}
