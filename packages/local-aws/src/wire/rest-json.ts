import { AwsError } from '../core/aws-error.ts';
import type { Service } from '../core/service.ts';
import type { Input } from '../core/types.ts';
import type { Codec } from './codec.ts';
import { readPlaces, resultHeaders, statusOf } from './rest-places.ts';
import { type OpenRoute, openRoutes } from './routes.ts';
import { timeReaders } from './times.ts';
import { fromJson, toJson } from './values.ts';

/** REST with JSON bodies: method and path name the operation, errors are named in `x-amzn-errortype`. */
export function restJson(service: Pick<Service, 'title' | 'rest' | 'invalid' | 'operations'>): Codec {
  const routes = openRoutes(service);
  const times = timeReaders(service);
  const json = { 'content-type': 'application/json' };
  return {
    decode(request) {
      const { route, members } = readPlaces(routes, request, service.title);
      const body = route.payload
        ? { [route.payload]: request.body.toString('utf8') }
        : bodyMembers(route, fromJson(request.body, times.get(route.operation)));
      return { operation: route.operation, input: { ...body, ...members } };
    },
    encode({ operation }, result, requestId) {
      const { route } = service.operations[operation] ?? {};
      const members = result as Record<string, unknown>;
      return {
        status: statusOf(route, members),
        headers: { ...json, 'x-amzn-requestid': requestId, ...resultHeaders(route, members) },
        body: route?.payload
          ? rawPayload(members[route.payload])
          : JSON.stringify(toJson(result, service.rest?.times ?? 'epoch seconds')),
      };
    },
    fail: (error, requestId) => ({
      status: error.status,
      headers: { ...json, 'x-amzn-requestid': requestId, 'x-amzn-errortype': error.code },
      body: JSON.stringify({ ...error.members, message: error.message }),
    }),
  };
}

function bodyMembers({ operation, outsideBody, invalid }: OpenRoute, body: Input): Input {
  const misplaced = Object.keys(body).find((name) => outsideBody.has(name));
  if (misplaced !== undefined) throw new AwsError(invalid, `${operation} takes no ${misplaced} in its body`);
  return body;
}

function rawPayload(value: unknown): string | Uint8Array {
  return typeof value === 'string' || value instanceof Uint8Array ? value : '';
}
