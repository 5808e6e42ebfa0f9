import { malformed } from './http.ts';
import type { Input } from '../core/types.ts';

/** How a protocol writes times: seconds since the epoch with fractions, or ISO 8601 text. */
export type TimeForm = 'epoch seconds' | 'iso';

/** An operation's result as JSON can hold it: Dates in the protocol's form, bytes as base64, nothing undefined. */
export function toJson(value: unknown, times: TimeForm): unknown {
  if (value instanceof Date) return times === 'iso' ? value.toISOString() : value.getTime() / 1000;
  if (value instanceof Uint8Array) return Buffer.from(value).toString('base64');
  if (Array.isArray(value)) return value.map((item) => toJson(item, times));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, toJson(item, times)]));
}

/**
 * The input of an operation from JSON text; no text is no input.
 * @param timeFields members, at any depth, that hold times: they become Dates
 * @throws AwsError SerializationException
 */
export function fromJson(text: string, timeFields: ReadonlySet<string>): Input {
  if (text.trim() === '') return {};
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch (error) {
    throw malformed(`the body is not JSON: ${(error as Error).message}`);
  }
  if (typeof parsed !== 'object' || parsed === null || Array.isArray(parsed))
    throw malformed('the body must be a JSON object');
  return withDates(parsed, timeFields) as Input;
}

function withDates(value: unknown, timeFields: ReadonlySet<string>): unknown {
  if (timeFields.size === 0 || typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map((item) => withDates(item, timeFields));
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [
      key,
      timeFields.has(key) ? toDate(key, item) : withDates(item, timeFields),
    ]),
  );
}

/** Epoch seconds or ISO text: SDKs send the first in JSON, the second in Query, people type either. */
export function toDate(field: string, value: unknown): Date {
  const date = new Date(typeof value === 'number' ? value * 1000 : String(value));
  if (Number.isNaN(date.getTime())) throw malformed(`${field} must be a time, got ${JSON.stringify(value)}`);
  return date;
}
