import { z } from 'zod';
import { on, text } from '../../core/access.ts';
import { functionArn, parseAddress } from '../address.ts';

export const INVALID = 'InvalidParameterValueException';

/** Path of all functions. */
export const FUNCTIONS = '/2015-03-31/functions';

export const qualified = { FunctionName: z.string(), Qualifier: z.string().optional() };
export const paging = { Marker: z.string().optional(), MaxItems: z.int().min(1).max(10_000).default(50) };

/** Aliases and versions are managed through their function: its ARN, without a qualifier, is the resource. */
export const onFunction = on((input, place) => functionArn(place, parseAddress(text(input, 'FunctionName')).name));

/** What is read or removed through a qualifier is authorized on the ARN with it. */
export const onQualified = on((input, place) => {
  const { name, qualifier } = parseAddress(text(input, 'FunctionName'), text(input, 'Qualifier') || undefined);
  return qualifier === undefined ? functionArn(place, name) : `${functionArn(place, name)}:${qualifier}`;
});

/** One page; the marker is the position of the next. */
export function pageOf(
  member: string,
  all: readonly object[],
  { Marker = '0', MaxItems }: { Marker?: string | undefined; MaxItems: number },
): object {
  const from = Number(Marker);
  const next = from + MaxItems;
  return { [member]: all.slice(from, next), ...(next < all.length && { NextMarker: String(next) }) };
}
