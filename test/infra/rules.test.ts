import { describe, expect, it } from 'vitest';
import { compilePattern } from 'local-aws/events';
import { ALARM_KINDS } from '../../infra/constructs/alarm-kinds.ts';
import { LONGEST_NAME } from '../../infra/constructs/canary-options.ts';
import { synthesize } from './synthesized.ts';

const synth = synthesize();
const MACHINE = 'Canary/Rollout/Machine';
const ROLLBACK_RULES = ['Canary/Rules/CanaryAlarm', 'Canary/Rules/DeadExecution'] as const;

function onlyTarget(rule: string): Readonly<Record<string, unknown>> {
  const targets = synth.properties(rule)['Targets'] as readonly Readonly<Record<string, unknown>>[];
  expect(targets).toHaveLength(1);
  return targets[0] ?? {};
}

/** The pattern with each reference in it standing for itself, as `MachineId` or `AlarmId.Arn`. */
function matcher(rule: string): (event: object) => boolean {
  const pattern: unknown = JSON.parse(
    JSON.stringify(synth.properties(rule)['EventPattern']),
    (_key, value: unknown) => {
      if (typeof value !== 'object' || value === null) return value;
      if ('Ref' in value) return value.Ref;
      return 'Fn::GetAtt' in value && Array.isArray(value['Fn::GetAtt']) ? value['Fn::GetAtt'].join('.') : value;
    },
  );
  return compilePattern(pattern);
}

const alarmEvent = (alarm: string, value: string) => ({
  source: 'aws.cloudwatch',
  'detail-type': 'CloudWatch Alarm State Change',
  resources: [`${synth.id(alarm)}.Arn`],
  detail: { alarmName: 'x', state: { value, reason: 'Threshold Crossed', timestamp: '2026-01-01T00:00:00.000+0000' } },
});

const executionEvent = (status: string, more: object = {}, stateMachineArn = synth.id(MACHINE)) => ({
  source: 'aws.states',
  'detail-type': 'Step Functions Execution Status Change',
  resources: ['execution'],
  detail: {
    executionArn: 'execution',
    stateMachineArn,
    name: 'x',
    status,
    startDate: 1_700_000_000_000,
    input: '{}',
    ...more,
  },
});

describe('rules', () => {
  it('are four, all on', () => {
    const rules = synth.all('AWS::Events::Rule');
    expect(rules).toHaveLength(4);
    for (const { Properties } of rules) expect(Properties['State']).toBe('ENABLED');
  });

  it('are on the default bus, where the events of AWS services are', () => {
    for (const { Properties } of synth.all('AWS::Events::Rule')) expect(Properties).not.toHaveProperty('EventBusName');
  });
});

describe.each(ROLLBACK_RULES)('the rule %s', (rule) => {
  it('starts the machine', () => {
    expect(onlyTarget(rule)['Arn']).toEqual(synth.ref(MACHINE));
  });

  it('passes the whole event on, where a spliced text would not be escaped', () => {
    const { InputPathsMap, InputTemplate } = onlyTarget(rule)['InputTransformer'] as {
      InputPathsMap: Record<string, string>;
      InputTemplate: string;
    };
    const [[name, path] = []] = Object.entries(InputPathsMap);
    expect(path).toBe('$');
    expect(InputTemplate).toBe(`{"rollback":{"event":<${name}>}}`);
  });

  it('keeps what it cannot deliver', () => {
    expect(onlyTarget(rule)['DeadLetterConfig']).toEqual({ Arn: synth.arn('Canary/Undelivered/Queue') });
  });

  it('tries for an hour', () => {
    expect(onlyTarget(rule)['RetryPolicy']).toEqual({ MaximumEventAgeInSeconds: 3600, MaximumRetryAttempts: 185 });
  });

  it('starts it with a role that can do nothing else', () => {
    expect(onlyTarget(rule)['RoleArn']).toEqual(synth.arn(`${MACHINE}/EventsRole`));
    expect(synth.properties(`${MACHINE}/EventsRole/DefaultPolicy`)['PolicyDocument']).toEqual({
      Version: '2012-10-17',
      Statement: [{ Effect: 'Allow', Action: 'states:StartExecution', Resource: synth.ref(MACHINE) }],
    });
  });
});

describe('the rule for canary alarms', () => {
  it('hears exactly the canary alarms, and only when they go to ALARM', () => {
    expect(synth.properties('Canary/Rules/CanaryAlarm')['EventPattern']).toEqual({
      source: ['aws.cloudwatch'],
      'detail-type': ['CloudWatch Alarm State Change'],
      resources: ALARM_KINDS.map(({ constructId }) => synth.arn(`Canary/CanaryAlarms/${constructId}`)),
      detail: { state: { value: ['ALARM'] } },
    });
  });

  it('has a pattern of at most 2,048 characters, where names and Region are the longest', () => {
    const service = 'x'.repeat(LONGEST_NAME);
    const arns = ALARM_KINDS.map(
      ({ name }) => `arn:aws-us-gov:cloudwatch:us-gov-west-1:111122223333:alarm:canary-${name}-${service}`,
    );
    const pattern = synth.properties('Canary/Rules/CanaryAlarm')['EventPattern'] as object;
    expect(JSON.stringify({ ...pattern, resources: arns }).length).toBeLessThanOrEqual(2048);
  });
});

