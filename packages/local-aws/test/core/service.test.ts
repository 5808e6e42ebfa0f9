import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { askedByTheService, onAll } from '../../src/core/access.ts';
import { AwsError } from '../../src/core/aws-error.ts';
import { operation, type Service, serviceOf } from '../../src/core/service.ts';
import { OPERATOR } from '../../src/core/types.ts';
import { openRoutes } from '../../src/wire/routes.ts';
import { memberNames } from '../../src/wire/schema.ts';
import { PLACE } from '../access.ts';
import { SERVICES } from '../services.ts';

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
    expect(await shop.operations['Sell']?.call({}, OPERATOR)).toEqual({ Sold: 1, To: 'operator' });
  });

  test.each([
    ['Sell', { Count: 'two' }, { code: 'ValidationError', message: expect.stringMatching(/^Count: /) as string }],
    ['Refund', { All: true }, { code: 'BadRefund', message: expect.stringContaining('All') as string }],
    ['Refund', {}, { code: 'NeverSold', message: 'nothing was sold' }],
  ])('%s of %j rejects and does not throw', async (name, input, error) => {
    await expect(shop.operations[name]?.call(input, OPERATOR)).rejects.toMatchObject(error);
  });

  test('is authorized by the action of its name', () => {
    const { action = '', needs } = shop.operations['Sell'] ?? {};
    expect(needs?.({}, { action, place: PLACE })).toEqual([{ action: 'shop:Sell', resource: '*' }]);
  });
});

const ROWS = Object.values<Service>(SERVICES).flatMap((service) =>
  Object.entries(service.operations).map(([name, row]) => [service.name, name, { service, row }] as const),
);

describe('every row', () => {
  test.each(ROWS)('of %s: %s refuses a member that it does not name, in the words of its service', async (...all) => {
    const [, , { service, row }] = all;
    await expect(row.call({ Frobnicate: 1 }, OPERATOR)).rejects.toMatchObject({
      code: row.invalid ?? service.invalid,
      message: expect.stringContaining('Frobnicate') as string,
    });
  });

  test.each(ROWS)(
    'of %s: %s has a route exactly where the service speaks REST',
    (_service, _name, { service, row }) => {
      expect(row.route !== undefined).toBe(service.rest !== undefined);
    },
  );

  test.each(ROWS)('of %s: %s names members of its input in path and query string', (_service, _name, { row }) => {
    const { path = '', query = [] } = row.route ?? {};
    const labels = [...path.matchAll(/\{(\w+)\}/g)].map(([, label = '']) => label);
    expect(memberNames(row.input)).toEqual(expect.arrayContaining([...labels, ...query]));
  });
});

test.each(Object.values<Service>(SERVICES))('no two operations of $name have the same place', (service) => {
  const places = openRoutes(service).map(({ method, path }) => `${method} ${path.replaceAll(/\{\w+\}/g, '{}')}`);
  expect(new Set(places).size).toBe(places.length);
});
