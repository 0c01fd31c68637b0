/** The code that the system gave an error, such as ENOENT; null: it gave none. */
export function codeOf(error: unknown): string | null {
  return typeof error === 'object' && error !== null && 'code' in error && typeof error.code === 'string'
    ? error.code
    : null;
}

/** What the system says of a file, by its codes, for people. */
const SENTENCES: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file or folder',
  EACCES: 'this user may not',
  EPERM: 'this user may not',
  EROFS: 'its disk is read-only',
  ENOSPC: 'its disk is full',
  EDQUOT: 'this user may not use more of its disk',
  EISDIR: 'it is a folder',
  ENOTDIR: 'there is a file where a folder of its path should be',
  EEXIST: 'there is a file where a folder of its path should be',
  ELOOP: 'its links lead round in a circle',
  ENAMETOOLONG: 'its name is too long',
  ENXIO: 'it is no plain file',
  EIO: 'its disk fails',
  ESTALE: 'its disk is gone',
  EMFILE: 'this program has too many files open',
  ENFILE: 'this machine has too many files open',
};

/** Why a file could not be read or written, for people. */
export function fileProblem(error: unknown): string {
  const code = codeOf(error);
  const sentence = code === null ? undefined : SENTENCES[code];
  return sentence ?? (error instanceof Error ? error.message : String(error));
}
