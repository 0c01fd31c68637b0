import {partRows} from './whole-rows.mjs';

/**
 * Makes Ink's canvas take whole rows as they are. Ink itself makes an object for each cell of the screen in every frame, which
 * takes 4 ms, and 25 ms the first time.
 */
export function rowOutput(Output) {
  return class RowOutput extends Output {
    get() {
      const parts = partRows(this.operations, this.width, this.height);
      if (parts === null) return super.get();
      const lines = parts.isAll ? new Array(this.height).fill('') : this.restLines(parts.rest);
      for (const [row, text] of parts.rows) lines[row] = text;
      return {output: lines.join('\n'), height: this.height};
    }

    restLines(rest) {
      const {operations} = this;
      this.operations = rest;
      const {output} = super.get();
      this.operations = operations;
      return output.split('\n');
    }
  };
}
