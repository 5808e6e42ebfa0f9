import { describe, expect, it } from 'vitest';
import { parseSettings } from '../../infra/app/settings.ts';
import { DEFAULT_ALARMS } from '../../infra/constructs/alarm-kinds.ts';
import { DEFAULT_COMPARE } from '../../statemachine/contract/compare.ts';
import { DEFAULT_PLAN } from '../../statemachine/contract/plan.ts';
import { CERTIFICATE, compared, comparing, metric } from './settings-examples.ts';

describe('settings', () => {
  it('default to the plan of the contract, the documented thresholds, an open HTTPS listener and nobody told', () => {
    expect(parseSettings()).toEqual({
      plan: DEFAULT_PLAN,
      alarms: DEFAULT_ALARMS,
      answersFrom: 'target-group-metrics',
      initialVersion: '1',
      protocol: 'HTTPS',
      auth: { type: 'NONE' },
      extraAlarmArns: [],
      releaseOnDeploy: false,
      reserveConcurrency: false,
      dashboard: true,
    });
  });

  it('take from the default what a comparison does not name beside what else is compared', () => {
    const metrics = [
      compared(),
      compared({
        noun: 'slow searches',
        bad: metric('SearchTime', { statistic: 'TC(500:)' }),
        all: metric('SearchTime', { statistic: 'SampleCount' }),
        tolerance: { ratio: 2, margin: 0.01 },
      }),
    ];
    expect(parseSettings(comparing(...metrics)).plan).toEqual({
      ...DEFAULT_PLAN,
      compare: { ...DEFAULT_COMPARE, metrics },
    });
  });

  it('take from the default what a plan does not name', () => {
    expect(parseSettings({ plan: { settleSeconds: 120 } }).plan).toEqual({ ...DEFAULT_PLAN, settleSeconds: 120 });
  });

  it('take from the default what the alarms do not name', () => {
    expect(parseSettings({ alarms: { errors: 0 } }).alarms).toMatchObject({ errors: 0, durationSeconds: 5 });
  });

  it.each([
    { email: 'a@example.com' },
    { initialVersion: '42' },
    { serviceNetworkId: 'sn-0123456789abcdef0' },
    { serviceNetworkId: 'arn:aws:vpc-lattice:eu-west-1:111122223333:servicenetwork/sn-0123456789abcdef0' },
    { vpcId: 'vpc-0123456789abcdef0', securityGroupIds: ['sg-0123456789abcdef0'] },
    { protocol: 'HTTP' },
    { auth: { type: 'AWS_IAM', allow: 'account' } },
    { auth: { type: 'AWS_IAM', allow: 'o-a1b2c3d4e5' } },
    { customDomain: { name: 'shop.example.com', certificateArn: CERTIFICATE } },
    { customDomain: { name: 'shop.example.com' }, protocol: 'HTTP' },
    { extraAlarmArns: ['arn:aws:cloudwatch:eu-west-1:111122223333:alarm:orders: too few'] },
    { encryptionKeyArn: 'arn:aws:kms:eu-west-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab' },
    { releaseOnDeploy: true },
    { reserveConcurrency: true },
    {
      plan: {
        steps: [
          { weight: 10, bakeSeconds: 300, minRequests: 0 },
          { weight: 100, bakeSeconds: 300 },
        ],
        tooFewRequests: 'hold',
      },
    },
    ...[90, 95, 99].map((weight) => ({ plan: { steps: [{ weight, bakeSeconds: 300 }] } })),
  ])('keep %j', (settings) => {
    expect(parseSettings(settings)).toMatchObject(settings);
  });
});
