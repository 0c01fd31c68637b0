import type {FileLine, FileRun} from '../model/file-run.js';

/**
 * How far a file is that runs: "bringup.circusman: line 7, pass 2 of 3: start neo4j". Once it is stopped, what it waits for.
 */
export function fileRunText({file, at, isStopping}: FileRun): string {
  if (isStopping)
    return `${file} begins nothing more${at.length === 0 ? '' : `; it waits for ${at.map(lineText).join('; ')}`}`;
  return [`${file}:`, at.length === 0 ? 'begins' : at.map(lineText).join('; ')].join(' ');
}

function lineText({line, text, passes}: FileLine): string {
  if (line === null) return text;
  return `${[`line ${line}`, ...passes.map(pass => `pass ${pass}`)].join(', ')}: ${text}`;
}
