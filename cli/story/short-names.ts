const UUID = /\b([0-9a-f]{8})(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\b/g;

/** The part that all of these names end with, from a hyphen on: `-TheService`. '' when there is none. */
export function commonEnding([first = '', ...others]: readonly string[]): string {
  if (others.length === 0) return '';
  for (let at = first.indexOf('-'); at > 0; at = first.indexOf('-', at + 1)) {
    const ending = first.slice(at);
    if (others.every((name) => name.endsWith(ending) && name !== ending)) return ending;
  }
  return '';
}

/**
 * A text for a screen where only one service and one rollout are looked at: alarms lose the service's name, which
 * all of them end with, and executions keep the first 8 characters of theirs.
 */
export function shortNames(text: string, alarms: readonly string[]): string {
  const ending = commonEnding(alarms);
  const named =
    ending === '' ? text : alarms.reduce((short, name) => short.replaceAll(name, name.slice(0, -ending.length)), text);
  return named.replace(UUID, '$1');
}
