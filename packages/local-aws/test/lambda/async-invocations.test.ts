import { expect, test } from 'vitest';
import { OPERATOR } from '../../src/core/types.ts';
import { VirtualClock } from '../../src/core/virtual-clock.ts';
import { AsyncInvocations } from '../../src/lambda/async-invocations.ts';
import type { AsyncConfig } from '../../src/lambda/model.ts';
import { startFunction } from './bundle.ts';

const QUEUE = 'arn:aws:sqs:eu-west-1:123456789012:failed';

/** Lambda whose function always fails; runs are counted and nothing is forked. */
async function failing(config?: AsyncConfig) {
  const clock = new VirtualClock();
  const { functions, sent } = await startFunction('', { deadLetterArn: QUEUE }, clock);
  const target = functions.registry.target({ name: 'fn' });
  if (config !== undefined) target.record.asyncConfigs.set('$LATEST', config);
  const runs: number[] = [];
  const waiting: boolean[] = [];
  const invocations = new AsyncInvocations({
    clock,
    queues: { send: async (request) => void sent.push(request) },
    log: () => undefined,
    target: () => target,
    run: async () => {
      runs.push((clock.now() - start) / 1000);
      return {
        executedVersion: '$LATEST',
        functionError: 'Unhandled',
        payload: '{"errorType":"Error","errorMessage":"broken"}',
      };
    },
  });
  const start = clock.now();
  invocations.take({ functionArn: 'fn', payload: '{"n":1}', caller: OPERATOR }, 'request-1');
  for (const at of [30, 90, 600]) {
    await clock.runUntil(start + at * 1000);
    waiting.push(invocations.waiting);
  }
  return { runs, sent, waiting };
}

test('retries a failed event after one and two more minutes, then hands it to the dead-letter queue', async () => {
  const { runs, sent } = await failing();
  expect(runs).toEqual([0, 60, 180]);
  expect(sent).toEqual([
    {
      queueArn: QUEUE,
      body: '{"n":1}',
      attributes: { RequestID: 'request-1', ErrorCode: '200', ErrorMessage: 'broken' },
      caller: { principal: 'arn:aws:iam::123456789012:role/fn', session: 'fn' },
    },
  ]);
});

test('says that it waits as long as an event is to be tried again', async () => {
  expect((await failing()).waiting).toEqual([true, true, false]);
  expect((await failing({ retries: 0, maxAgeSeconds: 3600 })).waiting).toEqual([false, false, false]);
});

test('retries only as often as the function is set to', async () => {
  expect((await failing({ retries: 0, maxAgeSeconds: 3600 })).runs).toEqual([0]);
});

test('gives up an event that would be too old by the next try', async () => {
  expect((await failing({ retries: 2, maxAgeSeconds: 90 })).runs).toEqual([0, 60]);
});

test('hands the whole story to the on-failure destination', async () => {
  const { sent } = await failing({ retries: 0, maxAgeSeconds: 3600, onFailureArn: `${QUEUE}-too` });
  expect(sent[1]?.queueArn).toBe(`${QUEUE}-too`);
  expect(JSON.parse(sent[1]?.body ?? '')).toEqual({
    version: '1.0',
    timestamp: '2026-01-05T09:00:00.000Z',
    requestContext: {
      requestId: 'request-1',
      functionArn: 'arn:aws:lambda:eu-west-1:123456789012:function:fn:$LATEST',
      condition: 'RetriesExhausted',
      approximateInvokeCount: 1,
    },
    requestPayload: { n: 1 },
    responseContext: { statusCode: 200, executedVersion: '$LATEST', functionError: 'Unhandled' },
    responsePayload: { errorType: 'Error', errorMessage: 'broken' },
  });
});
