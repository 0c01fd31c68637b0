import {type ProgramOptions, runProgram} from './run-program.js';

/** The versions of Java that run the databases: both need 17 or later, and Titan needs a security manager, which 24 removed. */
const OLDEST = 17;
const NEWEST = 23;
const WANTED = `the databases need Java ${OLDEST} to ${NEWEST}`;

/** Why the databases cannot run with the Java of this machine, one sentence; null: they can. */
export async function javaProblem(options: Pick<ProgramOptions, 'environment' | 'signal'>): Promise<string | null> {
  const {isMissing, code, output} = await runProgram('java', ['-version'], options);
  if (isMissing) return `Java is missing: ${WANTED} on the PATH (Debian: openjdk-17-jre-headless)`;
  const version = javaVersion(output);
  // macOS has a java that only prints where to get one.
  if (version === null) return `java does not run (exit code ${code}): ${WANTED} on the PATH`;
  if (version < OLDEST)
    return `this is Java ${version}, which is too old: ${WANTED}; put one of them first on the PATH`;
  if (version > NEWEST)
    return `this is Java ${version}, which is too new: ${WANTED}; put one of them first on the PATH`;
  return null;
}

/** 17 from `openjdk version "17.0.15" 2025-04-15`, 8 from `java version "1.8.0_292"`; null from anything else. */
function javaVersion(output: string): number | null {
  const found = /version "(?:1\.)?(\d+)/.exec(output);
  return found === null ? null : Number(found[1]);
}
