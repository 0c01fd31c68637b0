/** Whether the reason of a refusal is how circus refuses a command that it does not have, as a stock circusd or an older package. */
export function isUnknownCommand(reason: string): boolean {
  return /^unknown command/i.test(reason);
}
