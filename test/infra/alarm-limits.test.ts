import { Stack } from 'aws-cdk-lib';
import * as fc from 'fast-check';
import { queriesSchema, querySeries } from 'local-aws';
import { describe, expect, it } from 'vitest';
import { ALARM_KINDS, DEFAULT_ALARMS } from '../../infra/constructs/alarm-kinds.ts';
import { VersionAlarms } from '../../infra/constructs/version-alarms.ts';
import { type ProductionMinute, ringing } from '../../rollout/claim/production-trips.ts';
import { answerMetrics, answerSource } from '../../statemachine/contract/answer-metrics.ts';
import { ownApp, ownFunction, ownStack } from './own-app.ts';
import { synthesizedStack } from './synthesized.ts';

const MINUTE = 60_000;
/** Small, so that few requests cross them. */
const THRESHOLDS = {
  ...DEFAULT_ALARMS,
  errors: 3,
  errorsPercent: 10,
  serverErrors: 2,
  errorRatePercent: 20,
  errorRateMinRequests: 5,
};

function rendered(answersCounted = true, lateMinutes = 0) {
  const { app } = ownApp();
  const stack = new Stack(app, 'Shop');
  const { limits } = new VersionAlarms(stack, 'Alarms', {
    side: 'canary',
    serviceName: 'shop',
    alias: ownFunction(stack).addAlias('canary'),
    answers: answerMetrics(answerSource(), () => 'tg-1'),
    lateMinutes,
    thresholds: THRESHOLDS,
    answersCounted,
  });
  const synth = synthesizedStack(app, stack);
  return { limits, properties: (id: string) => synth.properties(`Alarms/${id}`) };
}

/** Sums over the windows that end with each minute, as CloudWatch has them: nothing where nothing was counted. */
const aggregates = (minutes: readonly ProductionMinute[]) => ({
  aggregate: ({ name }: { readonly name: string }, from: number, to: number) => {
    const counts = name === 'Errors' || name === 'Invocations' ? 'invocations' : 'answers';
    const what = name === 'Errors' || name === 'HTTPCode_5XX_Count' ? 'bad' : 'requests';
    const values = minutes
      .filter(({ start }) => start.getTime() >= from && start.getTime() < to)
      .map((minute) => minute[counts][what])
      .filter((value) => value > 0);
    if (values.length === 0) return undefined;
    const sum = values.reduce((all, value) => all + value, 0);
    return { count: values.length, sum, min: Math.min(...values), max: Math.max(...values) };
  },
});

const count = fc.record({ requests: fc.nat(12), bad: fc.nat(4) }).map(({ requests, bad }) => ({
  requests,
  bad: Math.min(requests, bad),
}));
const someMinutes = fc
  .array(fc.record({ invocations: count, answers: count }), { minLength: 12, maxLength: 30 })
  .map((all) => all.map((minute, i) => ({ ...minute, start: new Date(i * MINUTE) })));

describe('what the claim is told of the alarms', () => {
  const kinds = ALARM_KINDS.filter(({ counts, name }) => counts === 'answers' || name === 'lambda-errors');

  it('is about each that counts bad requests, by the name and the settings that it has', () => {
    const { limits } = rendered();
    expect(limits.map(({ alarm, counts }) => [alarm, counts])).toEqual(
      kinds.map(({ name, counts }) => [`canary-${name}`, counts]),
    );
    for (const [i, { settings }] of kinds.entries())
      expect(limits[i]?.settings).toEqual(Object.keys(settings).map((setting) => `alarms.${setting}`));
  });

  it.each(kinds.flatMap(({ constructId, name }) => [0, 3].map((lateMinutes) => ({ constructId, name, lateMinutes }))))(
    'rings when $name does, of answers that are $lateMinutes minutes late, whatever was counted',
    ({ constructId, name, lateMinutes }) => {
      const { limits, properties } = rendered(true, lateMinutes);
      const limit = limits.find(({ alarm }) => alarm === `canary-${name}`);
      const { Metrics, Threshold } = properties(constructId) as { Metrics: unknown; Threshold: number };
      const queries = queriesSchema.parse(literal(Metrics));
      const returned = queries.find(({ returnData }) => returnData)?.id ?? '';
      if (limit === undefined) throw new Error(`${name} has no limit`);
      let rang = 0;
      fc.assert(
        fc.property(someMinutes, (minutes) => {
          const ours = ringing(minutes, limit);
          const starts = minutes.map((_, i) => (i + 1 - limit.minutes) * MINUTE);
          const values = querySeries(returned, queries, aggregates(minutes), starts);
          ours.forEach((ring, i) => {
            if (ring === undefined) return;
            rang += ring ? 1 : 0;
            expect(ring).toBe((values[i] ?? 0) > Threshold);
          });
        }),
        { numRuns: 200 },
      );
      expect(rang).toBeGreaterThan(100);
    },
  );

  it('leaves out those on answers where nobody counts them', () => {
    expect(rendered(false).limits.map(({ counts }) => counts)).toEqual(['invocations']);
  });

  it('is in the machine, of the canary, with the settings of the app', () => {
    const { synthesize } = ownStack({ alarms: { errorsPercent: 1 } });
    const definition = JSON.stringify(synthesize().properties('Canary/Rollout/Machine')['DefinitionString']);
    expect(definition).toMatch(/alarmLimits[^}]*canary-lambda-errors[^}]*percent[^}]*1/);
  });
});

/** The same with every reference to another resource as a text. */
function literal(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(literal);
  if (typeof value !== 'object' || value === null) return value;
  const [first] = Object.keys(value);
  if (first === 'Ref' || first?.startsWith('Fn::')) return 'x';
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, literal(each)]));
}
