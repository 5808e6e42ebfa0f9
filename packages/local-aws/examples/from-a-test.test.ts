import { DescribeExecutionCommand, SFNClient, StartExecutionCommand } from '@aws-sdk/client-sfn';
import { deployApp } from 'local-aws';
import { clientSettings, testCloud } from 'local-aws/testing';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';

test('an order is sent an hour after it came in', async () => {
  const cloud = await testCloud(onTestFinished);
  const { Shop } = await deployApp(cloud, { appDir: join(import.meta.dirname, 'shop') });

  const states = new SFNClient(clientSettings(cloud));
  const started = await states.send(
    new StartExecutionCommand({ stateMachineArn: Shop?.Machine, input: '{"order":7}' }),
  );
  await cloud.advance(3600);
  const ended = await states.send(new DescribeExecutionCommand({ executionArn: started.executionArn }));
  expect([ended.status, ended.output]).toEqual(['SUCCEEDED', '{"sent":7,"at":"2026-01-05T10:00:00.000Z"}']);

  expect(await (await fetch(cloud.traffic.url)).text()).toBe('the shop is open');
});
