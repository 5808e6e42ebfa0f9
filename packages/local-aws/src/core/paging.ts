import { AwsError } from './aws-error.ts';

export interface PageRequest {
  readonly maxResults?: number | undefined;
  readonly nextToken?: string | undefined;
}

export interface PageOptions<T> {
  /** Of an item: the same on every call, and unlike any other's. */
  readonly id: (item: T) => string;
  /** When the caller names no number, or 0; 100 unless told. */
  readonly standard?: number;
  /** The service's name for a token that no answer gave; `InvalidToken` unless told. */
  readonly invalid?: string;
}

/**
 * The items after the one that the token names; it stays right when items are added meanwhile.
 * @throws AwsError for a token that no answer gave
 */
export function page<T>(
  items: readonly T[],
  { maxResults, nextToken }: PageRequest,
  options: PageOptions<T>,
): { page: readonly T[]; nextToken?: string } {
  const { id, standard = 100, invalid = 'InvalidToken' } = options;
  const start = nextToken === undefined ? 0 : items.findIndex((item) => tokenOf(id(item)) === nextToken) + 1;
  if (nextToken !== undefined && start === 0) throw new AwsError(invalid, `Invalid Token: '${nextToken}'`);
  const end = start + (maxResults === undefined || maxResults === 0 ? standard : maxResults);
  const taken = items.slice(start, end);
  const last = taken.at(-1);
  return last === undefined || end >= items.length ? { page: taken } : { page: taken, nextToken: tokenOf(id(last)) };
}

/**
 * A page as the services with capital letters answer it: the members under their own name, and `NextToken` where there
 * are more.
 * @throws AwsError for a token that no answer gave
 */
export function listed<T>(
  member: string,
  items: readonly T[],
  request: { readonly NextToken?: string | undefined; readonly limit?: number | undefined },
  { show, ...options }: PageOptions<T> & { readonly show: (item: T) => unknown },
): object {
  const asked: PageRequest = { maxResults: request.limit, nextToken: request.NextToken };
  const { page: taken, nextToken } = page(items, asked, options);
  return { [member]: taken.map(show), ...(nextToken === undefined ? {} : { NextToken: nextToken }) };
}

function tokenOf(id: string): string {
  return Buffer.from(id).toString('base64url');
}
