import type { IncomingMessage } from 'node:http';

/** Largest body that VPC Lattice passes to a function, in bytes. */
const BODY_LIMIT = 6 * 1024 * 1024;

const NO_BODY = Buffer.alloc(0);

/**
 * The whole body; `aborted` when the client went away before its end.
 * @param take hears of it once, at once where there is none
 */
export function readBody(request: IncomingMessage, take: (body: Buffer | 'aborted' | 'too large') => void): void {
  const { 'content-length': length, 'transfer-encoding': encoding } = request.headers;
  if (encoding === undefined && (length === undefined || length === '0')) take(NO_BODY);
  else void wholeBody(request).then(take);
}

function wholeBody(request: IncomingMessage): Promise<Buffer | 'aborted' | 'too large'> {
  return new Promise((resolve) => {
    const chunks: Buffer[] = [];
    let size = 0;
    request.on('data', (chunk: Buffer) => {
      size += chunk.length;
      if (size > BODY_LIMIT) resolve('too large');
      else chunks.push(chunk);
    });
    request.once('end', () => resolve(Buffer.concat(chunks, Math.min(size, BODY_LIMIT))));
    request.once('error', () => resolve('aborted'));
    request.once('close', () => resolve('aborted'));
  });
}
