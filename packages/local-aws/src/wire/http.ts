import { createHash } from 'node:crypto';
import { createWriteStream, rmSync } from 'node:fs';
import type { IncomingMessage } from 'node:http';
import { pipeline } from 'node:stream/promises';
import { gunzipSync } from 'node:zlib';
import { AwsError } from '../core/aws-error.ts';
import { diskFullIn } from '../disk-full.ts';

/** One request, read whole. */
export interface WireRequest {
  readonly method: string;
  /** As it came, still percent-encoded: an ARN in it holds encoded slashes. */
  readonly path: string;
  readonly query: URLSearchParams;
  /** By lower-case name. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
  /** Where the body is, of requests whose body is a file; `body` is empty then. */
  readonly bodyFile?: BodyFile;
}

/** The body of a request that is a file: what is put may be larger than what one wants in memory. */
export interface BodyFile {
  readonly path: string;
  readonly size: number;
  /** In hexadecimal digits. */
  readonly md5: string;
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
 * @param file takes the body, where it is to be a file
 * @throws AwsError RequestEntityTooLargeException (413), SerializationException (a body that does not unpack); HungUp;
 * DiskFull
 */
export async function readRequest(message: IncomingMessage, file?: string): Promise<WireRequest> {
  const headers = headersOf(message);
  // Not read by `URL`, which resolves `..`, rewrites some characters and refuses some paths.
  const [path = '/', query = ''] = splitOnce(message.url ?? '/', '?');
  const bodyFile = file === undefined ? undefined : await spool(message, file);
  const body = bodyFile === undefined ? await readBody(message) : Buffer.alloc(0);
  return {
    ...(bodyFile && { bodyFile }),
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

/** Above what Lambda takes of code, zipped and unzipped. */
const MOST_FILE_BYTES = 512 * 1024 * 1024;

async function spool(message: IncomingMessage, path: string): Promise<BodyFile> {
  const md5 = createHash('md5');
  let size = 0;
  const counted = async function* (chunks: AsyncIterable<Buffer>) {
    for await (const chunk of chunks) {
      size += chunk.length;
      if (size > MOST_FILE_BYTES) throw tooLarge(MOST_FILE_BYTES);
      md5.update(chunk);
      yield chunk;
    }
  };
  await pipeline(message, counted, createWriteStream(path)).catch((error: Error) => {
    rmSync(path, { force: true });
    if (error instanceof AwsError) throw error;
    throw (
      diskFullIn(error.message, path) ?? new HungUp('the connection broke before the body was whole', { cause: error })
    );
  });
  return { path, size, md5: md5.digest('hex') };
}

function unpack(body: Buffer): Buffer {
  try {
    return gunzipSync(body, { maxOutputLength: MAX_BODY_BYTES });
  } catch (error) {
    if (error instanceof RangeError) throw tooLarge();
    throw malformed('the body is not gzip although content-encoding says so');
  }
}

function tooLarge(most = MAX_BODY_BYTES): AwsError {
  return new AwsError('RequestEntityTooLargeException', `the request body may have at most ${most} bytes`, 413);
}

/** What AWS calls a body, a path or a parameter that cannot be read. */
export function malformed(what: string): AwsError {
  return new AwsError('SerializationException', what, 400);
}
