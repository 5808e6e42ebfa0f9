import { expect, test } from 'vitest';
import { run, TASK } from './support.ts';

test('the context object cannot be changed by one task for the next', async () => {
  const work = { ...TASK, Arguments: { Payload: '{% $states.context.Execution %}' } };
  const { calls } = await run({ A: { ...work, Next: 'B' }, B: { ...work, End: true } }, {}, (args) => {
    const { Payload } = args as { Payload: object };
    return { changed: Reflect.set(Payload, 'Name', 'another') };
  });
  expect(calls.map(({ args }) => args)).toEqual(
    ['A', 'B'].map(() => ({ Payload: expect.objectContaining({ Name: 'e' }) as unknown })),
  );
});
