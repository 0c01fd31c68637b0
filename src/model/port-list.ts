const HIGHEST_PORT = 65_535;
const MOST_PORTS = 16;

/** Reads "5555,5565", each port once. @returns a sentence's end about what is wrong with it */
export function parsePorts(text: string): readonly number[] | string {
  const words = text.split(',').map(word => word.trim());
  const wrong = words.find(word => !/^[1-9]\d{0,4}$/.test(word) || Number(word) > HIGHEST_PORT);
  if (wrong !== undefined) return `"${wrong}" is not a port from 1 to 65535; several are typed as in 5555,5565`;
  const ports = [...new Set(words.map(Number))];
  return ports.length > MOST_PORTS ? `these are more than ${MOST_PORTS} ports` : ports;
}
