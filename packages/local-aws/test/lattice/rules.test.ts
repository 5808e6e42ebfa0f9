import { describe, expect, test } from 'vitest';
import type { RuleDefinition } from '../../src/lattice/model.ts';
import { type HttpMatch, type Matched, matches } from '../../src/lattice/rule-match.ts';
import { MOST_RULES } from '../../src/lattice/rules.ts';
import { answered, servingWith } from './serving.ts';
import { service } from './world.ts';

const PREVIEW: HttpMatch = { headerMatches: [{ name: 'X-Preview', match: { exact: 'Let me in' } }] };
const asked = (headers: Matched['headers'] = {}, more: Partial<Matched> = {}): Matched => ({
  method: 'GET',
  path: '/orders',
  headers,
  ...more,
});

describe('a request is matched by', () => {
  test.each<[string, HttpMatch, Matched, boolean]>([
    ['a header with this value', PREVIEW, asked({ 'x-preview': ['Let me in'] }), true],
    ['a header in another case', PREVIEW, asked({ 'x-preview': ['let me in'] }), true],
    ['one of its values', PREVIEW, asked({ 'x-preview': ['no', 'Let me in'] }), true],
    ['not by a header with another value', PREVIEW, asked({ 'x-preview': ['Let me in now'] }), false],
    ['not by another header', PREVIEW, asked({ 'x-review': ['Let me in'] }), false],
    ['not without the header', PREVIEW, asked(), false],
    [
      'not in another case where that counts',
      { headerMatches: [{ name: 'x-preview', match: { exact: 'A' }, caseSensitive: true }] },
      asked({ 'x-preview': ['a'] }),
      false,
    ],
    [
      'all of its headers',
      {
        headerMatches: [
          { name: 'a', match: { prefix: 'on' } },
          { name: 'b', match: { contains: 'tw' } },
        ],
      },
      asked({ a: ['one'], b: ['two'] }),
      true,
    ],
    [
      'not by some of its headers',
      {
        headerMatches: [
          { name: 'a', match: { prefix: 'on' } },
          { name: 'b', match: { contains: 'tw' } },
        ],
      },
      asked({ a: ['one'] }),
      false,
    ],
    ['its method', { method: 'POST' }, asked({}, { method: 'POST' }), true],
    ['not another method', { method: 'POST' }, asked(), false],
    ['the beginning of its path', { pathMatch: { match: { prefix: '/or' } } }, asked(), true],
    ['not another path', { pathMatch: { match: { exact: '/or' } } }, asked(), false],
  ])('%s', (_title, match, request, expected) => {
    expect(matches(match, request)).toBe(expected);
  });
});

function given() {
  const world = service();
  const { lattice, listener } = world;
  const preview = lattice.createTargetGroup('preview', undefined);
  const rule = (more: Partial<RuleDefinition> = {}): RuleDefinition => ({
    priority: 10,
    match: PREVIEW,
    groups: [{ targetGroupId: preview.id, weight: 100 }],
    ...more,
  });
  return {
    ...world,
    preview,
    rule,
    create: (name: string, more: Partial<RuleDefinition> = {}) => lattice.rules.create(listener, name, rule(more)),
    met: (headers: Matched['headers']) => lattice.rules.met(listener, asked(headers), world.clock.now())?.name,
    later: () => world.clock.runUntil(world.clock.now() + 5_000),
  };
}
const IN = { 'x-preview': ['Let me in'] };

describe('rules of a listener', () => {
  test('are followed after the propagation delay, as weights are', async () => {
    const { create, later, lattice, met } = given();
    const rule = create('preview');
    expect(met(IN)).toBeUndefined();
    await later();
    expect(met(IN)).toBe('preview');
    lattice.rules.update(rule, { match: { headerMatches: [{ name: 'x-preview', match: { exact: 'other' } }] } });
    expect(met(IN)).toBe('preview');
    await later();
    expect([met(IN), met({ 'x-preview': ['other'] })]).toEqual([undefined, 'preview']);
    lattice.rules.delete(rule.arn);
    expect(met({ 'x-preview': ['other'] })).toBeUndefined();
  });

  test('are looked at from the lowest priority number to the highest', async () => {
    const { create, later, met } = given();
    create('all', { priority: 20, match: {} });
    create('preview', { priority: 3 });
    await later();
    expect([met(IN), met({})]).toEqual(['preview', 'all']);
  });

  test('are ten at most', () => {
    const { create } = given();
    for (let i = 1; i <= MOST_RULES; i++) create(`rule-of-mine-${i}`.slice(5), { priority: i });
    expect(() => create('one-more', { priority: 50 })).toThrow(
      expect.objectContaining({ code: 'ServiceQuotaExceededException', status: 402 }) as Error,
    );
  });

  test('have priorities and names of their own', () => {
    const { create, lattice } = given();
    create('preview');
    const conflict = expect.objectContaining({ code: 'ConflictException' }) as Error;
    expect(() => create('other')).toThrow(conflict);
    expect(() => create('preview', { priority: 11 })).toThrow(conflict);
    const other = create('other', { priority: 11 });
    expect(() => lattice.rules.update(other, { priority: 10 })).toThrow(conflict);
    expect(() => lattice.rules.update(other, { priority: 11 })).not.toThrow();
  });

  test('keep their target groups, which belong to one service', () => {
    const { create, lattice, preview } = given();
    create('preview');
    expect(() => lattice.removeTargetGroup(preview.id)).toThrow(/in use by rule rule-/);
    const other = lattice.createService('other');
    const groups = [{ targetGroupId: preview.id, weight: 100 }];
    expect(() =>
      lattice.createListener({ name: 'http', serviceIdentifier: other.id, protocol: 'HTTP', port: 80, groups }),
    ).toThrow(/whose rule rule-\w+ forwards to it/);
  });

  test('go with their listener', () => {
    const { create, lattice, listener, preview } = given();
    create('preview');
    lattice.removeListener(listener.arn);
    expect(() => lattice.removeTargetGroup(preview.id)).not.toThrow();
  });
});

test('a request that a rule matches goes past the weights, and counts for no group of the default action', async () => {
  const world = await servingWith(() => answered({ statusCode: 500 }));
  const { clock, lattice, listener, metrics, production, url } = world;
  const preview = lattice.createTargetGroup('preview', 'arn:aws:lambda:eu-west-1:123456789012:function:fn:preview');
  const groups = [{ targetGroupId: preview.id, weight: 100 }];
  lattice.rules.create(listener, 'preview', { priority: 10, match: PREVIEW, groups });
  await clock.runUntil(clock.now() + 5_000);
  const get = async (headers: Record<string, string>) =>
    (await fetch(`${url}/?a=b`, { headers })).headers.get('x-local-target-group');
  expect(await get({})).toBe(production.id);
  expect(await get({ 'x-preview': 'let me out' })).toBe(production.id);
  metrics.length = 0;
  expect(await get({ 'X-Preview': 'Let me in' })).toBe(preview.id);
  expect(world.invocations.at(-1)?.functionArn).toMatch(/:preview$/);
  const counted = metrics.flatMap(({ dimensions }) => Object.values(dimensions));
  expect(counted).toContain(preview.id);
  expect(counted).not.toContain(production.id);
  expect(counted).not.toContain(world.canary.id);
});
