import type { IncomingMessage } from 'node:http';
import { gunzipSync } from 'node:zlib';
import { AwsError } from '../core/aws-error.ts';

/** One request, read whole. */
export interface WireRequest {
  readonly method: string;
  /** As it came, still percent-encoded: an ARN in it holds encoded slashes. */
  readonly path: string;
  readonly query: URLSearchParams;
  /** By lower-case name. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
}

export interface WireResponse {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Uint8Array;
}

/**
 * Lambda's limit of a synchronous payload is 6 MB (6,291,556 bytes on the wire); a little room for what surrounds it.
 */
export const MAX_BODY_BYTES = 6_291_556 + 65_536;

/** A body this many times too large is not even read to its end: the connection is cut. */
const DRAIN_FACTOR = 4;

/** The caller hung up before it had said what it wanted: there is nobody to answer. */
export class HungUp extends Error {
  override readonly name = 'HungUp';
}

/**
 * @throws AwsError RequestEntityTooLargeException (413), SerializationException (a body that does not unpack); HungUp
 */
export async function readRequest(message: IncomingMessage): Promise<WireRequest> {
  const headers = headersOf(message);
  // Not read by `URL`, which resolves `..`, rewrites some characters and refuses some paths.
  const [path = '/', query = ''] = splitOnce(message.url ?? '/', '?');
  const body = await readBody(message);
  return {
    method: message.method ?? 'GET',
    path,
    query: new URLSearchParams(query),
    headers,
    body: headers['content-encoding'] === 'gzip' ? unpack(body) : body,
  };
}

export function headersOf(message: Pick<IncomingMessage, 'headers'>): WireRequest['headers'] {
  return Object.fromEntries(
    Object.entries(message.headers).map(([name, value]) => [
      name,
      Array.isArray(value) ? value.join(', ') : (value ?? ''),
    ]),
  );
}

function splitOnce(text: string, separator: string): string[] {
  const at = text.indexOf(separator);
  return at === -1 ? [text] : [text.slice(0, at), text.slice(at + 1)];
}

async function readBody(message: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  try {
    for await (const chunk of message as AsyncIterable<Buffer>) {
      size += chunk.length;
      // The rest is read and dropped, so that the sender gets to the answer rather than to a broken pipe.
      if (size <= MAX_BODY_BYTES) chunks.push(chunk);
      else chunks.length = 0;
      if (size > MAX_BODY_BYTES * DRAIN_FACTOR) break;
    }
  } catch (error) {
    throw new HungUp('the connection broke before the body was whole', { cause: error });
  }
  if (size > MAX_BODY_BYTES) throw tooLarge();
  return Buffer.concat(chunks);
}

function unpack(body: Buffer): Buffer {
  try {
    return gunzipSync(body, { maxOutputLength: MAX_BODY_BYTES });
  } catch (error) {
    if (error instanceof RangeError) throw tooLarge();
    throw malformed('the body is not gzip although content-encoding says so');
  }
}

function tooLarge(): AwsError {
  return new AwsError(
    'RequestEntityTooLargeException',
    `the request body may have at most ${MAX_BODY_BYTES} bytes`,
    413,
  );
}

/** What AWS calls a body, a path or a parameter that cannot be read. */
export function malformed(what: string): AwsError {
  return new AwsError('SerializationException', what, 400);
}