describe('an alarm event', () => {
  const matches = matcher('Canary/Rules/CanaryAlarm');

  it.each([
    ['Canary/CanaryAlarms/LambdaErrors', 'ALARM', true],
    ['Canary/CanaryAlarms/LatticeErrorRate', 'ALARM', true],
    ['Canary/CanaryAlarms/LambdaErrors', 'OK', false],
    ['Canary/CanaryAlarms/LambdaErrors', 'INSUFFICIENT_DATA', false],
    ['Canary/ProductionAlarms/LambdaErrors', 'ALARM', false],
    ['Canary/Undelivered/Alarm', 'ALARM', false],
  ])('of %s in state %s starts a rollback: %s', (alarm, value, heard) => {
    expect(matches(alarmEvent(alarm, value))).toBe(heard);
  });
});

describe('an execution event', () => {
  const matches = matcher('Canary/Rules/DeadExecution');

  it.each([
    ['was aborted by a person', executionEvent('ABORTED', { error: null, cause: null })],
    [
      'was aborted with an error that is expected of failures',
      executionEvent('ABORTED', { error: 'CanaryRolledBack', cause: 'by hand' }),
    ],
    ['timed out', executionEvent('TIMED_OUT', { error: 'States.Timeout' })],
    ['failed in the interpreter', executionEvent('FAILED', { error: 'States.Runtime' })],
    ['failed to roll back', executionEvent('FAILED', { error: 'RollbackFailed' })],
    ['failed without an error', executionEvent('FAILED')],
  ])('starts a rollback when it %s', (_what, event) => {
    expect(matches(event)).toBe(true);
  });

  it.each([
    ['rolled itself back', executionEvent('FAILED', { error: 'CanaryRolledBack' })],
    ['was refused', executionEvent('FAILED', { error: 'RolloutInProgress' })],
    ['started', executionEvent('RUNNING', { error: null })],
    ['promoted', executionEvent('SUCCEEDED', { error: null })],
    ['waits for a redrive', executionEvent('PENDING_REDRIVE', { error: null })],
    ['is of another machine', executionEvent('ABORTED', {}, 'another machine')],
  ])('starts none when it %s', (_what, event) => {
    expect(matches(event)).toBe(false);
  });
});

describe('the rule for dead executions', () => {
  it('hears this machine, aborted, timed out, or failed with an error that nobody expects', () => {
    expect(synth.properties('Canary/Rules/DeadExecution')['EventPattern']).toEqual({
      source: ['aws.states'],
      'detail-type': ['Step Functions Execution Status Change'],
      detail: {
        stateMachineArn: [synth.ref(MACHINE)],
        $or: [
          { status: ['ABORTED', 'TIMED_OUT'] },
          {
            status: ['FAILED'],
            error: [
              {
                'anything-but': [
                  'CanaryRolledBack',
                  'CannotRestoreProduction',
                  'RollbackNotDone',
                  'InvalidInput',
                  'VersionNotFound',
                  'NeverPromoted',
                  'ConfigurationNotPublished',
                  'VersionReverted',
                  'RolloutInProgress',
                  'CanaryAlarmActive',
                  'CanaryNotQuiet',
                  'ProductionTripsAlarms',
                  'AlarmMissing',
                  'AlarmWithoutData',
                  'WeightsDrifted',
                  'Redriven',
                  'NothingHeld',
                  'CannotPause',
                  'AnswerElsewhere',
                  'ListenerNotAdopted',
                  'CannotAdopt',
                  'ListenerBypassed',
                  'ProductionUnversioned',
                  'CannotReleaseListener',
                ],
              },
            ],
          },
          { status: ['FAILED'], error: [{ exists: false }] },
        ],
      },
    });
  });
});

describe('the watchdog schedule', () => {
  const RULE = 'Canary/WatchdogSchedule';
  const WATCHDOG = 'Canary/Handlers/Watchdog/Function';

  it('fires each minute', () => {
    expect(synth.properties(RULE)['ScheduleExpression']).toBe('rate(1 minute)');
  });

  it('invokes the watchdog, at most a minute late', () => {
    expect(onlyTarget(RULE)).toMatchObject({
      Arn: synth.arn(WATCHDOG),
      RetryPolicy: { MaximumEventAgeInSeconds: 60, MaximumRetryAttempts: 2 },
    });
  });

  it('may invoke the watchdog and nothing else', () => {
    const forEvents = synth
      .all('AWS::Lambda::Permission')
      .filter(({ Properties }) => Properties['Principal'] === 'events.amazonaws.com');
    expect(forEvents.map(({ Properties }) => Properties)).toEqual([
      {
        Action: 'lambda:InvokeFunction',
        FunctionName: synth.arn(WATCHDOG),
        Principal: 'events.amazonaws.com',
        SourceArn: synth.arn(RULE),
      },
    ]);
  });
});
