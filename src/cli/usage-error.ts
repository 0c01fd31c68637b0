/** What is wrong with the command line, in one sentence, or with the configuration, in several. */
export class UsageError extends Error {
  readonly others: readonly string[];

  constructor(reason: string, others: readonly string[] = []) {
    super(reason);
    this.others = others;
  }
}
