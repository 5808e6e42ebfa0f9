import { describe, expect, test } from 'vitest';
import { resourcesOf } from '../src/catalogue.ts';
import type { Service } from '../src/core/service.ts';
import { OPERATOR } from '../src/core/types.ts';
import { openRoutes } from '../src/wire/routes.ts';
import { memberNames } from '../src/wire/schema.ts';
import { SERVICES } from './services.ts';

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
      expect(row.route !== undefined).toBe(service.rest !== undefined || service.restXml !== undefined);
    },
  );

  test.each(ROWS)('of %s: %s names members of its input in path and query string', (_service, _name, { row }) => {
    const { path = '', query = [] } = row.route ?? {};
    const labels = [...path.matchAll(/\{(\w+)\+?\}/g)].map(([, label = '']) => label);
    expect(memberNames(row.input)).toEqual(expect.arrayContaining([...labels, ...query]));
  });
});

test.each(Object.values<Service>(SERVICES))('no two operations of $name have the same place', (service) => {
  const places = openRoutes(service).map(
    ({ method, path, subresource = '' }) => `${method} ${path.replaceAll(/\{\w+(\+?)\}/g, '{$1}')}?${subresource}`,
  );
  expect(new Set(places).size).toBe(places.length);
});

const RESOURCES = resourcesOf({} as Parameters<typeof resourcesOf>[0]);

test('no two resources have the same type', () => {
  expect(new Set(RESOURCES.map(({ type }) => type)).size).toBe(RESOURCES.length);
});

test.each(RESOURCES)('$type refuses a property that it does not name', ({ schema }) => {
  const issues = schema.safeParse({ Frobnicate: 1 }).error?.issues;
  expect(issues).toContainEqual(expect.objectContaining({ code: 'unrecognized_keys', keys: ['Frobnicate'] }));
});
