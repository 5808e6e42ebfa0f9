import { describe, expect, it } from 'vitest';
import { parseSettings, SettingsError } from '../../infra/settings.ts';
import { DEFAULT_PLAN } from '../../statemachine/contract/plan.ts';

function refusal(settings: unknown): string {
  try {
    parseSettings(settings);
  } catch (error) {
    if (error instanceof SettingsError) return error.message;
    throw error;
  }
  throw new Error('the settings were accepted');
}

const step = (weight: number, bakeSeconds = 300) => ({ weight, bakeSeconds });

describe('settings', () => {
  it('default to the plan of the contract, the documented thresholds, no e-mail and no VPC', () => {
    expect(parseSettings()).toEqual({
      plan: DEFAULT_PLAN,
      alarms: { errors: 5, durationSeconds: 5, serverErrors: 5, errorRatePercent: 5, errorRateMinRequests: 20, throttles: 5 },
    });
  });

  it('take from the default what a plan does not name', () => {
    expect(parseSettings({ plan: { settleSeconds: 120 } }).plan).toEqual({ ...DEFAULT_PLAN, settleSeconds: 120 });
  });

  it('take from the default what the alarms do not name', () => {
    expect(parseSettings({ alarms: { errors: 0 } }).alarms).toMatchObject({ errors: 0, durationSeconds: 5 });
  });

  it('keep e-mail and VPC', () => {
    expect(parseSettings({ email: 'a@example.com', vpcId: 'vpc-0123456789abcdef0' })).toMatchObject({ email: 'a@example.com', vpcId: 'vpc-0123456789abcdef0' });
  });

  it.each<[what: string, settings: unknown, path: string, value: string, rule: string]>([
    ['weights that do not rise', { plan: { steps: [step(50), step(50), step(100)] } }, 'canary.plan.steps[1].weight', 'got 50', 'weights must rise'],
    ['a last weight below 100', { plan: { steps: [step(10), step(90)] } }, 'canary.plan.steps[1].weight', 'got 90', 'the last weight must be 100'],
    ['a weight of 0', { plan: { steps: [step(0), step(100)] } }, 'canary.plan.steps[0].weight', 'got 0', '>=1'],
    ['a weight above 100', { plan: { steps: [step(101)] } }, 'canary.plan.steps[0].weight', 'got 101', '<=100'],
    ['a fraction of a percent', { plan: { steps: [step(0.5), step(100)] } }, 'canary.plan.steps[0].weight', 'got 0.5', 'int'],
    ['a step without a bake', { plan: { steps: [{ weight: 100 }] } }, 'canary.plan.steps[0].bakeSeconds', 'got nothing', 'number'],
    ['a bake under a minute', { plan: { steps: [step(100, 59)] } }, 'canary.plan.steps[0].bakeSeconds', 'got 59', '>=60'],
    ['a bake shorter than the check interval', { plan: { steps: [step(100, 60)], checkSeconds: 90 } }, 'canary.plan.steps[0].bakeSeconds', 'got 60', 'at least one check interval (90 s)'],
    ['a plan without steps', { plan: { steps: [] } }, 'canary.plan.steps', 'got []', '>=1'],
    ['a settle shorter than a writer lives', { plan: { settleSeconds: 29 } }, 'canary.plan.settleSeconds', 'got 29', '>=30'],
    ['a duration that is text', { plan: { checkSeconds: '60' } }, 'canary.plan.checkSeconds', 'got "60"', 'number'],
    ['more checks than an execution has room for', { plan: { steps: [step(100, 604_800)], checkSeconds: 10 } }, 'canary.plan.checkSeconds', 'got 10', '25,000'],
    ['a misspelt part of the plan', { plan: { settle: 90 } }, 'canary.plan', 'settle', 'no such setting'],
    ['a misspelt setting', { mail: 'a@example.com' }, 'canary', 'mail', 'no such setting'],
    ['a misspelt threshold', { alarms: { error: 5 } }, 'canary.alarms', 'error', 'no such setting'],
    ['a negative threshold', { alarms: { errors: -1 } }, 'canary.alarms.errors', 'got -1', '>=0'],
    ['a rate that nothing can exceed', { alarms: { errorRatePercent: 100 } }, 'canary.alarms.errorRatePercent', 'got 100', '<100'],
    ['a duration of 0 s', { alarms: { durationSeconds: 0 } }, 'canary.alarms.durationSeconds', 'got 0', '>0'],
    ['an address that is none', { email: 'nobody' }, 'canary.email', 'got "nobody"', 'email'],
    ['a VPC that is none', { vpcId: 'my-vpc' }, 'canary.vpcId', 'got "my-vpc"', 'vpc-0123456789abcdef0'],
    ['a plan that is no object', { plan: 7 }, 'canary.plan', 'got 7', 'object'],
    ['settings that are text', 'fast', 'canary', 'got "fast"', 'object'],
  ])('rejects %s, naming path, value and rule', (_what, settings, path, value, rule) => {
    const line = refusal(settings).split('\n').find((text) => text.startsWith(`  ${path}: `));
    expect(line).toBeDefined();
    expect(line).toContain(value);
    expect(line).toContain(rule);
  });

  it('names every fault, not only the first', () => {
    const message = refusal({ plan: { checkSeconds: 0 }, email: 'nobody' });
    expect(message).toContain('canary.plan.checkSeconds');
    expect(message).toContain('canary.email');
  });
});
