/** A bring-up file that is run on the screen, from its begin to its end. */
export interface FileRun {
  /** As it was named. */
  readonly file: string;
  /** What it is at, the oldest first: lines that run beside each other are several; empty: between two lines. */
  readonly at: readonly FileLine[];
  /** Nothing more of it is begun; absent: it goes on. */
  readonly isStopping?: true;
}

/** A line of it that runs. */
export interface FileLine {
  /** Null: it only lets time pass. */
  readonly line: number | null;
  readonly text: string;
  /** Which pass of each `repeat` around it, as in "2 of 3", the outer first. */
  readonly passes: readonly string[];
}

/** What a bring-up file would do, found out without beginning it. */
export interface FileDryRun {
  /** As it was named. */
  readonly file: string;
  /** What begins it, as it could be typed. */
  readonly command: string;
  readonly lines: readonly DryRunLine[];
}

/** A line of how a dry run reads, its indentation included. */
export interface DryRunLine {
  readonly text: string;
  /** step: a line of the file, which the lines behind it are about · problem: why that cannot be, as far as is known now. */
  readonly role: 'step' | 'target' | 'warning' | 'problem';
}
