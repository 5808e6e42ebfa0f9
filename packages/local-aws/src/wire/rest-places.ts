import { AwsError } from '../core/aws-error.ts';
import type { Route } from '../core/service.ts';
import type { Input } from '../core/types.ts';
import { unknownOperation } from './codec.ts';
import { malformed, type WireRequest } from './http.ts';
import { labelOf, type OpenRoute, segmentsOf } from './routes.ts';

interface Match {
  readonly route: OpenRoute;
  readonly labels: Input;
}

/**
 * The operation of a REST request by its method and path, and the members of its input that are not in the body.
 * @throws AwsError UnknownOperationException where there is none; for members that it does not take there
 */
export function readPlaces(
  routes: readonly OpenRoute[],
  request: WireRequest,
  title: string,
): { readonly route: OpenRoute; readonly members: Input } {
  const match = matchRoute(routes, request);
  if (!match)
    throw unknownOperation(`the local cloud has no operation of ${title} at ${request.method} ${request.path}`);
  const { route, labels } = match;
  return { route, members: { ...queryMembers(route, request), ...headerMembers(route, request), ...labels } };
}

function matchRoute(routes: readonly OpenRoute[], { method, path, query }: WireRequest): Match | undefined {
  const segments = segmentsOf(path);
  const ofMethod = routes.filter((route) => route.method === method);
  const named = ofMethod.find((route) => route.subresource !== undefined && query.has(route.subresource));
  for (const route of ofMethod) {
    if (route.subresource !== named?.subresource) continue;
    const labels = matchPath(route.segments, segments);
    if (labels) return { route, labels };
  }
  return undefined;
}

/** Segment by segment, and decoded only then: an ARN in a path brings slashes of its own. */
function matchPath(pattern: readonly string[], segments: readonly string[]): Input | undefined {
  const greedy = pattern.at(-1)?.endsWith('+}') === true;
  if (greedy ? segments.length < pattern.length : pattern.length !== segments.length) return undefined;
  const labels: Input = {};
  for (const [i, expected] of pattern.entries()) {
    const segment = (greedy && i === pattern.length - 1 ? segments.slice(i).join('/') : segments[i]) ?? '';
    if (!expected.startsWith('{')) {
      if (expected !== segment) return undefined;
    } else if (segment === '') return undefined;
    else labels[labelOf(expected)] = decode(segment);
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

/** A presigned request carries its signature in the query string; SDKs add what the operation is called. */
const SIGNATURE = /^x-(?:amz-|id$)/i;

/** AWS leaves what it does not know unread; here nobody shall believe that it did something. */
function queryMembers({ operation, inQuery, invalid, subresource }: OpenRoute, { query }: WireRequest): Input {
  const members: Input = {};
  for (const [name, text] of query) {
    const kind = inQuery.get(name);
    if (kind === undefined && (SIGNATURE.test(name) || name === subresource)) continue;
    if (kind === undefined) throw new AwsError(invalid, `${operation} takes no ${name} in its query string`);
    if (Object.hasOwn(members, name)) throw new AwsError(invalid, `the query string has ${name} more than once`);
    const value = kind === 'number' ? Number(text) : text;
    if (Number.isNaN(value)) throw malformed(`${name} must be a number, got ${JSON.stringify(text)}`);
    members[name] = value;
  }
  return members;
}

function headerMembers(route: Route, request: WireRequest): Input {
  const found = Object.entries(route.headers ?? {}).filter(([header]) => request.headers[header] !== undefined);
  return Object.fromEntries(found.map(([header, member]) => [member, request.headers[header]]));
}

/** Members of an answer that have their place in a header. */
export function resultHeaders(
  route: Route | undefined,
  members: Readonly<Record<string, unknown>>,
): Record<string, string> {
  const inHeaders = Object.entries(route?.resultHeaders ?? {}).flatMap(([member, header]) => {
    const value = members[member];
    return typeof value === 'string' ? [[header, value] as const] : [];
  });
  return Object.fromEntries(inHeaders);
}

export function statusOf(route: Route | undefined, members: Readonly<Record<string, unknown>>): number {
  if (typeof route?.status === 'number') return route.status;
  const status = route?.status ? members[route.status.member] : undefined;
  return typeof status === 'number' ? status : 200;
}
