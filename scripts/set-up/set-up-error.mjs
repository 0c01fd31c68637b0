/** The set-up cannot go on; the message is the sentence that the operator reads. */
export class SetUpError extends Error {}
