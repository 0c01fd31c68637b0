/** Bounds what a terminal says was pasted, so that the reader never waits for the rest of it. */
interface PasteBound {
  /** @returns the text with what a paste has beyond the bound left out */
  readonly typed: (text: string) => string;
  /** Whether a paste has begun and not ended: if nothing follows for long, its end was lost, and `flush` adds one. */
  readonly isOpen: () => boolean;
  readonly flush: () => string;
}

const BEGIN = '\u001B[200~';
const END = '\u001B[201~';

/** @param most characters that are kept of a paste */
export function createPasteBound(most: number): PasteBound {
  /** Characters of the paste that were passed on; null: none is open. */
  let passed: number | null = null;
  /** The end of what came, where the next marker may have begun: outside of a paste it is passed on, as it may be keys; inside it is held back. */
  let tail = '';

  return {
    typed: text => {
      let rest = text;
      let out = '';
      while (rest !== '') {
        const marker = passed === null ? BEGIN : END;
        const joined = tail + rest;
        const at = joined.indexOf(marker);
        const end = at === -1 ? joined.length : at;
        const next = at === -1 ? beginningOf(marker, joined) : '';
        out += passed === null ? joined.slice(tail.length, end) : kept(joined.slice(0, end - next.length));
        tail = next;
        if (at === -1) break;
        out += passed === null ? marker.slice(Math.max(0, joined.length - rest.length - at)) : marker;
        passed = passed === null ? 0 : null;
        rest = joined.slice(at + marker.length);
      }
      return out;
    },
    isOpen: () => passed !== null,
    flush: () => {
      const lost = passed === null ? '' : kept(tail) + END;
      passed = null;
      tail = '';
      return lost;
    },
  };

  function kept(text: string): string {
    if (passed === null) return text;
    const part = text.slice(0, Math.max(0, most - passed));
    passed += part.length;
    return part;
  }
}

/** The part of the marker that the text may end with. */
function beginningOf(marker: string, text: string): string {
  for (let length = marker.length - 1; length > 0; length--) {
    if (text.endsWith(marker.slice(0, length))) return marker.slice(0, length);
  }
  return '';
}
