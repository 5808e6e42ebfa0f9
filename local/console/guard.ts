import type { IncomingHttpHeaders } from 'node:http';
import { foreignRequest } from 'local-aws';
import { CONSOLE_HEADER } from './model/header.ts';

export interface Asked {
  readonly method: string;
  readonly headers: IncomingHttpHeaders;
}

/**
 * Why a request is not answered; undefined when it is. The console can do whatever the local cloud can, so only this
 * machine's programs and its own page may use it, and what steers must be what no other page could send.
 * @param port the console's own
 */
export function refusal({ method, headers }: Asked, port: number): string | undefined {
  const foreign = foreignRequest(headers, port);
  if (foreign !== undefined) return `this is the console: ${foreign}`;
  if (method === 'GET') return undefined;
  if (method !== 'POST') return `${method} is nothing that the console does`;
  if (headers[CONSOLE_HEADER] === undefined) return `a control needs the header ${CONSOLE_HEADER}`;
  if (headers['content-type'] !== 'application/json') return 'a control is JSON';
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
