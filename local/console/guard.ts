import type { IncomingHttpHeaders } from 'node:http';
import { CONSOLE_HEADER } from './model/header.ts';

export interface Asked {
  readonly method: string;
  readonly headers: IncomingHttpHeaders;
}

/**
 * Why a request is not answered; undefined when it is. The console can do whatever the local cloud can, so only this
 * machine's own page may use it: a Host header of another name is a foreign site whose name was made to point here,
 * and an Origin of another name is a foreign page.
 * @param port the console's own
 */
export function refusal({ method, headers }: Asked, port: number): string | undefined {
  const hosts = [`127.0.0.1:${port}`, `localhost:${port}`];
  if (!hosts.includes(headers.host ?? '')) return `the console answers at http://${hosts[0]} only`;
  const { origin } = headers;
  if (origin !== undefined && origin !== `http://${headers.host}`) return `a page of ${origin} may not use the console`;
  const site = headers['sec-fetch-site'];
  if (method !== 'GET') {
    if (method !== 'POST') return `${method} is nothing that the console does`;
    if (site !== undefined && site !== 'same-origin') return 'a page of another site may not use the console';
    if (headers[CONSOLE_HEADER] === undefined) return `a control needs the header ${CONSOLE_HEADER}`;
    if (headers['content-type'] !== 'application/json') return 'a control is JSON';
  }
  return undefined;
}

/** With every answer: nothing from elsewhere, nothing inline, in nobody's frame, not remembered. */
export const SECURITY_HEADERS = {
  'content-security-policy':
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self'; base-uri " +
    "'none'; form-action 'none'; frame-ancestors 'none'",
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'cache-control': 'no-store',
} as const;
