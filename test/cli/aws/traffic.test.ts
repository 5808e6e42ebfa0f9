import { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import { VPCLatticeClient } from '@aws-sdk/client-vpc-lattice';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { vpcLatticeAccessLogs } from '../../../cli/aws/access-logs.ts';
import { cloudWatchTrafficMeter } from '../../../cli/aws/traffic.ts';
import { fakeAws, type FakeAws } from '../../handlers/ports/aws/fake-aws.ts';

const SERVICE = {
  functionName: 'orders',
  aliasPrefix: '',
  productionTargetGroupId: 'tg-p',
  canaryTargetGroupId: 'tg-c',
  stateMachineArn: 'arn:aws-cn:states:cn-north-1:111111111111:stateMachine:Rollout',
};
const [FROM, TO] = [new Date('2026-01-05T09:00:00Z'), new Date('2026-01-05T09:05:00Z')];
const arn = (id: string) => `arn:aws-cn:vpc-lattice:cn-north-1:111111111111:targetgroup/${id}`;

let aws: FakeAws;
beforeAll(async () => {
  aws = await fakeAws();
});
afterAll(() => aws.close());
beforeEach(() => {
  aws.seen.length = 0;
  aws.answer({ body: { MetricDataResults: [], Metrics: [], items: [] } });
});
const meter = () => cloudWatchTrafficMeter(new CloudWatchClient(aws.settings), SERVICE);
const bodies = () => aws.seen.map(({ body }) => body);

describe('the traffic of a service', () => {
  it.each([
    ['target-group-metrics', 'AWS/VpcLattice', 'HTTPCode_5XX_Count', 'TotalRequestCount', 'TargetGroup', 'tg-p'],
    ['access-logs', 'LatticeCanary/AccessLogs', 'ServerErrors', 'Requests', 'TargetGroupArn', arn('tg-p')],
    [undefined, 'AWS/VpcLattice', 'HTTPCode_5XX_Count', 'TotalRequestCount', 'TargetGroup', 'tg-p'],
  ] as const)('is asked for where %s counts answers', async (from, namespace, errors, requests, name, value) => {
    await meter().read(FROM, TO, from);
    const dimension = `"Dimensions":[{"Name":"${name}","Value":"${value}"}]`;
    expect(bodies()).toEqual([
      expect.stringContaining(`{"Namespace":"${namespace}","MetricName":"${errors}",${dimension}}`),
    ]);
    aws.seen.length = 0;
    expect(await meter().reports(from)).toEqual({ invocations: false, answers: false });
    expect(bodies()).toContainEqual(`{"Namespace":"${namespace}","MetricName":"${requests}",${dimension}}`);
  });
});

it('access logs go where the subscriptions of the service say, on every page', async () => {
  aws.answer(({ path }) => ({
    body: path.includes('nextToken')
      ? { items: [{ destinationArn: 'arn:aws:s3:::logs' }] }
      : { items: [{ destinationArn: 'arn:aws:logs:eu-west-1:111111111111:log-group:a:*' }], nextToken: 'more' },
  }));
  const logs = vpcLatticeAccessLogs(new VPCLatticeClient(aws.settings), 'svc-1');
  expect(await logs.destinations()).toEqual(['arn:aws:logs:eu-west-1:111111111111:log-group:a:*', 'arn:aws:s3:::logs']);
  expect(aws.seen.map(({ path }) => path)).toEqual([
    '/accesslogsubscriptions?resourceIdentifier=svc-1',
    '/accesslogsubscriptions?nextToken=more&resourceIdentifier=svc-1',
  ]);
});
