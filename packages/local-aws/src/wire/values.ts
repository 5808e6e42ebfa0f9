import type { TimeForm } from '../core/service.ts';
import type { Input } from '../core/types.ts';
import { boundJson } from './bounds.ts';
import { malformed } from './http.ts';
import type { TimeReader } from './times.ts';

/** An operation's result as JSON can hold it: Dates in the protocol's form, bytes as base64, nothing undefined. */
export function toJson(value: unknown, times: TimeForm): unknown {
  if (value instanceof Date) return times === 'iso' ? value.toISOString() : value.getTime() / 1000;
  if (value instanceof Uint8Array) return Buffer.from(value).toString('base64');
  if (Array.isArray(value)) return value.map((item) => toJson(item, times));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, toJson(item, times)]));
}

/**
 * The input of an operation from the bytes of JSON; no text is no input.
 * @param readTimes makes Dates of the members that hold times; undefined where there are none
 * @throws AwsError SerializationException
 */
export function fromJson(body: Buffer, readTimes?: TimeReader): Input {
  boundJson(body);
  const text = body.toString('utf8');
  if (text.trim() === '') return {};
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch (error) {
    throw malformed(`the body is not JSON: ${(error as Error).message}`);
  }
  if (typeof parsed !== 'object' || parsed === null || Array.isArray(parsed))
    throw malformed('the body must be a JSON object');
  return (readTimes?.(parsed) ?? parsed) as Input;
}
