import type { Service } from '../core/service.ts';
import { type Codec, queryError } from './codec.ts';
import { malformed } from './http.ts';
import { timeReaders } from './times.ts';
import { fromJson, toJson } from './values.ts';

/**
 * AWS JSON 1.0 and 1.1: everything is a POST to `/`, `X-Amz-Target` names the operation, times are epoch
 * seconds, errors carry `__type`.
 */
export function awsJson(service: Pick<Service, 'json' | 'queryCodes' | 'operations'>): Codec {
  const headers = { 'content-type': `application/x-amz-json-${service.json?.version ?? '1.0'}` };
  const times = timeReaders(service);
  return {
    decode(request) {
      const operation = request.headers['x-amz-target']?.split('.')[1];
      if (!operation)
        throw malformed(
          `X-Amz-Target must be Prefix.Operation, got ${JSON.stringify(request.headers['x-amz-target'])}`,
        );
      return { operation, input: fromJson(request.body, times.get(operation)) };
    },
    encode: (_call, result, requestId) => ({
      status: 200,
      headers: { ...headers, 'x-amzn-requestid': requestId },
      body: JSON.stringify(toJson(result, 'epoch seconds')),
    }),
    fail: (error, requestId) => ({
      status: error.status,
      headers: { ...headers, 'x-amzn-requestid': requestId, ...queryError(error, service.queryCodes) },
      body: JSON.stringify({ __type: error.code, message: error.message }),
    }),
  };
}
