import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { Context } from 'aws-lambda';
import type { LambdaHandler } from '../../handlers/middleware/handler-for.ts';

/**
 * The exported handlers are the only lines that know clients and environment: here, that they load and check their
 * argument.
 */
const ENTRIES: Record<string, () => Promise<{ handler: LambdaHandler<unknown> }>> = {
  claim: () => import('../../handlers/claim.ts'),
  'smoke-test': () => import('../../handlers/smoke-test.ts'),
  shift: () => import('../../handlers/shift.ts'),
  check: () => import('../../handlers/check.ts'),
  promote: () => import('../../handlers/promote.ts'),
  revert: () => import('../../handlers/revert.ts'),
  'go-on': () => import('../../handlers/go-on.ts'),
  close: () => import('../../handlers/close.ts'),
  'roll-back': () => import('../../handlers/roll-back.ts'),
  confirm: () => import('../../handlers/confirm.ts'),
  watchdog: () => import('../../handlers/watchdog.ts'),
};
const context = { functionName: 'f', awsRequestId: 'r' } as Context;

beforeAll(() => void vi.stubEnv('POWERTOOLS_LOG_LEVEL', 'SILENT'));
afterAll(() => void vi.unstubAllEnvs());

describe('the entry of a function', () => {
  it.each(Object.entries(ENTRIES))(
    '%s rejects what it does not document, before it needs any environment',
    async (name, load) => {
      const { handler } = await load();
      await expect(handler('nonsense', context)).rejects.toThrow(
        expect.objectContaining({
          name: 'InvalidInput',
          message: expect.stringContaining(`the argument of ${name}`) as string,
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
