import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { askedByTheService, onAll } from '../../src/core/access.ts';
import { AwsError } from '../../src/core/aws-error.ts';
import { operation, serviceOf } from '../../src/core/service.ts';
import { OPERATOR } from '../../src/core/types.ts';
import { PLACE } from '../access.ts';
import { callTo } from '../services.ts';

const shop = serviceOf({
  name: 'shop',
  title: 'Shop',
  invalid: 'ValidationError',
  operations: {
    Sell: operation({
      needs: onAll,
      input: z.strictObject({ Count: z.int().default(1) }),
      run: ({ Count }, { principal }) => ({ Sold: Count, To: principal }),
    }),
    Refund: operation({
      needs: askedByTheService,
      input: z.strictObject({}),
      invalid: 'BadRefund',
      run: () => {
        throw new AwsError('NeverSold', 'nothing was sold');
      },
    }),
  },
});

describe('an operation', () => {
  test('gets its input checked, and who calls', async () => {
    expect(await shop.operations.Sell.call({}, OPERATOR)).toEqual({ Sold: 1, To: 'operator' });
  });

  test.each([
    ['Sell', { Count: 'two' }, { code: 'ValidationError', message: expect.stringMatching(/^Count: /) as string }],
    ['Refund', { All: true }, { code: 'BadRefund', message: expect.stringContaining('All') as string }],
    ['Refund', {}, { code: 'NeverSold', message: 'nothing was sold' }],
  ])('%s of %j rejects and does not throw', async (name, input, error) => {
    await expect(callTo(shop, name, input)).rejects.toMatchObject(error);
  });

  test('is authorized by the action of its name', () => {
    const { action, needs } = shop.operations.Sell;
    expect(needs({}, { action, place: PLACE })).toEqual([{ action: 'shop:Sell', resource: '*' }]);
  });
});
