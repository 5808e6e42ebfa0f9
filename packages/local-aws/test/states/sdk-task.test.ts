import { describe, expect, test } from 'vitest';
import { apiCaller } from '../../src/api-caller.ts';
import { AwsError } from '../../src/core/aws-error.ts';
import { sdkTask, type ApiCaller } from '../../src/states/sdk-task.ts';
import { SERVICES, stubbed } from '../services.ts';
import { DYNAMODB } from '../../src/dynamodb/service.ts';

const context = {
  executionArn: 'arn:aws:states:eu-central-1:111122223333:execution:m:e',
  roleArn: 'role',
  signal: new AbortController().signal,
};
const UPDATE_LISTENER = 'arn:aws:states:::aws-sdk:vpclattice:updateListener';
const GET_ITEM = 'arn:aws:states:::aws-sdk:dynamodb:getItem';

function task(answer: () => object) {
  const calls: Parameters<ApiCaller>[] = [];
  const runner = sdkTask(async (...call) => {
    calls.push(call);
    return answer();
  });
  return { runner, calls };
}

describe('an SDK integration', () => {
  test("calls the API as the machine's role, with the API's own names", async () => {
    const { runner, calls } = task(() => ({ id: 'listener-1', lastUpdatedAt: new Date(0) }));
    const args = {
      ServiceIdentifier: 'svc-1',
      DefaultAction: { Forward: { TargetGroups: [{ TargetGroupIdentifier: 'tg-1', Weight: 100 }] } },
    };
    expect(await runner.run(UPDATE_LISTENER, args, context)).toEqual({
      Id: 'listener-1',
      LastUpdatedAt: '1970-01-01T00:00:00.000Z',
    });
    expect(calls).toEqual([
      [
        'vpc-lattice',
        'UpdateListener',
        {
          serviceIdentifier: 'svc-1',
          defaultAction: { forward: { targetGroups: [{ targetGroupIdentifier: 'tg-1', weight: 100 }] } },
        },
        { principal: 'role', session: 'e' },
      ],
    ]);
  });

  test('leaves the names of items as they are', async () => {
    const { runner, calls } = task(() => ({ Item: { rollout: { M: {} } } }));
    const args = { TableName: 't', Key: { service: { S: 'a' } } };
    expect(await runner.run(GET_ITEM, args, context)).toEqual({ Item: { rollout: { M: {} } } });
    expect(calls[0]?.slice(0, 3)).toEqual(['dynamodb', 'GetItem', args]);
  });

  test.each([
    [GET_ITEM, 'ConditionalCheckFailedException', 'DynamoDb.ConditionalCheckFailedException'],
    [GET_ITEM, 'InternalServerError', 'DynamoDb.InternalServerErrorException'],
    [UPDATE_LISTENER, 'ConflictException', 'VpcLattice.ConflictException'],
  ])('%s fails with %s as %s', async (resource, code, error) => {
    const { runner } = task(() => {
      throw new AwsError(code, 'no', 400);
    });
    await expect(runner.run(resource, {}, context)).rejects.toMatchObject({
      error,
      cause: expect.stringContaining('no') as string,
    });
  });
});

describe("a machine's call", () => {
  const denied = new AwsError('AccessDeniedException', 'the role may not', 403);
  const database = { call: async () => ({ Item: {} }) };

  test('is not carried out when IAM says no, of whichever service', async () => {
    const carriedOut: string[] = [];
    const lattice = stubbed(SERVICES['vpc-lattice'], {
      UpdateListener: async () => (carriedOut.push('UpdateListener'), {}),
    });
    const call = apiCaller({
      services: [lattice],
      dynamodb: DYNAMODB,
      database: { call: async () => (carriedOut.push('GetItem'), {}) },
      authorize: () => {
        throw denied;
      },
    });
    const caller = { principal: 'role' };
    await expect(call('vpc-lattice', 'UpdateListener', {}, caller)).rejects.toBe(denied);
    await expect(call('dynamodb', 'GetItem', {}, caller)).rejects.toBe(denied);
    expect(carriedOut).toEqual([]);
  });

  test('asks IAM by the operation, and goes through when it may', async () => {
    const asked: string[] = [];
    const call = apiCaller({
      services: [stubbed(SERVICES['vpc-lattice'], { UpdateListener: async () => ({ done: true }) })],
      dynamodb: DYNAMODB,
      database,
      authorize: (_call, guarded) => void asked.push(guarded?.action ?? 'unknown'),
    });
    expect(await call('vpc-lattice', 'UpdateListener', {}, { principal: 'role' })).toEqual({ done: true });
    expect(await call('dynamodb', 'GetItem', {}, { principal: 'role' })).toEqual({ Item: {} });
    expect(asked).toEqual(['vpc-lattice:UpdateListener', 'dynamodb:GetItem']);
    await expect(call('vpc-lattice', 'NoSuch', {}, { principal: 'role' })).rejects.toMatchObject({
      code: 'UnknownOperationException',
    });
  });
});
