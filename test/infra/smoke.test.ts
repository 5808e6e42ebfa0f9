import { expect, it } from 'vitest';
import { parseSettings } from '../../infra/app/settings.ts';
import { wildcardsOf } from '../../infra/constructs/wildcards.ts';
import { DEFAULT_PLAN } from '../../statemachine/contract/plan.ts';
import type { Document } from '../../verify/oracles/permissions/statement.ts';
import { synthesize } from './synthesized.ts';

const smoke = { requests: [{ path: '/hello?name=Ada' }] };
const synth = synthesize({ canary: { plan: { smoke } } });
const without = synthesize();
const POLICY = 'Canary/Handlers/SmokeTest/Role/DefaultPolicy';

it('a plan with GETs beside production changes the machine and one role, and nothing else of the template', () => {
  const changed = Object.entries(synth.template.Resources)
    .filter(([id, resource]) => JSON.stringify(resource) !== JSON.stringify(without.template.Resources[id]))
    .map(([id]) => id);
  expect(changed.toSorted()).toEqual([synth.id('Canary/Rollout/Machine'), synth.id(POLICY)].toSorted());
  expect(Object.keys(synth.template.Resources)).toEqual(Object.keys(without.template.Resources));
});

it('that role may invoke every version of the one function besides, and the reason is given', () => {
  const statementsOf = (of: typeof synth) => (of.properties(POLICY)['PolicyDocument'] as Document).Statement;
  const before = statementsOf(without).map((statement) => JSON.stringify(statement));
  const added = statementsOf(synth).filter((statement) => !before.includes(JSON.stringify(statement)));
  expect(added).toEqual([
    {
      Action: 'lambda:InvokeFunction',
      Effect: 'Allow',
      Resource: expect.arrayContaining([{ 'Fn::Join': ['', [synth.arn('Service/Function'), ':*']] }]) as unknown,
    },
  ]);
  const role = 'Handlers/SmokeTest/Role';
  const reasonsOf = (plan: typeof DEFAULT_PLAN) => wildcardsOf(plan).filter((each) => each.role === role);
  expect(reasonsOf({ ...DEFAULT_PLAN, smoke })).toEqual([
    expect.objectContaining({ actions: ['lambda:InvokeFunction'], resource: '<FUNCTION.Arn>:*' }),
  ]);
  expect(reasonsOf(DEFAULT_PLAN)).toEqual([]);
});

const asking = (...requests: object[]) => ({ plan: { smoke: { requests } } });
const warming = (warm: object) => ({ plan: { smoke: { ...smoke, warm } } });

it('a plan may name it beside the default', () => {
  const whole = {
    requests: [{ path: '/orders?customer=7', headers: { 'accept-language': 'de' }, values: true }],
    warm: { withinMs: 200, atMost: 20 },
  };
  expect(parseSettings({ plan: { smoke: whole } }).plan).toEqual({ ...DEFAULT_PLAN, smoke: whole });
  expect(parseSettings().plan).not.toHaveProperty('smoke');
});

it.each<[what: string, settings: unknown, path: string, value: string, rule: string]>([
  ['asks nothing', asking(), 'requests', 'got []', '>=1'],
  ['asks too much', asking(...Array.from({ length: 11 }, () => ({ path: '/' }))), 'requests', 'got [', '<=10'],
  ['asks for no path', asking({ path: 'orders' }), 'requests[0].path', 'got "orders"', 'a path that begins with "/"'],
  ['has a misspelt part', asking({ path: '/', header: {} }), 'requests[0]', 'header', 'no such setting'],
  [
    'has a header in capitals, which VPC Lattice would hand over otherwise',
    asking({ path: '/', headers: { Accept: 'text/html' } }),
    'requests[0].headers',
    'Accept',
    'expected names in lower case',
  ],
  [
    'has a header that the machine would compute',
    asking({ path: '/', headers: { accept: '{% $version %}' } }),
    'requests[0].headers.accept',
    '{% $version %}',
    'does not begin with "{%"',
  ],
  [
    'is warm later than an answer is waited for',
    warming({ withinMs: 6001, atMost: 5 }),
    'warm.withinMs',
    'got 6001',
    '<=6000',
  ],
  ['warms for ever', warming({ withinMs: 200, atMost: 51 }), 'warm.atMost', 'got 51', '<=50'],
])('a smoke test that %s is refused at synthesis', (_, settings, path, value, rule) => {
  for (const part of [`canary.plan.smoke.${path}: `, value, rule]) expect(() => parseSettings(settings)).toThrow(part);
});
