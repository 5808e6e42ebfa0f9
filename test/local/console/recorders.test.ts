import { expect, test } from 'vitest';
import { MOST_POINTS, WINDOW_MS } from '../../../local/console/model/protocol.ts';
import { TrafficRecorder } from '../../../local/console/traffic-recorder.ts';
import { WeightRecorder } from '../../../local/console/weight-recorder.ts';
import { servicesOf } from '../../../local/console/services.ts';
import { VirtualClock } from 'local-aws/clock';
import type { WeightsWritten } from 'local-aws';

/** Simulated time that runs 60 times as fast as the wall's. */
function clocks() {
  const wall = new VirtualClock(0);
  const simulated = {
    now: () => wall.now() * 60,
    speed: 60,
    schedule: () => () => undefined,
    sleep: async () => undefined,
  };
  return { wall, simulated };
}

test('counts answers and failures by version, in points of 15 simulated seconds', async () => {
  const { wall, simulated } = clocks();
  const recorder = new TrafficRecorder(simulated, wall);
  for (const [version, status] of [
    ['1', 200],
    ['1', 404],
    ['2', 500],
    ['', 502],
  ] as const)
    recorder.served({ serviceId: 's', version, status });
  await wall.runUntil(250);
  recorder.served({ serviceId: 's', version: '1', status: 200 });
  await wall.runUntil(500);
  expect(recorder.since('s', -Infinity)).toEqual([
    { at: 15_000, seconds: 0.25, versions: { 1: [2, 0], 2: [1, 1], '': [1, 1] } },
    { at: 30_000, seconds: 0.25, versions: { 1: [1, 0] } },
  ]);
  expect(recorder.since('s', 15_000).map(({ at }) => at)).toEqual([30_000]);
  expect(recorder.since('another', 0)).toEqual([]);
  recorder.stop();
});

test('forgets what is older than its window, and never keeps more points than a chart can show', async () => {
  const { wall, simulated } = clocks();
  const recorder = new TrafficRecorder(simulated, wall);
  recorder.served({ serviceId: 's', version: '1', status: 200 });
  await wall.runUntil(180_000);
  const points = recorder.since('s', -Infinity);
  expect(points.length).toBeLessThanOrEqual(MOST_POINTS);
  expect(points[0]?.at).toBeGreaterThanOrEqual(180_000 * 60 - WINDOW_MS - 15_000);
  recorder.stop();
});

const OUTPUTS = {
  StateMachineArn: 'm',
  RollbackTopicArn: 't',
  FunctionName: 'f',
  ServiceName: 'n',
  RecordTableName: 'r',
  ServiceId: 'svc',
  ListenerId: 'l',
  CanaryTargetGroupId: 'c',
};
const stackOf = (prefix: string, outputs: object = OUTPUTS) => ({
  Outputs: Object.entries(outputs).map(([name, value]) => ({
    OutputKey: `${prefix}${name}`,
    OutputValue: String(value),
  })),
});

test('weights are shares, from when requests follow them', () => {
  const observers: ((written: WeightsWritten) => void)[] = [];
  const recorder = new WeightRecorder({ onWeights: (observer) => void observers.push(observer) });
  const write = (written: WeightsWritten) => observers.forEach((observer) => observer(written));
  write({
    listenerId: 'l',
    writtenAt: 1,
    appliesAt: 5_001,
    groups: [
      { targetGroupId: 'p', weight: 90 },
      { targetGroupId: 'c', weight: 10 },
    ],
  });
  write({ listenerId: 'another', writtenAt: 2, appliesAt: 2, groups: [{ targetGroupId: 'c', weight: 1 }] });
  const [service] = servicesOf([stackOf('')]);
  expect(service && recorder.of(service)).toEqual([{ at: 5_001, canary: 10 }]);
});

test('knows the header that testers send, where the service has a preview', () => {
  const previewed = { ...OUTPUTS, PreviewHeader: 'x-canary-preview: for-testers' };
  const found = servicesOf([stackOf(''), stackOf('Orders', previewed)]);
  expect(found.map(({ previewHeader }) => previewHeader)).toEqual([undefined, 'x-canary-preview: for-testers']);
});

test('finds every service by the outputs of its stack, with or without a prefix, and nothing else', () => {
  expect(
    servicesOf([
      stackOf(''),
      stackOf('Orders', { ...OUTPUTS, ServiceId: 'svc-2' }),
      stackOf('Other', { StateMachineArn: 'x' }),
    ]).map(({ id, machineArn }) => [id, machineArn]),
  ).toEqual([
    ['svc', 'm'],
    ['svc-2', 'm'],
  ]);
});
