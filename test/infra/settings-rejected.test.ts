import { describe, expect, it } from 'vitest';
import { parseSettings, SettingsError } from '../../infra/app/settings.ts';
import { CERTIFICATE, compared, comparing, metric } from './settings-examples.ts';

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

describe('settings that cannot be used', () => {
  it.each<[what: string, settings: unknown, path: string, value: string, rule: string]>([
    [
      'weights that do not rise',
      { plan: { steps: [step(50), step(50), step(100)] } },
      'canary.plan.steps[1].weight',
      'got 50',
      'weights must rise',
    ],
    [
      'a last weight below 90',
      { plan: { steps: [step(10), step(89)] } },
      'canary.plan.steps[1].weight',
      'got 89',
      'the last weight must be 90 to 100, got 89',
    ],
    ['a weight of 0', { plan: { steps: [step(0), step(100)] } }, 'canary.plan.steps[0].weight', 'got 0', '>=1'],
    ['a weight above 100', { plan: { steps: [step(101)] } }, 'canary.plan.steps[0].weight', 'got 101', '<=100'],
    [
      'a fraction of a percent',
      { plan: { steps: [step(0.5), step(100)] } },
      'canary.plan.steps[0].weight',
      'got 0.5',
      'int',
    ],
    [
      'a step without a bake',
      { plan: { steps: [{ weight: 100 }] } },
      'canary.plan.steps[0].bakeSeconds',
      'got nothing',
      'number',
    ],
    [
      'a bake under a minute',
      { plan: { steps: [step(100, 59)] } },
      'canary.plan.steps[0].bakeSeconds',
      'got 59',
      '>=60',
    ],
    [
      'a bake shorter than the check interval',
      { plan: { steps: [step(100, 60)], checkSeconds: 90 } },
      'canary.plan.steps[0].bakeSeconds',
      'got 60',
      'at least one check interval (90 s)',
    ],
    [
      'a step that needs less than no request',
      { plan: { steps: [{ ...step(100), minRequests: -1 }] } },
      'canary.plan.steps[0].minRequests',
      'got -1',
      '>=0',
    ],
    [
      'a step that needs half a request',
      { plan: { steps: [{ ...step(100), minRequests: 0.5 }] } },
      'canary.plan.steps[0].minRequests',
      'got 0.5',
      'int',
    ],
    [
      'another end for too few requests',
      { plan: { tooFewRequests: 'wait' } },
      'canary.plan.tooFewRequests',
      'got "wait"',
      '"hold"',
    ],
    [
      'a slowness of a tail at which nobody looks',
      { plan: { compare: { tailSlowness: 1.2 } } },
      'canary.plan.compare.tailSlowness',
      'expected tailShare too',
      'nobody looks at the tail',
    ],
    [
      'one count more to compare than there may be',
      comparing(...Array.from({ length: 11 }, () => compared())),
      'canary.plan.compare.metrics',
      'got [',
      '<=10',
    ],
    [
      'a count without a name for what is bad',
      comparing(compared({ noun: '' })),
      'canary.plan.compare.metrics[0].noun',
      'got ""',
      'failed checkouts',
    ],
    [
      'a count of bad ones without one of all',
      comparing(compared({ all: undefined })),
      'canary.plan.compare.metrics[0].all',
      'got nothing',
      'object',
    ],
    [
      'the same dimensions on both sides',
      comparing(compared({ bad: metric('FailedCheckouts', { production: { alias: 'canary' } }) })),
      'canary.plan.compare.metrics[0].bad',
      'FailedCheckouts',
      'nothing to compare',
    ],
    [
      'a statistic that is no count',
      comparing(compared({ bad: metric('FailedCheckouts', { statistic: 'Average' }) })),
      'canary.plan.compare.metrics[0].bad.statistic',
      'got "Average"',
      'TC(500:)',
    ],
    [
      'a dimension that the machine would compute',
      comparing(compared({ all: metric('Checkouts', { canary: { alias: '{% $version %}' } }) })),
      'canary.plan.compare.metrics[0].all.canary.alias',
      '{% $version %}',
      'does not begin with',
    ],
    [
      'a tolerance of less than production has',
      comparing(compared({ tolerance: { ratio: 0.5, margin: 0.01 } })),
      'canary.plan.compare.metrics[0].tolerance.ratio',
      'got 0.5',
      '>=1',
    ],
    [
      'a misspelt part of a count',
      comparing(compared({ bad: metric('FailedCheckouts', { stat: 'Sum' }) })),
      'canary.plan.compare.metrics[0].bad',
      'stat',
      'no such setting',
    ],
    ['a plan without steps', { plan: { steps: [] } }, 'canary.plan.steps', 'got []', '>=1'],
    [
      'a settle shorter than two writers live, one after the other',
      { plan: { settleSeconds: 59 } },
      'canary.plan.settleSeconds',
      'got 59',
      '>=60',
    ],
    ['a duration that is text', { plan: { checkSeconds: '60' } }, 'canary.plan.checkSeconds', 'got "60"', 'number'],
    [
      'more checks than an execution has room for',
      { plan: { steps: [step(100, 604_800)], checkSeconds: 10 } },
      'canary.plan.checkSeconds',
      'got 10',
      '25,000',
    ],
    ['a misspelt part of the plan', { plan: { settle: 90 } }, 'canary.plan', 'settle', 'no such setting'],
    ['a misspelt setting', { mail: 'a@example.com' }, 'canary', 'mail', 'no such setting'],
    ['a misspelt threshold', { alarms: { error: 5 } }, 'canary.alarms', 'error', 'no such setting'],
    ['a negative threshold', { alarms: { errors: -1 } }, 'canary.alarms.errors', 'got -1', '>=0'],
    [
      'a rate that nothing can exceed',
      { alarms: { errorRatePercent: 100 } },
      'canary.alarms.errorRatePercent',
      'got 100',
      '<100',
    ],
    [
      'a share that nothing can exceed',
      { alarms: { errorsPercent: 100 } },
      'canary.alarms.errorsPercent',
      'got 100',
      '<100',
    ],
    ['a duration of 0 s', { alarms: { durationSeconds: 0 } }, 'canary.alarms.durationSeconds', 'got 0', '>0'],
    ['a prefix that is none', { aliasPrefix: '7-' }, 'canary.aliasPrefix', 'got "7-"', 'such as "lattice-"'],
    ['an address that is none', { email: 'nobody' }, 'canary.email', 'got "nobody"', 'email'],
    ['a VPC that is none', { vpcId: 'my-vpc' }, 'canary.vpcId', 'got "my-vpc"', 'vpc-0123456789abcdef0'],
    ['a first version that is a number', { initialVersion: 1 }, 'canary.initialVersion', 'got 1', 'string'],
    [
      'a first version that is none',
      { initialVersion: '$LATEST' },
      'canary.initialVersion',
      'got "$LATEST"',
      'the number of a published version',
    ],
    [
      'a network that is none',
      { serviceNetworkId: 'shop' },
      'canary.serviceNetworkId',
      'got "shop"',
      'sn-0123456789abcdef0',
    ],
    [
      'a security group that is none',
      { vpcId: 'vpc-0123456789abcdef0', securityGroupIds: ['web'] },
      'canary.securityGroupIds[0]',
      'got "web"',
      'sg-0123456789abcdef0',
    ],
    [
      'security groups without a VPC',
      { securityGroupIds: ['sg-0123456789abcdef0'] },
      'canary.securityGroupIds',
      'sg-0123456789abcdef0',
      'expected vpcId too',
    ],
    ['another protocol', { protocol: 'TLS_PASSTHROUGH' }, 'canary.protocol', 'got "TLS_PASSTHROUGH"', '"HTTP"|"HTTPS"'],
    [
      'signed requests that nobody may send',
      { auth: { type: 'AWS_IAM' } },
      'canary.auth.allow',
      'got nothing',
      'string',
    ],
    [
      'an organization that is none',
      { auth: { type: 'AWS_IAM', allow: 'everyone' } },
      'canary.auth.allow',
      'got "everyone"',
      'o-a1b2c3d4e5',
    ],
    ['another kind of auth', { auth: { type: 'COGNITO' } }, 'canary.auth.type', 'COGNITO', 'AWS_IAM'],
    [
      'a domain that is none',
      { customDomain: { name: 'https://shop', certificateArn: CERTIFICATE } },
      'canary.customDomain.name',
      'got "https://shop"',
      'shop.example.com',
    ],
    [
      'a domain for HTTPS without a certificate',
      { customDomain: { name: 'shop.example.com' } },
      'canary.customDomain.certificateArn',
      'got nothing',
      'without a certificate',
    ],
    [
      'a certificate that is none',
      { customDomain: { name: 'shop.example.com', certificateArn: 'arn:aws:iam::111122223333:server-certificate/x' } },
      'canary.customDomain.certificateArn',
      'server-certificate',
      'Certificate Manager',
    ],
    [
      'an alarm by name',
      { extraAlarmArns: ['orders'] },
      'canary.extraAlarmArns[0]',
      'got "orders"',
      'the ARN of an alarm',
    ],
    [
      'a key by alias',
      { encryptionKeyArn: 'arn:aws:kms:eu-west-1:111122223333:alias/topics' },
      'canary.encryptionKeyArn',
      'alias/topics',
      'not of an alias',
    ],
    ['a switch that is text', { releaseOnDeploy: 'yes' }, 'canary.releaseOnDeploy', 'got "yes"', 'boolean'],
    ['a plan that is no object', { plan: 7 }, 'canary.plan', 'got 7', 'object'],
    ['settings that are text', 'fast', 'canary', 'got "fast"', 'object'],
  ])('rejects %s, naming path, value and rule', (_what, settings, path, value, rule) => {
    const line = refusal(settings)
      .split('\n')
      .find((text) => text.startsWith(`  ${path}: `));
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
