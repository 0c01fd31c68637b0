import {accessSync, constants, mkdirSync, mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import process from 'node:process';

/** Another monitor in the terminal, set to update once a second, without this user's settings. */
export interface Other {
  readonly command: readonly string[];
  readonly env: Readonly<Record<string, string>>;
}

/** The programs to compare with that are installed, by name. Their settings are removed once `use` has ended. */
export async function withOthers<T>(use: (others: ReadonlyMap<string, Other>) => Promise<T>): Promise<T> {
  const home = mkdtempSync(path.join(os.tmpdir(), 'circusman-bench-'));
  try {
    mkdirSync(path.join(home, 'btop'));
    writeFileSync(path.join(home, 'btop', 'btop.conf'), 'update_ms = 1000\n');
    const env = {HOME: home, XDG_CONFIG_HOME: home, HTOPRC: path.join(home, 'htoprc')};
    const others: [string, Other][] = [
      // In tenths of a second.
      ['htop', {command: ['htop', '-d', '10'], env}],
      ['btop', {command: ['btop', '--utf-force'], env}],
    ];
    return await use(new Map(others.filter(([name]) => isInstalled(name))));
  } finally {
    rmSync(home, {recursive: true, force: true});
  }
}

/** A note for each of them that is not installed. */
export function missingNotes(others: ReadonlyMap<string, Other>, names: readonly string[]): readonly string[] {
  return names.filter(name => !others.has(name)).map(name => `${name} is not installed here: its rows are left out.`);
}

function isInstalled(name: string): boolean {
  return (process.env.PATH ?? '').split(':').some(folder => {
    try {
      accessSync(path.join(folder, name), constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
}
