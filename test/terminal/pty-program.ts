// Takes a terminal as the full screen does, without circus and Ink: it redraws everything on a timer, and reads some keys.
import {spawn} from 'node:child_process';
import {renameSync, writeFileSync} from 'node:fs';
import {performance} from 'node:perf_hooks';
import process from 'node:process';
import {handleJobControl, suspend} from '../../src/cli/job-control.js';
import {takeTerminal} from '../../src/terminal/terminal.js';

const {FRAME_EVERY = '20', REPORT = ''} = process.env;

const terminal = takeTerminal(process.stdin, process.stdout);
handleJobControl(terminal);
process.prependListener('exit', terminal.end);
const {stream, keys} = terminal;
const started = performance.now();
let frames = 0;
let lastTurn = started;
let worstStall = 0;
let typed = '';
let message = '';

/** Written regularly, so that a test can see that the program goes on. */
function report(endMs: number | null): void {
  if (REPORT === '') return;
  writeFileSync(`${REPORT}.new`, JSON.stringify({frames, worstStall: Math.round(worstStall), endMs}));
  renameSync(`${REPORT}.new`, REPORT);
}

setInterval(() => report(null), 100);
setInterval(() => {
  worstStall = Math.max(worstStall, performance.now() - lastTurn - 5);
  lastTurn = performance.now();
}, 5);

function draw(): void {
  frames++;
  const rows = [`frame ${frames} typed ${typed} ${message}`, `${stream.columns}x${stream.rows}`];
  const fill = String.fromCharCode(97 + (frames % 26)).repeat(stream.columns);
  while (rows.length < stream.rows - 1) rows.push(FRAME_EVERY === '0' ? 'still' : fill);
  stream.write([...rows, 'the last row'].join('\n'));
}

function end(code: number): void {
  const asked = performance.now();
  process.on('exit', () => report(Math.round(performance.now() - asked)));
  process.exit(code);
}

process.on('SIGTERM', () => end(143));
process.on('SIGINT', () => {
  if (!terminal.isLent()) end(130);
});
stream.on('resize', draw);
keys.setEncoding('utf8');
keys.setRawMode(true);
stream.write('\u001B[?2004h');
keys.on('readable', () => {
  for (let text = keys.read(); text !== null; text = keys.read()) for (const key of String(text)) press(key);
});

function press(key: string): void {
  typed += JSON.stringify(key).slice(1, -1);
  if (key === 'q') end(0);
  else if (key === '\u001A') suspend(terminal);
  else if (key === '\f') terminal.repaint();
  else if (key === 't') terminal.setTitle('a title');
  else if (key === 'b') {
    void terminal.askBackground(2_000).then(shade => {
      message = `background ${shade}`;
      draw();
    });
  } else if (key === '!') {
    const child = ['sh', '-c', 'printf "child reads: "; read line; echo "child read $line"; read line'] as const;
    void terminal.lend(
      () => new Promise(resolve => spawn(child[0], child.slice(1), {stdio: 'inherit'}).on('exit', resolve)),
    );
  }
  draw();
}

draw();
if (FRAME_EVERY !== '0') setInterval(draw, Number(FRAME_EVERY));
