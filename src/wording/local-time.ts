/** "2026-11-28 10:32:05", by this machine's own time. @param wall milliseconds since 1970 */
export function localTime(wall: number): string {
  const time = new Date(wall);
  if (Number.isNaN(time.getTime())) return 'at an unknown time';
  const two = (number: number) => String(number).padStart(2, '0');
  const date = [time.getFullYear(), two(time.getMonth() + 1), two(time.getDate())].join('-');
  return `${date} ${[time.getHours(), time.getMinutes(), time.getSeconds()].map(two).join(':')}`;
}
