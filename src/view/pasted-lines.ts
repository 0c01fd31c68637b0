/** The commands of a text that has several lines, without empty lines and comments (`#`); null: it is one line, and typed as it is. */
export function pastedLines(text: string): readonly string[] | null {
  const lines = text.split(/\r\n|\r|\n/).map(line => line.trim());
  const filled = lines.filter(line => line !== '');
  return filled.length < 2 ? null : filled.filter(line => !line.startsWith('#'));
}
