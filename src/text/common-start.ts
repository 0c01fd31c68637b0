/** What all texts begin with alike, with no half of a surrogate pair; empty: nothing, or there are none. */
export function commonStart(texts: readonly string[]): string {
  const [first = '', ...others] = texts;
  let length = first.length;
  for (const other of others) {
    let same = 0;
    while (same < length && first[same] === other[same]) same++;
    length = same;
  }
  return first.slice(0, length).replace(/[\uD800-\uDBFF]$/, '');
}
