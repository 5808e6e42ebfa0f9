import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { Context } from 'aws-lambda';
import { FUNCTIONS } from '../../statemachine/contract/functions.ts';
import type { LambdaHandler } from '../../handlers/middleware/handler-for.ts';

/**
 * The exported handlers are the only lines that know clients and environment: here, that they load and check their
 * argument.
 */
const load = async (file: string) => (await import(`../../handlers/${file}.ts`)) as { handler: LambdaHandler<unknown> };
const context = { functionName: 'f', awsRequestId: 'r' } as Context;

beforeAll(() => void vi.stubEnv('POWERTOOLS_LOG_LEVEL', 'SILENT'));
afterAll(() => void vi.unstubAllEnvs());

describe('the entry of a function', () => {
  it.each(Object.values(FUNCTIONS))(
    '$file rejects what it does not document, before it needs any environment',
    async ({ file }) => {
      const { handler } = await load(file);
      await expect(handler('nonsense', context)).rejects.toThrow(
        expect.objectContaining({
          name: 'InvalidInput',
          message: expect.stringContaining(`the argument of ${file}`) as string,
        }),
      );
    },
  );

  it.each([
    ['the machine', { execution: { id: 'e', redrives: 0 }, trigger: { kind: 'own', error: 'E', cause: 'c' } }],
    [
      'the rollback topic',
      {
        Records: [
          {
            EventSource: 'aws:sns',
            Sns: { MessageId: 'm', Message: '{"reason":"stop"}', Timestamp: '2026-01-05T09:00:00.000Z' },
          },
        ],
      },
    ],
  ])('roll-back takes the argument of %s and then asks for its environment', async (_, event) => {
    const { handler } = await import('../../handlers/roll-back.ts');
    await expect(handler(event, context)).rejects.toThrow(/TABLE_NAME/);
  });
});
