import { Stack } from 'aws-cdk-lib';
import { describe, expect, it } from 'vitest';
import { ALARM_KINDS, DEFAULT_ALARMS } from '../../infra/constructs/alarm-kinds.ts';
import type { Side } from '../../infra/constructs/alarm-kind.ts';
import { LONGEST_NAME } from '../../infra/constructs/canary-options.ts';
import { VersionAlarms } from '../../infra/constructs/version-alarms.ts';
import { answerMetrics, answerSource } from '../../statemachine/contract/answer-metrics.ts';
import { readText } from '../docs/pages.ts';
import { ownApp, ownFunction } from './own-app.ts';
import { synthesizedStack } from './synthesized.ts';

const SIDES = ['canary', 'production'] as const;
const SETTINGS = Object.keys(DEFAULT_ALARMS) as (keyof typeof DEFAULT_ALARMS)[];
const rows = SIDES.flatMap((side) => ALARM_KINDS.map((kind) => ({ side, kind, name: kind.name })));

/** What the alarm of each kind becomes, as text, by the kind's name. */
function alarmsWith(side: Side, thresholds: typeof DEFAULT_ALARMS): ReadonlyMap<string, string> {
  const { app } = ownApp();
  const stack = new Stack(app, 'Shop');
  const alias = ownFunction(stack).addAlias(side);
  new VersionAlarms(stack, 'Alarms', {
    side,
    serviceName: 'shop',
    alias,
    answers: answerMetrics(answerSource(), () => 'tg-1'),
    lateMinutes: 0,
    thresholds,
    answersCounted: true,
  });
  const synth = synthesizedStack(app, stack);
  return new Map(
    ALARM_KINDS.map(({ name, constructId }) => [name, JSON.stringify(synth.properties(`Alarms/${constructId}`))]),
  );
}

describe('every kind of alarm', () => {
  it('has a name and a construct of its own', () => {
    expect(new Set(ALARM_KINDS.map(({ name }) => name)).size).toBe(ALARM_KINDS.length);
    expect(new Set(ALARM_KINDS.map(({ constructId }) => constructId)).size).toBe(ALARM_KINDS.length);
  });

  it.each(rows)('$side-$name is a name that makes a heading and leaves room for that of the service', ({ name }) => {
    expect(name).toMatch(/^[a-z0-9]+(-[a-z0-9]+)+$/);
    expect(`production-${name}-`.length + LONGEST_NAME).toBeLessThanOrEqual(255);
  });

  it.each(rows)('$side-$name says whose requests it is about', ({ side, kind }) => {
    const happened = kind.text.happened(side, DEFAULT_ALARMS, 0);
    expect(happened).toMatch(new RegExp(`^[A-Z].*\\b${side}\\b.*\\.$`));
    expect(kind.text.whereToLook(side)).toMatch(/^[A-Z].*\.$/);
    expect(kind.text.whatToDo(side)).toMatch(/^[A-Z].*\.$/);
  });

  it('shares a setting with another kind only where both mean the same', () => {
    const schemas = ALARM_KINDS.flatMap(({ settings }) => Object.entries(settings));
    for (const [name, schema] of schemas)
      expect(schemas.filter(([other]) => other === name).every(([, other]) => other === schema)).toBe(true);
  });
});

describe('the default of a setting', () => {
  it('is a few errors, slow seconds and throttles, and a share of enough requests', () => {
    expect(DEFAULT_ALARMS).toMatchObject({
      errors: 5,
      errorsPercent: 5,
      durationSeconds: 5,
      serverErrors: 5,
      errorRatePercent: 5,
      errorRateMinRequests: 100,
      throttles: 5,
    });
  });

  it.each(SETTINGS)('%s is what its comment says', (setting) => {
    const comments = readText('infra/constructs/alarm-kinds.ts').matchAll(/@default (\S+)\s+\*\/\s+(\w+)[:,]/g);
    const told = new Map([...comments].map(([, value, name]) => [name, value]));
    expect(told.get(setting)).toBe(String(DEFAULT_ALARMS[setting]));
  });
});

describe.each(SIDES)('a setting of the alarms on %s', (side) => {
  it.each(SETTINGS)('%s changes the alarms of the kinds that have it, and no other', (setting) => {
    const before = alarmsWith(side, DEFAULT_ALARMS);
    const after = alarmsWith(side, { ...DEFAULT_ALARMS, [setting]: DEFAULT_ALARMS[setting] + 1 });
    const changed = ALARM_KINDS.filter(({ name }) => after.get(name) !== before.get(name));
    expect(changed).toEqual(ALARM_KINDS.filter(({ settings }) => setting in settings));
  });

  it.each(SETTINGS)('%s is told in their descriptions', (setting) => {
    const after = alarmsWith(side, { ...DEFAULT_ALARMS, [setting]: 73 });
    for (const { name, settings } of ALARM_KINDS) {
      const description = (JSON.parse(after.get(name) ?? '{}') as { AlarmDescription: string }).AlarmDescription;
      expect(/\b73\b/.test(description)).toBe(setting in settings);
    }
  });
});
