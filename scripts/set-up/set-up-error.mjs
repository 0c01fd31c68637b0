/** The set-up cannot go on; the message is the sentence for the operator. */
export class SetUpError extends Error {}
