/** What the system's own error codes mean (here and not in `wording`: the wire and what reads files say it), as the end of a sentence: "known-machines cannot be read: it is a folder". */
const WORDS: Readonly<Record<string, string>> = {
  EACCES: 'this user may not',
  EADDRINUSE: 'somebody listens there already',
  EADDRNOTAVAIL: 'this machine has no such address',
  EAGAIN: 'this user may not have more processes',
  EBADF: 'it was closed meanwhile',
  EBUSY: 'it is in use',
  EDQUOT: 'this user may not use more of its disk',
  EEXIST: 'there is a file where a folder of its path should be',
  EFBIG: 'it is too large',
  EINVAL: 'the system does not take that',
  EIO: 'its disk fails',
  EISDIR: 'it is a folder',
  ELOOP: 'its links lead round in a circle',
  EMFILE: 'this program has too many files open',
  ENAMETOOLONG: 'its name is too long',
  ENFILE: 'this machine has too many files open',
  ENODEV: 'there is no such device',
  ENOENT: 'there is no such file or folder',
  ENOEXEC: 'it is no program',
  ENOMEM: 'this machine has not enough memory',
  ENOSPC: 'its disk is full',
  ENOTDIR: 'there is a file where a folder of its path should be',
  ENOTEMPTY: 'it is not empty',
  ENXIO: 'it is no plain file',
  EPERM: 'this user may not',
  EROFS: 'its disk is read-only',
  ESTALE: 'its disk is gone',
  ETIMEDOUT: 'it did not answer in time',
  ETXTBSY: 'it is being written',
};

/** The code that the system gave an error, such as ENOENT; null: it gave none. */
export function codeOf(error: unknown): string | null {
  return typeof error === 'object' && error !== null && 'code' in error && typeof error.code === 'string'
    ? error.code
    : null;
}

/** Whether the system said that there is no such file, nor could there be: what should be its folder is none. */
export function isNothingThere(error: unknown): boolean {
  return ['ENOENT', 'ENOTDIR'].includes(codeOf(error) ?? '');
}

/** Why something could not be done, for people, without a full stop: an error of the system by its code, however Node words it. */
export function problemOf(error: unknown): string {
  const code = codeOf(error);
  const words = code === null ? undefined : WORDS[code];
  if (words !== undefined) return words;
  const text = error instanceof Error ? error.message : String(error);
  // "EPROTO: protocol error, read" and the like.
  return code === null ? text : text.replace(new RegExp(`^${code}: `), '').replace(/, \w+( '.*')?$/, '');
}

/** The same for an unexpected error: with what it was about, where the system says that. */
export function sentenceOf(error: unknown): string {
  if (codeOf(error) === null || typeof error !== 'object' || error === null) return problemOf(error);
  const {path, address} = error as {readonly path?: unknown; readonly address?: unknown};
  const subject = [path, address].find(each => typeof each === 'string');
  return subject === undefined ? problemOf(error) : `${subject}: ${problemOf(error)}`;
}
