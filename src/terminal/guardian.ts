import type {ChildProcess} from 'node:child_process';
import {closeSync, constants, openSync} from 'node:fs';
import module from 'node:module';
import type {Duplex, Readable} from 'node:stream';
import {forPrintf} from './late-writer.js';

/**
 * A separate process that outlives this one and leaves the terminal as it was found if this one ends without doing so: killed, or
 * aborted by a library. It sees that by the end of its input, and on Linux by the signal that it gets at the end of its parent, some
 * ms earlier: it has to be done before the shell that waits for us goes on.
 */
export interface Guardian {
  /** What to write to the terminal then; empty: nothing, as the terminal is not ours. */
  readonly entrust: (will: string) => void;
  /** Resolves once it is watching and answers at once. */
  readonly ready: Promise<void>;
  readonly isReady: () => boolean;
  /** Has it read the modes that the terminal has now. @returns whether it has, within some ms */
  readonly readModes: () => Promise<boolean>;
  /** The modes that it read are to be set then, if the terminal still has those of now. Until this call it guesses the usual ones. */
  readonly keep: () => void;
}

/** How long a reading may take, in ms. */
const READ_WITHIN = 200;

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
sub obey {
  my ($what, $value) = split / /, shift, 2;
  if ($what eq 'will') { ($will = $value) =~ s/\\0([0-7]{3})/chr oct $1/ge }
  if ($what eq 'read') { $seen = modes(); reply("seen $value\n") }
  if ($what eq 'keep') { $found = $seen; $raw = text(modes()); $0 .= $0 =~ /seen/ ? ' again' : ' has seen the terminal' }
}
sub take {
  my $count = sysread STDIN, $buffer, 65536, length $buffer;
  obey($1) while $buffer =~ s/^(.*)\n//;
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

/** If the terminal is not as we left it, the shell in front has set it for itself by then: its modes stay. */
const WITH_SHELL = `
command -v perl >/dev/null && exec perl -e "$1"
trap '' HUP INT QUIT TERM PIPE TSTP TTIN TTOU
raw=$(stty -g <&3) found='brkint icrnl ixon echo icanon iexten isig' will=
echo ready >&4
while read -r what value; do
  case $what in
    will) will=$value ;;
    read) seen=$(stty -g <&3); echo "seen $value" >&4 ;;
    keep) found=$seen; raw=$(stty -g <&3) ;;
  esac
done
[ -n "$will" ] || exit 0
[ "$(stty -g <&3)" = "$raw" ] && stty $found <&3
printf %b "$will"
`;

/** @param paths the terminal's, as it is read and as it is written to, in raw mode. @returns null where there can be none */
export function startGuardian(paths: {readonly input: string; readonly output: string}): Guardian | null {
  // Not imported: loading it would delay the first frame by 1 ms.
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
        // A session of its own: no signal of the terminal reaches it, and it may write there at any time.
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
  const [orders, , , , replies] = child.stdio;
  // Another program may have ended it: then there is no guardian any more, and nothing fails.
  for (const part of [child, orders, replies]) part?.on('error', () => {});
  if (!isSocket(orders) || !isSocket(replies)) return null;
  child.unref();
  orders.unref();
  replies.unref();
  /** A few bytes to a pipe that is read are written at once: also while the program ends. */
  const send = (order: string) => {
    orders.write(`${order}\n`);
  };
  let isReady = false;
  let readings = 0;
  const ready = new Promise<void>(resolve => {
    replies.once('data', () => {
      isReady = true;
      resolve();
    });
  });
  return {
    ready,
    isReady: () => isReady,
    entrust: will => send(`will ${forPrintf(Buffer.from(will))}`),
    readModes: () =>
      new Promise(resolve => {
        // The answer to an earlier reading, which came too late, says nothing of this one.
        const answer = `seen ${++readings}\n`;
        const end = (hasRead: boolean) => {
          clearTimeout(timer);
          replies.off('data', onReply);
          resolve(hasRead);
        };
        const onReply = (reply: Buffer) => {
          if (reply.toString().endsWith(answer)) end(true);
        };
        const timer = setTimeout(end, READ_WITHIN, false);
        replies.on('data', onReply);
        send(answer.replace('seen', 'read').trimEnd());
      }),
    keep: () => send('keep'),
  };
}

/** What a pipe to a child process is. */
type Pipe = Duplex & {readonly unref: () => void};

function isSocket(stream: Readable | NodeJS.WritableStream | null | undefined): stream is Pipe {
  return stream !== null && stream !== undefined && 'unref' in stream && 'write' in stream;
}
