import * as z from 'zod';
import { describe, expect, it } from 'vitest';
import { describeIssues } from '../../rollout/issues.ts';

const told = (schema: z.ZodType, input: unknown) => {
  const { error } = schema.safeParse(input);
  return error ? describeIssues(error, input) : 'fine';
};

const NULL_INSTEAD = 'a: expected object, got null';

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
    [
      'each thing that a form lacks',
      z.union([z.object({ a: z.string(), b: z.string() }), z.string()]),
      {},
      'one of: a: expected string, got nothing and b: expected string, got nothing, or value: expected string, got {}',
    ],
    [
      'a field inside of an element',
      z.object({ steps: z.array(z.object({ weight: z.number() })) }),
      { steps: [{ weight: 1 }, { weight: '2' }] },
      'steps[1].weight: expected number, got "2"',
    ],
    ['a list of its own', z.array(z.string()), ['x', 1], '[1]: expected string, got 1'],
    ['a field inside of what is null', z.object({ a: z.object({ b: z.string() }) }), { a: null }, NULL_INSTEAD],
    [
      'a field inside of text',
      z.looseObject({ a: z.any() }).superRefine((_, ctx) => {
        ctx.addIssue({ code: 'custom', path: ['a', 'length'], message: 'nothing of a text' });
      }),
      { a: 'text' },
      'a.length: nothing of a text, got nothing',
    ],
    [
      'a field that a list has none of',
      z.record(z.string(), z.any()).superRefine((_, ctx) => {
        ctx.addIssue({ code: 'custom', path: ['a', 'b', 'c'], message: 'too deep' });
      }),
      { a: null },
      'a.b.c: too deep, got nothing',
    ],
    ['what JSON cannot say', z.string(), () => 1, 'value: expected string, got function'],
    ['a value of 80 characters', z.number(), 'x'.repeat(78), `value: expected number, got "${'x'.repeat(78)}"`],
    [
      'a kind that no form has',
      z.discriminatedUnion('kind', [z.object({ kind: z.literal('own') }), z.object({ kind: z.literal('asked') })]),
      { kind: 'other' },
      "kind: Invalid discriminator value. Expected 'own' | 'asked', got \"other\"",
    ],
    ['too long a text', z.string().max(1), 'xy', 'value: expected string to have <=1 characters, got "xy"'],
    ['too short a text', z.string().min(1), '', 'value: expected string to have >=1 characters, got ""'],
    [
      'a format whose sentence says what was expected',
      z.string().regex(/^x/, 'expected an x'),
      'y',
      'value: expected an x, got "y"',
    ],
    [
      'what is wrong in its own words',
      z.string().refine(() => false, 'it is Too big: far'),
      'y',
      'value: it is Too big: far, got "y"',
    ],
    ['a long value', z.number(), 'x'.repeat(100), `value: expected number, got "${'x'.repeat(79)}…`],
  ])('names %s', (_what, schema, input, message) => {
    expect(told(schema, input)).toBe(message);
  });
});
