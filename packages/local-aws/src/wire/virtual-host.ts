import type { IncomingMessage } from 'node:http';

/**
 * S3's clients put a bucket before a host that is a name and not a number: `assets.localhost`. With it in the path, as
 * they do it for 127.0.0.1, it is the same request.
 */
export function toPathStyle(message: Pick<IncomingMessage, 'headers' | 'url'>): void {
  const [, bucket, host] = /^(.+)\.(localhost(?::\d+)?)$/.exec(message.headers.host ?? '') ?? [];
  if (bucket === undefined || host === undefined) return;
  message.headers.host = host;
  message.url = `/${bucket}${message.url ?? '/'}`;
}
