import { AwsError } from '../core/aws-error.ts';

export interface PageRequest {
  readonly maxResults?: number | undefined;
  readonly nextToken?: string | undefined;
}

/** 100 when not given or 0, as everywhere in the Step Functions API. */
const DEFAULT_RESULTS = 100;

/**
 * The items after the one that the token names; it stays right when items are added meanwhile.
 * @param id of an item: the same on every call, and unlike any other's
 * @throws AwsError InvalidToken
 */
export function page<T>(items: readonly T[], id: (item: T) => string, { maxResults, nextToken }: PageRequest): { page: readonly T[]; nextToken?: string } {
  const start = nextToken === undefined ? 0 : items.findIndex((item) => tokenOf(id(item)) === nextToken) + 1;
  if (nextToken !== undefined && start === 0) throw new AwsError('InvalidToken', `Invalid Token: '${nextToken}'`);
  const end = start + (maxResults === undefined || maxResults === 0 ? DEFAULT_RESULTS : maxResults);
  const taken = items.slice(start, end);
  const last = taken.at(-1);
  return last === undefined || end >= items.length ? { page: taken } : { page: taken, nextToken: tokenOf(id(last)) };
}

function tokenOf(id: string): string {
  return Buffer.from(id).toString('base64url');
}
