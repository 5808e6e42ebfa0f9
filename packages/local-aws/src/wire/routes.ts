import type { Route, Service } from '../core/service.ts';
import { type Kind, kindOf, memberNames, memberOf } from './schema.ts';

/** A route with what its operation's input says of it. */
export interface OpenRoute extends Route {
  readonly operation: string;
  readonly segments: readonly string[];
  /** Members in the query string, and what their text stands for. */
  readonly inQuery: readonly (readonly [member: string, kind: Kind])[];
}

export function openRoutes({ operations }: Pick<Service, 'operations'>): readonly OpenRoute[] {
  return Object.entries(operations).flatMap(([operation, { route, input }]) => {
    if (route === undefined) return [];
    const segments = segmentsOf(route.path);
    const inQuery = (route.query ?? leftForQuery(route, segments, memberNames(input))).map(
      (name) => [name, kindOf(memberOf(input, name))] as const,
    );
    return [{ ...route, operation, segments, inQuery }];
  });
}

/** Requests without a body have in the query string what has no place elsewhere. */
function leftForQuery({ method }: Route, segments: readonly string[], names: readonly string[]): readonly string[] {
  if (method !== 'GET' && method !== 'DELETE') return [];
  return names.filter((name) => !segments.includes(`{${name}}`));
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
