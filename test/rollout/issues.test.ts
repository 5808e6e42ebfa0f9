import * as z from 'zod';
import { describe, expect, it } from 'vitest';
import { describeIssues } from '../../rollout/issues.ts';

const told = (schema: z.ZodType, input: unknown) => {
  const { error } = schema.safeParse(input);
  return error ? describeIssues(error, input) : 'fine';
};

describe('saying what is wrong with a value', () => {
  it.each<[string, z.ZodType, unknown, string]>([
    ['a missing field', z.object({ a: z.object({ b: z.string() }) }), { a: {} }, 'a.b: expected string, got nothing'],
    ['a value of another kind', z.string(), 7, 'value: expected string, got 7'],
    [
      'a number out of range',
      z.object({ weight: z.int().max(100) }),
      { weight: 101 },
      'weight: expected number to be <=100, got 101',
    ],
    [
      'an element of a list',
      z.object({ alarms: z.array(z.string()) }),
      { alarms: ['x', null] },
      'alarms[1]: expected string, got null',
    ],
    [
      'an unknown option',
      z.object({ kind: z.enum(['own', 'asked']) }),
      { kind: 'other' },
      'kind: expected one of "own"|"asked", got "other"',
    ],
    [
      'a text of another form',
      z.object({ version: z.string().regex(/^\d+$/, 'a version number') }),
      { version: 'x' },
      'version: expected a version number, got "x"',
    ],
    [
      'a field that is one too many',
      z.strictObject({}),
      { colour: 'blue' },
      'value: Unrecognized key: "colour", got {"colour":"blue"}',
    ],
    [
      'two things at once',
      z.object({ a: z.string(), b: z.string() }),
      {},
      'a: expected string, got nothing; b: expected string, got nothing',
    ],
    [
      'none of several forms',
      z.object({ r: z.union([z.object({ e: z.string() }), z.string()]) }),
      { r: 1 },
      'one of: r: expected object, got 1, or r: expected string, got 1',
    ],
    ['a long value', z.number(), 'x'.repeat(100), `value: expected number, got "${'x'.repeat(79)}…`],
  ])('names %s', (_what, schema, input, message) => {
    expect(told(schema, input)).toBe(message);
  });
});
