import type { IncomingHttpHeaders } from 'node:http';

type Headers = Pick<IncomingHttpHeaders, 'host' | 'origin' | 'sec-fetch-site'>;

/** This machine, as its programs and browsers call it. */
const OWN_NAMES = ['127.0.0.1', 'localhost'] as const;

/**
 * Why a request may not come in; undefined when it may. What listens on 127.0.0.1 can do all that it is there for, and
 * every page in a browser of this machine can send to it. So only programs may, and pages that came from this very
 * address: a foreign Host is a site whose name was made to point here, a foreign Origin or Sec-Fetch-Site a page of
 * another site. Programs (SDKs, the CLI, curl) send neither of the two.
 * @param port on which this machine listens
 * @returns what was got and what is expected, for the answer: 403
 */
export function foreignRequest({ host, origin, 'sec-fetch-site': site }: Headers, port: number): string | undefined {
  const hosts = OWN_NAMES.map((name) => (port === 80 ? name : `${name}:${port}`));
  const own = host?.toLowerCase() ?? '';
  if (!hosts.includes(own)) return `expected the Host ${hosts.join(' or ')}, got ${quoted(host)}`;
  if (origin !== undefined && origin !== `http://${own}`)
    return `expected no Origin or http://${own}, got ${quoted(origin)}: pages of other sites may not use it`;
  if (site !== undefined && site !== 'same-origin' && site !== 'none')
    return `expected no Sec-Fetch-Site, same-origin or none, got ${quoted(site)}: pages of other sites may not use it`;
  return undefined;
}

/** Whether a Host, with whatever port, is this machine and not a name that was made to point here. */
export function isOwnName(host: string): boolean {
  return OWN_NAMES.some((name) => name === host.toLowerCase().replace(/:\d+$/, ''));
}

/**
 * Whether a browser says that a page of a site on another machine sends this. A page that is developed on this machine
 * may come from another port of it.
 */
export function isForeignPage({ origin, 'sec-fetch-site': site }: Omit<Headers, 'host'>): boolean {
  return site === 'cross-site' && !isOwnName(origin?.replace(/^https?:\/\//, '') ?? '');
}

const MOST_SHOWN = 100;

function quoted(value: string | undefined): string {
  if (value === undefined) return 'none';
  return JSON.stringify(value.length > MOST_SHOWN ? `${value.slice(0, MOST_SHOWN)}…` : value);
}
