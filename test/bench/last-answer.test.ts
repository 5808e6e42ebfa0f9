import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
import { endingOf } from '../../bench/support/last-answer.ts';
import { sendOpenLoop } from '../../bench/support/open-loop.ts';

const exchange = (label: string, sentAt: number, answeredAt: number) => ({ label, sentAt, answeredAt, status: 200 });

describe("the ending of the canary's answers", () => {
  it('is its last answer to what was under way at the write, beside the slowest of all that was', () => {
    const exchanges = [
      exchange('canary', 80, 99),
      exchange('canary', 90, 103),
      exchange('production', 85, 106),
      exchange('production', 101, 150),
    ];
    expect(endingOf(exchanges, 'canary', 100)).toEqual({ lastAnswer: 3, underWay: 21, late: 0 });
  });

  it('counts what was sent after the write and went to the canary all the same', () => {
    const exchanges = [exchange('canary', 90, 103), exchange('canary', 101, 108), exchange('canary', 120, 125)];
    expect(endingOf(exchanges, 'canary', 100)).toEqual({ lastAnswer: 25, underWay: 13, late: 2 });
  });

  it('leaves out what may have met the next write', () => {
    const exchanges = [exchange('production', 99, 102), exchange('canary', 195, 201), exchange('canary', 205, 207)];
    expect(endingOf(exchanges, 'canary', 100, 200)).toEqual({ lastAnswer: 0, underWay: 3, late: 0 });
  });

  it('is nothing when nothing was under way', () => {
    expect(endingOf([exchange('canary', 80, 99)], 'canary', 100)).toEqual({ lastAnswer: 0, underWay: 0, late: 0 });
  });
});

it('an open loop sends all that is due, and keeps apart who answered and who did not', async () => {
  let asked = 0;
  const server = createServer((request, response) =>
    ++asked === 5 ? request.socket.destroy() : response.writeHead(200, { 'x-label': 'canary' }).end(),
  );
  onTestFinished(() => void server.close());
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const exchanges = await sendOpenLoop(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`, {
    rate: 1000,
    seconds: 0.02,
    header: 'x-label',
  });
  expect(exchanges).toHaveLength(20);
  expect(asked).toBe(20);
  expect(exchanges.filter(({ status, label }) => status === 200 && label === 'canary')).toHaveLength(19);
  expect(exchanges.filter(({ status, label }) => status === 0 && label === '')).toHaveLength(1);
  expect(exchanges.every(({ sentAt, answeredAt }) => sentAt <= answeredAt)).toBe(true);
});
