import type {FileLine, FileRun} from '../model/file-run.js';

/** "bringup.circusman: line 7, pass 2 of 3: start neo4j": how far a file is that runs. */
export function fileRunText({file, at}: FileRun): string {
  return [`${file}:`, at.length === 0 ? 'begins' : at.map(lineText).join('; ')].join(' ');
}

function lineText({line, text, passes}: FileLine): string {
  if (line === null) return text;
  return `${[`line ${line}`, ...passes.map(pass => `pass ${pass}`)].join(', ')}: ${text}`;
}
