import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { awsCloud } from '../../cli/aws/cloud.ts';
import { serviceIn } from '../../cli/services.ts';
import { outputsOf } from './support/fake-cloud.ts';

test('counts every try that the SDK sends, and those that were throttled by their operation', async () => {
  let asked = 0;
  const server = createServer((_, response) => {
    asked += 1;
    if (asked === 1)
      response.writeHead(429, { 'x-amzn-errortype': 'ThrottlingException' }).end('{"message":"slow down"}');
    else response.end(JSON.stringify({ protocol: 'HTTP', lastUpdatedAt: '2026-01-05T09:00:00Z' }));
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  onTestFinished(() => void server.close());
  const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const credentials = { accessKeyId: 'a', secretAccessKey: 'b' };
  const cloud = awsCloud({ endpoint, region: 'eu-west-1', credentials });
  onTestFinished(() => cloud.close());
  const certifier = cloud.certifier(serviceIn(outputsOf(), 'ShopStack'), undefined);
  expect(await certifier.listener()).toEqual({ protocol: 'http', writtenAt: new Date('2026-01-05T09:00:00Z') });
  expect(certifier.calls()).toEqual({ sent: 2, throttled: { 'VPCLattice GetListener': 1 } });
});
