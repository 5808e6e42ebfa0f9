import type { Route, Service } from '../core/service.ts';
import { type Kind, kindOf, memberNames, memberOf } from './schema.ts';

/** A route with what its operation's input says of it. */
export interface OpenRoute extends Route {
  readonly operation: string;
  readonly segments: readonly string[];
  /** Members in the query string, and what their text stands for. */
  readonly inQuery: ReadonlyMap<string, Kind>;
  /** Members that have a place of their own, and so none in the body. */
  readonly outsideBody: ReadonlySet<string>;
  /** What a member is called that the operation does not take there. */
  readonly invalid: string;
}

export function openRoutes(service: Pick<Service, 'invalid' | 'operations'>): readonly OpenRoute[] {
  return Object.entries(service.operations).flatMap(([operation, { route, input, invalid = service.invalid }]) => {
    if (route === undefined) return [];
    const segments = segmentsOf(route.path);
    const query = route.query ?? leftForQuery(route, segments, memberNames(input));
    const inQuery = new Map(query.map((name) => [name, kindOf(memberOf(input, name))]));
    const labels = segments.filter((segment) => segment.startsWith('{')).map(labelOf);
    const outsideBody = new Set([...query, ...labels, ...Object.values(route.headers ?? {})]);
    return [{ ...route, operation, segments, inQuery, outsideBody, invalid }];
  });
}

/** Requests without a body have in the query string what has no place elsewhere. */
function leftForQuery({ method }: Route, segments: readonly string[], names: readonly string[]): readonly string[] {
  if (method !== 'GET' && method !== 'HEAD' && method !== 'DELETE') return [];
  return names.filter((name) => !segments.some((segment) => labelOf(segment) === name));
}

/** The member that `{Name}` or `{Name+}` stands for. */
export function labelOf(segment: string): string {
  return segment.slice(1, segment.endsWith('+}') ? -2 : -1);
}

/** Of a path as it came; an ending slash means nothing. */
export function segmentsOf(path: string): readonly string[] {
  return path.replace(/\/$/, '').split('/');
}

/** Whether a path begins as one of the routes does: it is the service's then, whatever it names. */
export function isUnder(path: string, routes: readonly OpenRoute[]): boolean {
  const [, root] = path.split('/');
  return routes.some(({ segments }) => segments[1] === root);
}
