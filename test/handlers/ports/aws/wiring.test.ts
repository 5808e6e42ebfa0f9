import { beforeAll, describe, expect, it } from 'vitest';
import { allPorts } from './all-ports.ts';
import type { Ports } from '../../../../handlers/ports/index.ts';
import { refusingAws } from './refusing-aws.ts';
import { ENVIRONMENT, LOGGED, OTHERS, PREFIXED, PROMOTED_EVENT, QUIET } from './samples.ts';

/** The query for a side's requests, as far as it names the target group. */
const query = (side: string, namespace: string, metric: string, dimension: string, group: string) =>
  `{"Id":"${side}","MetricStat":{"Metric":{"Namespace":"${namespace}","MetricName":"${metric}",` +
  `"Dimensions":[{"Name":"${dimension}","Value":"${group}"}]`;
const requestsOf = (side: string, group: string) =>
  query(`${side}_requests`, 'AWS/VpcLattice', 'TotalRequestCount', 'TargetGroup', group);
const loggedOf = (id: string, metric: string, group: string) =>
  query(id, 'LatticeCanary/AccessLogs', metric, 'TargetGroupArn', group);
const others = () => allPorts(QUIET, { ...ENVIRONMENT, ...OTHERS });

describe('the ports over the wire', () => {
  const from = new Date(Date.UTC(2026, 0, 5, 9));
  const to = new Date(Date.UTC(2026, 0, 5, 9, 1));
  const service = '/services/svc-0123456789abcdef0/listeners/listener-0123456789abcdef0';
  const lambda = '/2015-03-31/functions/greetings-service';

  const aws = refusingAws();
  let ports: Ports;
  beforeAll(() => {
    ports = allPorts(QUIET, ENVIRONMENT);
  });
  const seen = () => aws().seen.map(({ method, path, target, body }) => `${method} ${path} ${target ?? ''} ${body}`);

  it.each<[what: string, call: () => Promise<unknown> | undefined, request: string, ...named: string[]]>([
    ['listener.read', () => ports.listener.read(), `GET ${service}`],
    [
      'listener.write',
      () => ports.listener.write({ production: 90, canary: 10 }),
      `PATCH ${service}`,
      '{"targetGroupIdentifier":"tg-0123456789abcdef0","weight":90}',
      '{"targetGroupIdentifier":"tg-0123456789abcdef1","weight":10}',
    ],
    ['versions', () => ports.versions.readAlias('previous'), `GET ${lambda}/aliases/previous`],
    ['invoker', () => ports.invoker.invoke('canary', {}), `POST ${lambda}/invocations?Qualifier=canary`],
    ['alarms', () => ports.alarms.read(['a']), 'POST / GraniteServiceVersion20100801.DescribeAlarms', '["a"]'],
    [
      'minutes, of one sum',
      () => ports.minutes.count('canary', 'invocations', from, to),
      'POST / GraniteServiceVersion20100801.GetMetricData',
      '"greetings-service:canary"',
    ],
    [
      'minutes, of aliases with a prefix,',
      () => allPorts(QUIET, { ...ENVIRONMENT, ...PREFIXED }).minutes.count('canary', 'errors', from, to),
      'POST / GraniteServiceVersion20100801.GetMetricData',
      '{"Name":"FunctionName","Value":"greetings-service"}',
      '{"Name":"Resource","Value":"greetings-service:lattice-canary"}',
    ],
    ['existing', () => others().existing?.readAction(), `GET ${service}`],
    ['adoption', () => others().adoption?.protocol(), `GET ${service}`],
    ['adoption, of an alias,', () => others().adoption?.versionOf('live'), `GET ${lambda}/aliases/live`],
    [
      'minutes',
      () => ports.minutes.read(from, to, [], [1]),
      'POST / GraniteServiceVersion20100801.GetMetricData',
      requestsOf('canary', 'tg-0123456789abcdef1'),
      requestsOf('production', 'tg-0123456789abcdef0'),
    ],
    [
      'minutes, of answers in access logs,',
      () => allPorts(QUIET, { ...ENVIRONMENT, ...LOGGED }).minutes.read(from, to, [], [1]),
      'POST / GraniteServiceVersion20100801.GetMetricData',
      loggedOf('canary_requests', 'Requests', LOGGED.CANARY_TARGET_GROUP_ARN),
      loggedOf('canary_5xx', 'ServerErrors', LOGGED.CANARY_TARGET_GROUP_ARN),
      loggedOf('production_requests', 'Requests', LOGGED.PRODUCTION_TARGET_GROUP_ARN),
    ],
    [
      'a count of answers in access logs,',
      () => allPorts(QUIET, { ...ENVIRONMENT, ...LOGGED }).minutes.count('canary', 'requests', from, to),
      'POST / GraniteServiceVersion20100801.GetMetricData',
      loggedOf('canary_requests', 'Requests', LOGGED.CANARY_TARGET_GROUP_ARN),
    ],
    [
      'records',
      () => ports.records.read(),
      'POST / DynamoDB_20120810.GetItem',
      '"TableName":"rollouts"',
      '"service":{"S":"greetings"}',
    ],
    [
      'announcer',
      () => ports.announcer.publish(PROMOTED_EVENT),
      'POST /  Action=Publish',
      encodeURIComponent('arn:aws:sns:eu-west-1:123456789012:release-events'),
    ],
    ['meter', () => ports.meter.canaryWeight(30), 'POST / GraniteServiceVersion20100801.PutMetricData', '"greetings"'],
    ['executions', () => ports.executions.status('arn'), 'POST / AWSStepFunctions.DescribeExecution', '"arn"'],
  ])('%s asks about what the environment names', async (_what, call, request, ...named) => {
    await call()?.catch(() => undefined);
    expect(seen()).toHaveLength(1);
    expect(seen()[0]?.startsWith(request)).toBe(true);
    for (const part of named) expect(seen()[0]).toContain(part);
  });

  it('a failing service is asked three times, but the function once: its caller counts the tries', async () => {
    aws().answer({ status: 500, headers: { 'x-amzn-errortype': 'ServiceException' }, body: {} });
    await ports.versions.readAlias('canary').catch(() => undefined);
    expect(aws().seen).toHaveLength(3);
    aws().seen.length = 0;
    await ports.invoker.invoke('canary', {}).catch(() => undefined);
    expect(aws().seen).toHaveLength(1);
  });
});
