import { describe, expect, onTestFinished, test } from 'vitest';
import { type DoubtId, DOUBTS, truthUnder } from '../../src/doubts/doubts.ts';
import { temporaryFolder } from '../../src/testing/folder.ts';
import { configuration } from '../../src/testing/functions.ts';
import { testCloud } from '../../src/testing/cloud.ts';
import { createCloud } from '../../src/cloud.ts';

/** What is told comes as an event, or as a message. */
const OF_TWO_SERVICES: readonly DoubtId[] = ['events-doubled', 'events-late'];

describe('the table of doubts', () => {
  test('has each id once, and no two rows that say or do the same', () => {
    const columns = DOUBTS.map(({ id, says, truth }) => [
      id,
      says,
      JSON.stringify(truth, (_, v: unknown) => (String(v) === '[object Object]' ? v : String(v))),
    ]);
    for (const column of [0, 1, 2]) expect(new Set(columns.map((row) => row[column])).size).toBe(DOUBTS.length);
  });

  test.each(DOUBTS.map(({ id }) => id))('%s may be said twice, and changes something', (id) => {
    const options = Object.values(truthUnder([id, id])).flatMap((each) => Object.keys(each));
    expect(options).toHaveLength(OF_TWO_SERVICES.includes(id) ? 2 : 1);
  });

  test('without a doubt nothing is said, so that each service does what it believes', () => {
    expect(truthUnder([])).toEqual({});
  });
});

test('doubts about one service go together', () => {
  expect(truthUnder(['thrown-closed', 'weight-left-out', 'weights-by-connection', 'stale-listener'])).toEqual({
    dataPlane: { thrown: 'closed', splitBy: 'connection' },
    lattice: { zeroWeights: 'left out', staleMs: 30_000 },
  });
});

test('rejects an id that there is not, naming those there are, and two that contradict each other', async () => {
  expect(() => truthUnder(['thrown-418'])).toThrow(/^there is no doubt thrown-418; there are thrown-200, thrown-500, /);
  expect(() => truthUnder(['stale-listener', 'aliases-50', 'aliases-uneven'])).toThrow(
    'aliases-uneven contradicts aliases-50',
  );
  const { path: outDir, remove } = temporaryFolder();
  onTestFinished(remove);
  await expect(createCloud({ outDir, doubts: ['thrown-418' as DoubtId] })).rejects.toThrow('there is no doubt');
});

const METRIC = { namespace: 'AWS/Lambda', name: 'Duration', dimensions: { FunctionName: 'fn' } };

const BUS = { version: '0', id: '1', account: '1', region: 'eu-west-1', time: '' } as const;

/** What its services do, each with what shows it. */
async function found(more: { readonly doubts?: readonly DoubtId[] }) {
  const { bus, clock, cloudwatch, functions, lattice } = await testCloud(onTestFinished, more);
  const event = { source: 'aws.states', 'detail-type': 'x', resources: [], detail: {} };
  cloudwatch.record({ ...METRIC, value: 50, unit: 'Milliseconds', time: clock.now() });
  functions.registry.create('fn', { folder: '', sha256: '' }, configuration());
  functions.registry.createAlias('fn', 'live', functions.registry.publish('fn').snapshot.version, '');
  functions.registry.update('fn', { folder: '', sha256: '2' }, configuration());
  functions.registry.updateAlias('fn', 'live', { version: functions.registry.publish('fn').snapshot.version });
  return {
    zeroWeights: lattice.zeroWeights,
    events: [event, { ...event, source: 'aws.events' }].map((each) => bus.intercept({ ...BUS, ...each })),
    refused: cloudwatch.refusesTrimmedCounts,
    above46: cloudwatch.store.aggregate(METRIC, clock.now(), clock.now() + 1)?.above?.(46),
    met: functions.registry.reached({ name: 'fn', qualifier: 'live' }).snapshot.version,
  };
}

test('a cloud hands each doubt to the service that it is about', async () => {
  const doubts = ['weight-left-out', 'events-lost', 'refused-statistics', 'fractional-counts', 'aliases-50'] as const;
  expect(await found({ doubts })).toEqual({
    zeroWeights: 'left out',
    events: ['drop', 'deliver'],
    refused: true,
    above46: expect.closeTo(0.66, 1) as number,
    met: '1',
  });
  expect(await found({})).toEqual({
    zeroWeights: 'told',
    events: ['deliver', 'deliver'],
    refused: false,
    above46: 1,
    met: '2',
  });
});
