import type {ChildProcess} from 'node:child_process';
import {closeSync, constants, openSync} from 'node:fs';
import module from 'node:module';
import type {Duplex, Readable} from 'node:stream';
import {forPrintf} from './late-writer.js';

/**
 * A process of its own that outlives this one and leaves the terminal as it was found, should this one end without doing so: killed,
 * or aborted by a library. It sees that by the end of its input, and on Linux by the signal that the end of its parent sends, which
 * comes some ms earlier: it wants to be done before the shell that waits for us goes on.
 */
export interface Guardian {
  /** What is to be written to the terminal then; empty: nothing is to be done, as the terminal is not ours. */
  readonly entrust: (will: string) => void;
  /** Resolves once it watches, and would answer at once. */
  readonly ready: Promise<void>;
  readonly isReady: () => boolean;
  /** Has it look at the modes that the terminal has now. @returns whether it has, within some ms */
  readonly look: () => Promise<boolean>;
  /** Those that it saw are those to be set then, if it still has those of now. Before that it guesses what is usually found. */
  readonly keep: () => void;
}

/** How long a look may take, in ms. */
const LOOKS_WITHIN = 200;

/** Perl sets a terminal by itself, 0.1 ms after our end; a shell has to start `stty` for it, and may come too late for what follows. */
const WITH_PERL = String.raw`
use POSIX ();
use IO::Handle;
$0 = 'circusman-guardian';
$SIG{$_} = 'IGNORE' for qw(HUP INT QUIT TERM PIPE TSTP TTIN TTOU);
my ($buffer, $will, $is_over) = ('', '', 0);
sub modes { my $modes = POSIX::Termios->new; $modes->getattr(3); $modes }
sub text { my $modes = shift; join ':', $modes->getiflag, $modes->getoflag, $modes->getcflag, $modes->getlflag, map { $modes->getcc($_) } 0 .. POSIX::NCCS() - 1 }
my $raw = text(modes());
my $found = modes();
$found->setiflag($found->getiflag | POSIX::BRKINT() | POSIX::ICRNL() | POSIX::IXON());
$found->setlflag($found->getlflag | POSIX::ECHO() | POSIX::ICANON() | POSIX::IEXTEN() | POSIX::ISIG());
my $seen = $found;
sub reply { open my $replies, '>&', 4; syswrite $replies, shift }
sub heed {
  my ($what, $value) = split / /, shift, 2;
  if ($what eq 'will') { ($will = $value) =~ s/\\0([0-7]{3})/chr oct $1/ge }
  if ($what eq 'look') { $seen = modes(); reply("seen $value\n") }
  if ($what eq 'keep') { $found = $seen; $raw = text(modes()); $0 .= $0 =~ /seen/ ? ' again' : ' has seen the terminal' }
}
sub take {
  my $count = sysread STDIN, $buffer, 65536, length $buffer;
  heed($1) while $buffer =~ s/^(.*)\n//;
  $count;
}
$SIG{USR1} = sub { $is_over = 1 };
my %prctl = (x86_64 => 157, aarch64 => 167);
my ($system, $machine) = (POSIX::uname())[0, 4];
syscall $prctl{$machine}, 1, POSIX::SIGUSR1() if $system eq 'Linux' && $prctl{$machine};
reply("ready\n");
until ($is_over) { my $count = take(); last if defined $count ? $count == 0 : !$!{EINTR} }
STDIN->blocking(0);
1 while take();
exit if $will eq '';
STDOUT->blocking(0);
my $written = syswrite(STDOUT, $will) // 0;
$found->setattr(3, POSIX::TCSANOW()) if text(modes()) eq $raw;
STDOUT->blocking(1);
syswrite STDOUT, substr($will, $written) if $written < length $will;
`;

/** A shell that reads no line any more has set the terminal for its own by then, unless that is as we left it. */
const WITH_SHELL = `
command -v perl >/dev/null && exec perl -e "$1"
trap '' HUP INT QUIT TERM PIPE TSTP TTIN TTOU
raw=$(stty -g <&3) found='brkint icrnl ixon echo icanon iexten isig' will=
echo ready >&4
while read -r what value; do
  case $what in
    will) will=$value ;;
    look) seen=$(stty -g <&3); echo "seen $value" >&4 ;;
    keep) found=$seen; raw=$(stty -g <&3) ;;
  esac
done
[ -n "$will" ] || exit 0
[ "$(stty -g <&3)" = "$raw" ] && stty $found <&3
printf %b "$will"
`;

/** @param paths the terminal's, as it is read and as it is written to, in raw mode. @returns null where there can be none */
export function startGuardian(paths: {readonly input: string; readonly output: string}): Guardian | null {
  // Not imported: to load it would take 1 ms of the first picture.
  const {spawn}: typeof import('node:child_process') = module.createRequire(import.meta.url)('node:child_process');
  const descriptors: number[] = [];
  const open = (path: string, how: number) => {
    const descriptor = openSync(path, how | constants.O_NOCTTY);
    descriptors.push(descriptor);
    return descriptor;
  };
  try {
    const output = open(paths.output, constants.O_WRONLY);
    const input = open(paths.input, constants.O_RDONLY);
    return guardianOf(
      spawn('/bin/sh', ['-c', WITH_SHELL, 'circusman-guardian', WITH_PERL], {
        cwd: '/',
        stdio: ['pipe', output, 'ignore', input, 'pipe'],
        // A session of its own: no signal of the terminal reaches it, and it may write there whenever it wants.
        detached: true,
      }),
    );
  } catch {
    return null;
  } finally {
    for (const descriptor of descriptors) closeSync(descriptor);
  }
}

function guardianOf(child: ChildProcess): Guardian | null {
  const [words, , , , replies] = child.stdio;
  // Somebody may have ended it; then nobody watches any more, as before it was there.
  for (const part of [child, words, replies]) part?.on('error', () => {});
  if (!isSocket(words) || !isSocket(replies)) return null;
  child.unref();
  words.unref();
  replies.unref();
  /** A few bytes to a pipe that is read are written at once: also while the program ends. */
  const say = (word: string) => {
    words.write(`${word}\n`);
  };
  let isReady = false;
  let looks = 0;
  const ready = new Promise<void>(resolve => {
    replies.once('data', () => {
      isReady = true;
      resolve();
    });
  });
  return {
    ready,
    isReady: () => isReady,
    entrust: will => say(`will ${forPrintf(Buffer.from(will))}`),
    look: () =>
      new Promise(resolve => {
        // The answer to an earlier look, which came too late, says nothing of this one.
        const answer = `seen ${++looks}\n`;
        const end = (hasSeen: boolean) => {
          clearTimeout(timer);
          replies.off('data', heed);
          resolve(hasSeen);
        };
        const heed = (reply: Buffer) => {
          if (reply.toString().endsWith(answer)) end(true);
        };
        const timer = setTimeout(end, LOOKS_WITHIN, false);
        replies.on('data', heed);
        say(answer.replace('seen', 'look').trimEnd());
      }),
    keep: () => say('keep'),
  };
}

/** What a pipe to a child process is. */
type Pipe = Duplex & {readonly unref: () => void};

function isSocket(stream: Readable | NodeJS.WritableStream | null | undefined): stream is Pipe {
  return stream !== null && stream !== undefined && 'unref' in stream && 'write' in stream;
}
