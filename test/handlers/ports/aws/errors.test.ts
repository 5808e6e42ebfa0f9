import { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { LambdaClient } from '@aws-sdk/client-lambda';
import { SFNClient } from '@aws-sdk/client-sfn';
import { SNSClient } from '@aws-sdk/client-sns';
import { VPCLatticeClient } from '@aws-sdk/client-vpc-lattice';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { busAnnouncer } from '../../../../handlers/ports/aws/bus-announcer.ts';
import { cloudWatchAlarms } from '../../../../handlers/ports/aws/cloudwatch-alarms.ts';
import { cloudWatchMinutes } from '../../../../handlers/ports/aws/cloudwatch-minutes.ts';
import { dynamoRecords } from '../../../../handlers/ports/aws/dynamo-records.ts';
import { lambdaInvoker } from '../../../../handlers/ports/aws/lambda-invoker.ts';
import { lambdaVersions } from '../../../../handlers/ports/aws/lambda-versions.ts';
import { latticeListener } from '../../../../handlers/ports/aws/lattice-listener.ts';
import { sfnExecutions } from '../../../../handlers/ports/aws/sfn-executions.ts';
import { snsAnnouncer } from '../../../../handlers/ports/aws/sns-announcer.ts';
import type { ClosedRollout } from '../../../../rollout/record/record.ts';
import { THROTTLED, UNDER_STRESS } from '../../../../statemachine/outline/retries.ts';
import { type Answer, fakeAws, type FakeAws } from './fake-aws.ts';
import { ANSWERS, PROMOTED_EVENT } from './samples.ts';

const from = new Date(Date.UTC(2026, 0, 5, 9));
const to = new Date(Date.UTC(2026, 0, 5, 9, 5));
const closed: ClosedRollout = {
  id: 'one',
  outcome: 'promoted',
  version: '8',
  previousVersion: '7',
  claimedAt: PROMOTED_EVENT.time,
  closedAt: PROMOTED_EVENT.time,
};
const target = {
  serviceId: 'svc-1',
  listenerId: 'listener-1',
  productionTargetGroupId: 'tg-p',
  canaryTargetGroupId: 'tg-c',
};

let aws: FakeAws;
/** One attempt: how often a client tries is asserted elsewhere. */
const settings = () => ({ ...aws.settings, maxAttempts: 1 });
beforeAll(async () => {
  aws = await fakeAws();
});
afterAll(() => aws.close());

/** A refusal as REST and JSON protocols carry it: a header, and a type in the body. */
const refusal = (name: string, status: number): Answer => ({
  status,
  headers: { 'x-amzn-errortype': name },
  body: { __type: name, message: name },
});
/** As SNS does. */
const xml = (code: string, status: number): Answer => ({
  status,
  headers: { 'content-type': 'text/xml' },
  body: `<ErrorResponse><Error><Type>Sender</Type><Code>${code}</Code><Message>no</Message></Error></ErrorResponse>`,
});

const lattice = () => latticeListener(new VPCLatticeClient(settings()), target);
const lambda = () => lambdaVersions(new LambdaClient(settings()), 'greetings');
const invoker = () => lambdaInvoker(new LambdaClient(settings()), 'greetings');
const records = () => dynamoRecords(new DynamoDBClient(settings()), 'rollouts', 'greetings');
const cloudwatch = () => new CloudWatchClient(settings());
const minutes = () => cloudWatchMinutes(cloudwatch(), 'greetings', ANSWERS);

type Call = readonly [what: string, call: () => Promise<unknown>];
type Refusal = readonly [name: string, status: number];

/** What each service refuses with, by the names of its model, and all that is asked of it. */
const SERVICES: readonly (readonly [calls: readonly Call[], refusals: readonly Refusal[]])[] = [
  [
    [
      ['listener.read', () => lattice().read()],
      ['listener.write', () => lattice().write({ production: 90, canary: 10 })],
    ],
    [
      ['ThrottlingException', 429],
      ['InternalServerException', 500],
      ['ConflictException', 409],
      ['ResourceNotFoundException', 404],
      ['AccessDeniedException', 403],
    ],
  ],
  [
    [
      ['versions.readAlias', () => lambda().readAlias('production')],
      ['versions.pointAlias', () => lambda().pointAlias('production', '8', 'r1')],
      ['invoker.invoke', () => invoker().invoke('canary', {})],
    ],
    [
      ['TooManyRequestsException', 429],
      ['ServiceException', 500],
      ['ResourceConflictException', 409],
      ['ResourceNotFoundException', 404],
      ['AccessDeniedException', 403],
    ],
  ],
  [
    // That there is no such version is an answer.
    [['versions.exists', () => lambda().exists('8')]],
    [
      ['TooManyRequestsException', 429],
      ['ServiceException', 500],
      ['AccessDeniedException', 403],
    ],
  ],
  [
    [
      ['records.read', () => records().read()],
      ['records.compareAndSet', () => records().compareAndSet(4, { lastPromoted: '7' })],
      ['records.history', () => records().history('one')],
      ['records.archive', () => records().archive(closed)],
    ],
    [
      ['ProvisionedThroughputExceededException', 400],
      ['ThrottlingException', 400],
      ['RequestLimitExceeded', 400],
      ['InternalServerError', 500],
      ['ResourceNotFoundException', 400],
      ['AccessDeniedException', 400],
    ],
  ],
  [
    [
      ['alarms.read', () => cloudWatchAlarms(cloudwatch()).read(['canary-errors'])],
      ['minutes.read', () => minutes().read(from, to, [], [1.5])],
      ['minutes.count of invocations', () => minutes().count('canary', 'invocations', from, to)],
      ['minutes.count of answers', () => minutes().count('canary', 'requests', from, to)],
    ],
    [
      ['ThrottlingException', 400],
      ['Throttling', 400],
      ['InternalServiceFault', 500],
      ['AccessDeniedException', 403],
    ],
  ],
  [
    [['executions.status', () => sfnExecutions(new SFNClient(settings())).status('arn')]],
    [
      ['ThrottlingException', 400],
      ['InvalidArn', 400],
      ['AccessDeniedException', 400],
    ],
  ],
  [
    [['announcer.publish on the bus', () => busAnnouncer(new EventBridgeClient(settings())).publish(PROMOTED_EVENT)]],
    [
      ['ThrottlingException', 400],
      ['InternalException', 500],
      ['AccessDeniedException', 400],
    ],
  ],
];

const ROWS = SERVICES.flatMap(([calls, refusals]) =>
  calls.flatMap(([what, call]) => refusals.map(([name, status]) => [what, name, status, call] as const)),
);

describe('a refusal of AWS comes out under its own name, which the machine retries by', () => {
  it.each(ROWS)('%s: %s (%i)', async (_what, name, status, call) => {
    aws.answer(refusal(name, status));
    await expect(call()).rejects.toMatchObject({ name });
  });

  it.each([
    ['ThrottledException', 'Throttled', 429],
    ['NotFoundException', 'NotFound', 404],
    ['AuthorizationErrorException', 'AuthorizationError', 403],
  ] as const)('announcer.publish on the topic: %s', async (name, code, status) => {
    aws.answer(xml(code, status));
    await expect(snsAnnouncer(new SNSClient(settings()), 'arn:topic').publish(PROMOTED_EVENT)).rejects.toMatchObject({
      name,
    });
  });

  it('a quota that is used up is what a release waits for, and a rollback longer', () => {
    const quotas = ROWS.map(([, name]) => name).filter((name) => /Throttl|TooMany|Exceeded/.test(name));
    expect(THROTTLED.errors).toEqual(expect.arrayContaining(quotas));
    expect(UNDER_STRESS.errors).toEqual(expect.arrayContaining(quotas));
  });

  it('a conflict is what a release waits for as well: it passes, and undoes nothing that has baked', () => {
    const conflicts = ROWS.map(([, name]) => name).filter((name) => name.includes('Conflict'));
    expect(new Set(conflicts)).toEqual(new Set(['ConflictException', 'ResourceConflictException']));
    expect(THROTTLED.errors).toEqual(expect.arrayContaining(conflicts));
  });

  it('a conflict or a failing service is what a rollback waits for', () => {
    for (const port of ['listener', 'versions', 'records']) {
      const names = ROWS.filter(([what]) => what.startsWith(port))
        .map(([, name]) => name)
        .filter((name) => /Conflict|Internal|^ServiceException/.test(name));
      expect(names.length).toBeGreaterThan(0);
      expect(UNDER_STRESS.errors).toEqual(expect.arrayContaining(names));
    }
  });

  it('a call that takes too long is a TimeoutError, and is given up', async () => {
    const slow = { ...settings(), requestHandler: { ...aws.settings.requestHandler, requestTimeout: 30 } };
    aws.hang();
    const reading = latticeListener(new VPCLatticeClient(slow), target).read();
    await expect(reading).rejects.toMatchObject({ name: 'TimeoutError' });
  });
});

describe('what is an answer and no error', () => {
  it('an alias that somebody has moved since: false', async () => {
    aws.answer(refusal('PreconditionFailedException', 412));
    expect(await lambda().pointAlias('production', '8', 'r1')).toBe(false);
  });

  it('a condition of the record that does not hold: false, unless the record is what was to be written', async () => {
    const there = { revision: { N: '5' }, lastPromoted: { S: '7' } };
    aws.answer(({ target: operation }) =>
      operation?.endsWith('PutItem') === true
        ? refusal('ConditionalCheckFailedException', 400)
        : { body: { Item: there } },
    );
    expect(await records().compareAndSet(4, { lastPromoted: '6' })).toBe(false);
    expect(await records().compareAndSet(4, { lastPromoted: '7' })).toBe(true);
  });

  it('but a write of the record that was refused for anything else: whether it was done is not guessed', async () => {
    aws.answer(({ target: operation }) =>
      operation?.endsWith('PutItem') === true ? refusal('ThrottlingException', 400) : { body: {} },
    );
    await expect(records().compareAndSet(4, { lastPromoted: '7' })).rejects.toMatchObject({
      name: 'ThrottlingException',
    });
  });

  it('an execution that cannot be found: undefined', async () => {
    aws.answer(refusal('ExecutionDoesNotExist', 400));
    expect(await sfnExecutions(new SFNClient(settings())).status('arn')).toBeUndefined();
  });
});
