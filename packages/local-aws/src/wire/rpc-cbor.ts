import { cbor, dateToTag } from '@smithy/core/cbor';
import type { Service } from '../core/service.ts';
import type { Input } from '../core/types.ts';
import { decodeCbor } from './cbor.ts';
import { type Codec, queryError, unknownOperation } from './codec.ts';
import { malformed, type WireRequest } from './http.ts';

/** Service and operation of `/service/{prefix}/operation/{Name}`; the prefix is that of X-Amz-Target. */
export function rpcPath(path: string): { readonly prefix: string; readonly operation: string } | undefined {
  const [, prefix, operation] = /^\/service\/([^/]+)\/operation\/([^/]+)\/?$/.exec(path) ?? [];
  return prefix === undefined || operation === undefined ? undefined : { prefix, operation };
}

export function isCbor(request: Pick<WireRequest, 'headers'>): boolean {
  return request.headers['smithy-protocol'] === 'rpc-v2-cbor';
}

/** Smithy RPC v2 over CBOR, as some SDKs speak to CloudWatch: times are tagged epoch seconds, errors carry `__type`. */
export function rpcCbor(service: Pick<Service, 'queryCodes'>): Codec {
  const headers = { 'content-type': 'application/cbor', 'smithy-protocol': 'rpc-v2-cbor' };
  return {
    decode(request) {
      const { operation } = rpcPath(request.path) ?? {};
      if (operation === undefined)
        throw unknownOperation(`RPC v2 requests go to /service/{name}/operation/{Name}, got ${request.path}`);
      return { operation, input: fromCbor(request.body) };
    },
    encode: (_call, result, requestId) => ({
      status: 200,
      headers: { ...headers, 'x-amzn-requestid': requestId },
      body: bytesOf(toCbor(result)),
    }),
    fail: (error, requestId) => ({
      status: error.status,
      headers: { ...headers, 'x-amzn-requestid': requestId, ...queryError(error, service.queryCodes) },
      body: bytesOf({ __type: error.code, message: error.message }),
    }),
  };
}

/** A copy: the library writes into a buffer of its own that it uses again. */
function bytesOf(value: unknown): Uint8Array {
  return Uint8Array.from(cbor.serialize(value));
}

function toCbor(value: unknown): unknown {
  if (value instanceof Date) return dateToTag(value);
  if (value instanceof Uint8Array) return value;
  if (Array.isArray(value)) return value.map(toCbor);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).flatMap(([key, item]) => (item === undefined ? [] : [[key, toCbor(item)]])),
  );
}

function fromCbor(body: Buffer): Input {
  if (body.length === 0) return {};
  const input = decodeCbor(body);
  if (
    typeof input !== 'object' ||
    input === null ||
    Array.isArray(input) ||
    ArrayBuffer.isView(input) ||
    input instanceof Date
  )
    throw malformed('the body must be a CBOR map');
  return input as Input;
}
