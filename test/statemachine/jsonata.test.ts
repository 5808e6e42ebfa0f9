import * as fc from 'fast-check';
import jsonata from 'jsonata';
import { describe, expect, it } from 'vitest';
import { CAUGHT_CAUSE, CAUGHT_ERROR, literal } from '../../statemachine/jsonata.ts';
import { expressions } from '../../verify/asl-graph.ts';
import { definitionOf } from '../../verify/definition.ts';

const definition = definitionOf();
const states = Object.values(definition.States);
const evaluate = (expression: string, bindings: Record<string, unknown>): Promise<unknown> =>
  jsonata(expression).evaluate({}, bindings);
const cause = (errorOutput: unknown) => evaluate(CAUGHT_CAUSE, { states: { errorOutput } });
const error = (errorOutput: unknown) => evaluate(CAUGHT_ERROR, { states: { errorOutput } });
/** How Lambda reports what a Node.js function threw. */
const lambda = (errorMessage: string) => ({
  Cause: JSON.stringify({ errorType: 'X', errorMessage, trace: ['X: "errorMessage":"no"', 'at y'] }),
});

/** What the entry's rules take an input for; none of them is a rollback. */
const asked = async (input: unknown) => {
  const rules = expressions(definition.States['What is asked for?']?.Choices?.map((rule) => rule.Condition));
  const taken = await Promise.all(rules.map((rule) => evaluate(rule, { states: { input } })));
  return ['release', 'revert', 'go on'].filter((_, i) => taken[i] === true);
};

describe('the JSONata of the definition', () => {
  it('compiles', () => {
    const all = expressions(definition);
    expect(all.length).toBeGreaterThan(100);
    expect(() => all.map((expression) => jsonata(expression))).not.toThrow();
  });

  it('has no error where nothing could catch it, whatever comes in', async () => {
    const conditions = unique(
      states.flatMap((state) => (state.Choices ?? []).flatMap((rule) => expressions(rule.Condition))),
    );
    const values = unique(
      states.flatMap((state) => [
        ...(state.Catch ?? []).flatMap((catcher) => expressions(catcher.Assign)),
        ...(state.Type === 'Choice' ? expressions([state.Assign, state.Choices?.map((rule) => rule.Assign)]) : []),
      ]),
    );
    const endings = unique(
      states.filter((state) => state.Type === 'Fail').flatMap((state) => expressions([state.Error, state.Cause])),
    );
    expect([conditions.length, values.length, endings.length]).toEqual([19, 9, 8]);

    await fc.assert(
      fc.asyncProperty(hostile, hostile, hostile, hostile, async (input, Error, Cause, rollback) => {
        const bindings = {
          states: { input: input ?? null, errorOutput: { Error, Cause }, context: { Execution: {} } },
          trigger: { kind: 'own', error: 'x', cause: 'y' },
          rollback,
          refusal: { error: 'x', cause: 'y' },
          rollbackFailure: { error: 'x', cause: 'y' },
        };
        const typed = async (all: string[]) =>
          Promise.all(all.map(async (each) => [each, typeof (await evaluate(each, bindings))]));
        expect(await typed(conditions)).toEqual(conditions.map((each) => [each, 'boolean']));
        expect(await typed(endings)).toEqual(endings.map((each) => [each, 'string']));
        expect((await typed(values)).filter(([, type]) => type === 'undefined')).toEqual([]);
      }),
      { numRuns: 150 },
    );
  });

  it.each([{}, { version: '7' }, null, 'rollback', [], 3, { version: '7', holdAt: 30 }, { onDeploy: true }])(
    'asks for a release with %j',
    async (input) => {
      expect(await asked(input)).toEqual(['release']);
    },
  );

  it('asks for a revert or the end of a hold by their words, even wrong ones, for the handler to refuse', async () => {
    for (const input of [{ revert: true }, { revert: false, version: '7' }])
      expect(await asked(input)).toEqual(['revert']);
    for (const input of [{ goOn: true }, { goOn: null }]) expect(await asked(input)).toEqual(['go on']);
    expect((await asked({ goOn: true, revert: true }))[0]).toBe('revert');
  });

  it('asks for a rollback exactly when the input has "rollback", whatever else it has', async () => {
    for (const input of [
      { rollback: { reason: 'x' } },
      { rollback: null },
      { rollback: false, version: '7' },
      { rollback: 1, revert: true, goOn: true },
    ]) {
      expect(await asked(input)).toEqual([]);
    }
  });

  it('carries the rollout that was found into the next round', async () => {
    const [again = ''] = expressions(definition.States['Everything back?']?.Assign);
    const trigger = { kind: 'asked', input: { rollback: { reason: 'x' } } };
    expect(await evaluate(again, { trigger, rollback: { rollout: 'r1' } })).toEqual({ ...trigger, rollout: 'r1' });
    expect(await evaluate(again, { trigger, rollback: {} })).toEqual(trigger);
  });

  it('counts no redrive where the context object has no count', async () => {
    const [, redrives = ''] = expressions(definition.States['Claim the rollout']?.Arguments?.Payload['execution']);
    expect(await evaluate(redrives, { states: { context: { Execution: {} } } })).toBe(0);
    expect(await evaluate(redrives, { states: { context: { Execution: { RedriveCount: 2 } } } })).toBe(2);
  });
});

