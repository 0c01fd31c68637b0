import {isLinuxConsole} from './linux-console.js';

type Environment = Readonly<Record<string, string | undefined>>;

/** Whether the terminal shows more than ASCII, according to its environment. */
export function showsUnicode(environment: Environment): boolean {
  return isUtf8(environment) && !isLinuxConsole(environment);
}

/** The locale as POSIX reads it: the first of these that is set decides. None set: what terminals are today. */
function isUtf8({LC_ALL, LC_CTYPE, LANG}: Environment): boolean {
  const locale = [LC_ALL, LC_CTYPE, LANG].find(value => (value ?? '') !== '');
  return locale === undefined || /utf-?8/i.test(locale);
}
