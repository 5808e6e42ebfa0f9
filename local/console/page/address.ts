/** What is looked at, kept in the address so that a reload shows it again and a link leads to it. */
export interface Selection {
  readonly service?: string;
  /** Name of an execution; the newest release unless chosen. */
  readonly execution?: string;
  readonly state?: string;
}

export function readAddress(): Selection {
  return Object.fromEntries(new URLSearchParams(location.hash.slice(1)));
}

/** Replaces the address: choosing is not going somewhere. */
export function writeAddress(selection: Selection): void {
  const hash = new URLSearchParams(
    Object.entries(selection).filter((entry): entry is [string, string] => typeof entry[1] === 'string'),
  ).toString();
  history.replaceState(null, '', hash === '' ? location.pathname : `#${hash}`);
}