describe('the cause of a caught error', () => {
  it.each([
    ['a sentence', 'another rollout holds the claim: 7'],
    ['quotes', 'the alias "canary" is not at "7"'],
    ['backslashes before letters and quotes', String.raw`C:\new\temp and \" and \\`],
    ['two lines', 'one\ntwo'],
    ['the very key that is looked for', '"errorMessage":"gotcha"'],
    ['other scripts', 'größer als 5 s – 不健康 🚑'],
  ])('is the message of the function: %s', async (_, message) => {
    expect(await cause(lambda(message))).toBe(message);
  });

  it.each([
    ['text that is not JSON', { Cause: 'The task timed out' }, 'The task timed out'],
    ['JSON of another shape', { Cause: '{"errorType":"X"}' }, '{"errorType":"X"}'],
    ['an empty message', { Cause: '{"errorType":"X","errorMessage":""}' }, '{"errorType":"X","errorMessage":""}'],
    ['no cause', {}, 'no cause given'],
    ['an empty cause', { Cause: '' }, 'no cause given'],
    ['a cause that is no text', { Cause: { a: 1 } }, 'no cause given'],
    ['no error output at all', undefined, 'no cause given'],
    ['a message that is cut off', { Cause: '{"errorType":"X","errorMessage":"half a sen' }, 'half a sen'],
  ])('is the whole cause, or says that there is none: %s', async (_, errorOutput, expected) => {
    expect(await cause(errorOutput)).toBe(expected);
  });

  it('is at most 2,000 characters long', async () => {
    expect(await cause({ Cause: 'x'.repeat(32_768) })).toBe('x'.repeat(2000));
    // {"errorType":"X","errorMessage":" takes 33 of them
    expect(await cause(lambda('y'.repeat(32_000)))).toBe('y'.repeat(2000 - 33));
  });

  it('has an error name beside it, always', async () => {
    expect(await error({ Error: 'WeightsDrifted' })).toBe('WeightsDrifted');
    for (const nothing of [{}, { Error: '' }, { Error: null }, undefined]) expect(await error(nothing)).toBe('Unknown');
  });
});

describe('a literal', () => {
  it('means the text it was made of', async () => {
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: 'binary' }), async (text) => (await evaluate(literal(text), {})) === text),
    );
    for (const text of ["it's", '"', '\\', '\\"', "\\'", '\u0001', '\n'])
      expect(await evaluate(literal(text), {})).toBe(text);
  });
});

/** What a handler, Step Functions or a person could send, and what they could not. */
const hostile = fc.oneof(
  fc.constantFrom<unknown>(undefined, null, '', '{', '{"errorMessage":', '\\', '"', [], {}, 0, true),
  fc.json({ maxDepth: 2 }),
  fc.jsonValue({ maxDepth: 2 }),
  fc.record(
    Object.fromEntries(
      ['next', 'outcome', 'error', 'message', 'cause', 'rollout', 'rollback'].map((key) => [
        key,
        fc.jsonValue({ maxDepth: 1 }),
      ]),
    ),
    { requiredKeys: [] },
  ),
  fc.array(
    fc.record({ next: fc.constant('advance'), error: fc.string(), message: fc.string(), outcome: fc.string() }),
    { maxLength: 2 },
  ),
);

const unique = (values: string[]): string[] => [...new Set(values)];
