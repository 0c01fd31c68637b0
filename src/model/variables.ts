/** What `${name}` stands for in a bring-up file, by name. */
export type Variables = ReadonlyMap<string, string>;

/** A name as a variable may have it. */
export const VARIABLE_NAME = /^[A-Za-z_][\w-]*$/;

/** Reads what variables stand for, each as "name=value". @returns what is wrong, for people, and with which of them (from 0) */
export function readVariables(
  given: readonly string[],
): {readonly variables: Variables} | {readonly problem: string; readonly index: number} {
  const variables = new Map<string, string>();
  for (const [index, text] of given.entries()) {
    const equals = text.indexOf('=');
    const name = text.slice(0, Math.max(0, equals));
    const value = text.slice(equals + 1);
    const wrong = (problem: string) => ({problem, index});
    if (!VARIABLE_NAME.test(name)) return wrong(`--set wants name=value, and "${text}" is none`);
    if (variables.has(name)) return wrong(`--set ${name} is said twice`);
    // A command without its word would mean all watchers, as where a variable of the shell is not set (`--set service=$SERVICE`).
    if (value.trim() === '')
      return wrong(`--set ${name}= gives it no value: lines would mean something else without it`);
    variables.set(name, value);
  }
  return {variables};
}
