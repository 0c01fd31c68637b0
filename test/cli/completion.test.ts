import {execFileSync, spawnSync} from 'node:child_process';
import {mkdtempSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {beforeAll, describe, expect, test} from '@jest/globals';
import {manPage} from '../../src/cli/man-page.js';
import {openPseudoTerminal} from '../support/pseudo-terminal.js';
import {runCircusman} from '../support/run-circusman.js';

/** What shells complete, in the shells themselves, and the man page. */

const has = (shell: string) => spawnSync(shell, ['-c', 'true']).error === undefined;

describe('in bash', () => {
  let script: string;
  beforeAll(async () => {
    script = (await runCircusman(['completion', 'bash'])).out;
  });

  /** The candidates for the last of the words. */
  const candidates = (...words: readonly string[]) => {
    const line = `COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); _circusman; printf '%s\\n' "\${COMPREPLY[@]}"`;
    const out = execFileSync('bash', ['-c', `${script}\n${line}`, 'bash', 'circusman', ...words], {encoding: 'utf8'});
    return out.split('\n').filter(each => each !== '');
  };

  test('programs, and the options of each', () => {
    expect(candidates('st')).toEqual(['status']);
    expect(candidates('status', '--j')).toEqual(['--json']);
    expect(candidates('completion', '')).toEqual(expect.arrayContaining(['bash', 'zsh', 'fish']));
    expect(candidates('--read')).toEqual(['--read-only']);
    expect(candidates('jobs', 'e')).toEqual(['export']);
    expect(candidates('he')).toEqual(['help']);
    expect(candidates('help', 'stat')).toEqual(['status', 'stats']);
    expect(candidates('help', 'colu')).toEqual(['columns']);
    expect(candidates('vers')).toEqual(['version']);
  });

  test('the commands of exec, and the options of each, also behind a semicolon', () => {
    expect(candidates('exec', '-c', '10.0.0.1', 'rest')).toEqual(['restart']);
    expect(candidates('exec', 'restart', 'neo4j', '--ba')).toEqual(['--batch']);
    for (const separator of [';', "';'", '";"', '\\;']) {
      expect(candidates('exec', 'stop', 'neo4j', separator, 'sta')).toEqual(['start', 'status', 'stats']);
    }
    expect(candidates('exec', 'quit')).toEqual([]);
    expect(candidates('exec', 'ru')).toEqual(['run']);
    expect(candidates('exec', 'run', 'up.circusman', '--dr')).toEqual(['--dry-run']);
    expect(candidates('exec', 'jobs', 'ex')).toEqual(['export']);
    expect(candidates('exec', 'cluster', 'sa')).toEqual(['save']);
    expect(candidates('exec', 'wait', 'neo4j', 'r')).toEqual(['running', 'ready']);
  });

  test('the word on, once in each command that takes it', () => {
    expect(candidates('exec', 'start', 'neo4j', 'o')).toEqual(['on']);
    expect(candidates('exec', 'start', 'neo4j', 'on', '10.0.0.1', 'o')).toEqual([]);
    expect(candidates('exec', 'start', 'on', '10.0.0.1', '--ba')).toEqual(['--batch']);
    expect(candidates('exec', 'start', 'on', '10.0.0.1', ';', 'stop', 'o')).toEqual(['on']);
    expect(candidates('exec', 'cluster', 'o')).toEqual([]);
  });
});

(has('zsh') ? describe : describe.skip)('in zsh', () => {
  test('programs, commands and options, with what each means', async () => {
    const {out: script} = await runCircusman(['completion', 'zsh']);
    const line = `compdef() { :; }; _describe() { print -l -- "\${(@)found}"; }; words=(circusman "$@"); CURRENT=$#words
${script}
_circusman`;
    const found = (...words: readonly string[]) =>
      execFileSync('zsh', ['-fc', line, 'zsh', ...words], {encoding: 'utf8'}).split('\n');
    expect(found('')).toContainEqual(expect.stringMatching(/^status:print once what runs where/));
    expect(found('exec', 'restart', 'neo4j', '--b')).toContainEqual(expect.stringMatching(/^--batch:\S+( \S+){2}/));
    expect(found('exec', 'restart', 'neo4j', 'o')).toContainEqual(expect.stringMatching(/^on:which nodes/));
    const behind = found('exec', 'restart', 'on', '10.0.0.1', '');
    expect(behind).not.toContainEqual(expect.stringMatching(/^on:/));
    expect(behind).toContainEqual(expect.stringMatching(/^--batch:/));
    expect(found('')).toEqual(expect.arrayContaining([expect.stringMatching(/^help:/)]));
    expect(found('jobs', '')).toContainEqual(expect.stringMatching(/^export:/));
  });
});

(has('zsh') ? test : test.skip)('in a zsh that somebody types into', async () => {
  const {out: script} = await runCircusman(['completion', 'zsh']);
  const folder = mkdtempSync(path.join(tmpdir(), 'circusman-zsh-'));
  writeFileSync(path.join(folder, 'circusman.zsh'), script);
  const zsh = openPseudoTerminal(['zsh', '-f', '-i'], {columns: 100, rows: 30, env: {PS1: 'ready> '}});
  try {
    zsh.type(
      `autoload -Uz compinit && compinit -u -D && source ${folder}/circusman.zsh && clear && echo 'loaded here'\r`,
    );
    await zsh.until(/^loaded here/m);
    zsh.type('circusman stat\t');
    await zsh.until(/circusman status *$/m);
    zsh.type('--j\t');
    await zsh.until(/circusman status --json/);
    zsh.type('\u0015circusman exec rel\t');
    await zsh.until(/circusman exec reload *$/m);
    // What both begin with is there; the next one lists them.
    zsh.type('\t');
    await zsh.until(/reloadconfig +-- Have circusd read/);
    zsh.type("\u0015circusman exec stop ';' sto\t");
    await zsh.until(/exec stop ';' stop/);
  } finally {
    await zsh.close();
    rmSync(folder, {recursive: true});
  }
});

(has('fish') ? describe : describe.skip)('in fish', () => {
  test('programs, commands and options, with what each means', async () => {
    const {out: script} = await runCircusman(['completion', 'fish']);
    const found = (line: string) =>
      execFileSync('fish', ['-N', '-c', `${script}\ncomplete -C ${JSON.stringify(line)}`], {encoding: 'utf8'}).split(
        '\n',
      );
    expect(found('circusman st')).toContainEqual(expect.stringMatching(/^status\tprint once what runs where/));
    expect(found('circusman exec rest')).toContainEqual(expect.stringMatching(/^restart\t/));
    expect(found('circusman exec restart neo4j --ba')).toContainEqual(expect.stringMatching(/^--batch\t/));
    expect(found('circusman exec restart neo4j o')).toContainEqual(expect.stringMatching(/^on\twhich nodes/));
    expect(found('circusman exec restart on 10.0.0.1 o')).not.toContainEqual(expect.stringMatching(/^on\t/));
    expect(found('circusman exec restart on 10.0.0.1 --ba')).toContainEqual(expect.stringMatching(/^--batch\t/));
    expect(found("circusman exec stop on 10.0.0.1 ';' stop neo4j o")).toContainEqual(expect.stringMatching(/^on\t/));
    expect(found('circusman he')).toContainEqual(expect.stringMatching(/^help\t/));
    expect(found('circusman help sta')).toContainEqual(expect.stringMatching(/^status\t/));
    // No file of this folder: none can follow.
    expect(found('circusman help pack').filter(each => each !== '')).toEqual([]);
    expect(found('circusman exec wait web r').filter(each => each !== '')).toEqual([
      expect.stringMatching(/^ready\t/),
      expect.stringMatching(/^running\t/),
    ]);
    expect(found('circusman jobs ex')).toContainEqual(expect.stringMatching(/^export\t/));
  });
});

test('a shell that there is no completion for is said, with those that there are', async () => {
  const {code, err} = await runCircusman(['completion', 'tcsh']);
  expect([code, err]).toEqual([2, 'circusman: completion wants a shell: bash, zsh, fish\n']);
});

test('the man page is that of the tables: npm run docs writes it anew', () => {
  expect(readFileSync('docs/circusman.1', 'utf8')).toBe(manPage());
});
