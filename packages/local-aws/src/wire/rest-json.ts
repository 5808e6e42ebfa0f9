import { AwsError } from '../core/aws-error.ts';
import type { Route, Service } from '../core/service.ts';
import type { Input } from '../core/types.ts';
import { type Codec, unknownOperation } from './codec.ts';
import { malformed, type WireRequest } from './http.ts';
import { type OpenRoute, openRoutes, segmentsOf } from './routes.ts';
import { timeReaders } from './times.ts';
import { fromJson, toJson } from './values.ts';

interface Match {
  readonly route: OpenRoute;
  readonly labels: Input;
}

/** REST with JSON bodies: method and path name the operation, errors are named in `x-amzn-errortype`. */
export function restJson(service: Pick<Service, 'title' | 'rest' | 'invalid' | 'operations'>): Codec {
  const routes = openRoutes(service);
  const times = timeReaders(service);
  const json = { 'content-type': 'application/json' };
  return {
    decode(request) {
      const match = matchRoute(routes, request);
      if (!match)
        throw unknownOperation(
          `the local cloud has no operation of ${service.title} at ${request.method} ${request.path}`,
        );
      const { route, labels } = match;
      const body = route.payload
        ? { [route.payload]: request.body.toString('utf8') }
        : bodyMembers(route, fromJson(request.body, times.get(route.operation)));
      return {
        operation: route.operation,
        input: { ...body, ...queryMembers(route, request), ...headerMembers(route, request), ...labels },
      };
    },
    encode({ operation }, result, requestId) {
      const { route } = service.operations[operation] ?? {};
      const members = result as Record<string, unknown>;
      const inHeaders = Object.entries(route?.resultHeaders ?? {}).flatMap(([member, header]) => {
        const value = members[member];
        return typeof value === 'string' ? [[header, value]] : [];
      });
      return {
        status: statusOf(route, members),
        headers: { ...json, 'x-amzn-requestid': requestId, ...Object.fromEntries(inHeaders) },
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

function matchRoute(routes: readonly OpenRoute[], request: WireRequest): Match | undefined {
  const segments = segmentsOf(request.path);
  for (const route of routes) {
    const meant = route.method === request.method && isGiven(route, request);
    const labels = meant ? matchPath(route.segments, segments) : undefined;
    if (labels) return { route, labels };
  }
  return undefined;
}

const isGiven = ({ given = {} }: OpenRoute, { query }: WireRequest): boolean =>
  Object.entries(given).every(([name, value]) => query.get(name) === value);

/** Segment by segment, and decoded only then: an ARN in a path brings slashes of its own. */
function matchPath(pattern: readonly string[], segments: readonly string[]): Input | undefined {
  if (pattern.length !== segments.length) return undefined;
  const labels: Input = {};
  for (const [i, expected] of pattern.entries()) {
    const segment = segments[i] ?? '';
    if (!expected.startsWith('{')) {
      if (expected !== segment) return undefined;
    } else if (segment === '') return undefined;
    else labels[expected.slice(1, -1)] = decode(segment);
  }
  return labels;
}

function decode(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    throw malformed(`the path segment ${JSON.stringify(segment)} is not percent-encoded UTF-8`);
  }
}

/** A presigned request carries its signature in the query string. */
const SIGNATURE = /^x-amz-/i;

/** AWS leaves what it does not know unread; here nobody shall believe that it did something. */
function queryMembers({ given = {}, operation, inQuery, invalid }: OpenRoute, { query }: WireRequest): Input {
  const members: Input = {};
  for (const [name, text] of query) {
    const kind = inQuery.get(name);
    if (kind === undefined && (SIGNATURE.test(name) || Object.hasOwn(given, name))) continue;
    if (kind === undefined) throw new AwsError(invalid, `${operation} takes no ${name} in its query string`);
    if (Object.hasOwn(members, name)) throw new AwsError(invalid, `the query string has ${name} more than once`);
    const value = kind === 'number' ? Number(text) : text;
    if (Number.isNaN(value)) throw malformed(`${name} must be a number, got ${JSON.stringify(text)}`);
    members[name] = value;
  }
  return members;
}

function bodyMembers({ operation, outsideBody, invalid }: OpenRoute, body: Input): Input {
  const misplaced = Object.keys(body).find((name) => outsideBody.has(name));
  if (misplaced !== undefined) throw new AwsError(invalid, `${operation} takes no ${misplaced} in its body`);
  return body;
}

function headerMembers(route: Route, request: WireRequest): Input {
  const found = Object.entries(route.headers ?? {}).filter(([header]) => request.headers[header] !== undefined);
  return Object.fromEntries(found.map(([header, member]) => [member, request.headers[header]]));
}

function statusOf(route: Route | undefined, members: Record<string, unknown>): number {
  if (typeof route?.status === 'number') return route.status;
  const status = route?.status ? members[route.status.member] : undefined;
  return typeof status === 'number' ? status : 200;
}

function rawPayload(value: unknown): string | Uint8Array {
  return typeof value === 'string' || value instanceof Uint8Array ? value : '';
}
