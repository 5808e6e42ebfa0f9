import { describe, expect, it } from 'vitest';
import { synthesize } from './synthesized.ts';

const synth = synthesize();
const RULE = 'Canary/FailedRollbacks/Rule';
const ALARM = 'Canary/FailedRollbacks/WatchdogAlarm';

interface Target {
  readonly Arn: unknown;
  readonly RoleArn?: unknown;
  readonly DeadLetterConfig: unknown;
  readonly InputTransformer: { readonly InputPathsMap: Record<string, string>; readonly InputTemplate: unknown };
}

describe('a rollback that failed', () => {
  const [target] = synth.properties(RULE)['Targets'] as readonly [Target];
  /** Logical ids stand for the values of references. */
  const template = JSON.stringify(target.InputTransformer.InputTemplate);

  it('is heard of by its error, which refusals do not have', () => {
    expect(synth.properties(RULE)['EventPattern']).toEqual({
      source: ['aws.states'],
      'detail-type': ['Step Functions Execution Status Change'],
      detail: {
        stateMachineArn: [synth.ref('Canary/Rollout/Machine')],
        status: ['FAILED'],
        error: ['RollbackFailed', 'RollbackNotDone', 'CannotRestoreProduction'],
      },
    });
  });

  it('is told on the release events, never on the rollback topic', () => {
    expect(target).toMatchObject({
      Arn: synth.ref('Canary/Topics/ReleaseEvents'),
      DeadLetterConfig: { Arn: synth.arn('Canary/Undelivered/Queue') },
    });
    expect(target).not.toHaveProperty('RoleArn');
  });

  it('puts into the text only what can hold no quote', () => {
    expect(Object.values(target.InputTransformer.InputPathsMap).sort()).toEqual([
      '$.detail.error',
      '$.detail.executionArn',
    ]);
  });

  it('says what to type, with the ids filled in', () => {
    expect(template).toContain('A rollback of CanaryDeploymentLatticeStack failed');
    expect(template).toContain('aws vpc-lattice update-listener --service-identifier ');
    for (const path of ['Service', 'Listener', 'ProductionTargetGroup', 'CanaryTargetGroup'])
      expect(template).toContain(JSON.stringify(synth.att(`Canary/Lattice/${path}`, 'Id')));
    expect(template).toMatch(/ProductionTargetGroup\w+","Id"\]\},",weight=100/);
    expect(template).toMatch(/CanaryTargetGroup\w+","Id"\]\},",weight=0/);
    expect(template).toContain('aws lambda update-alias --function-name ');
  });
});

describe('the alarm on the watchdog', () => {
  it('goes on when two rounds of three failed', () => {
    expect(synth.properties(ALARM)).toMatchObject({
      AlarmName: 'watchdog-errors-CanaryDeploymentLatticeStack',
      Namespace: 'AWS/Lambda',
      MetricName: 'Errors',
      Dimensions: [{ Name: 'FunctionName', Value: synth.ref('Canary/Handlers/Watchdog/Function') }],
      Statistic: 'Sum',
      Period: 60,
      Threshold: 0,
      ComparisonOperator: 'GreaterThanThreshold',
      EvaluationPeriods: 3,
      DatapointsToAlarm: 2,
      TreatMissingData: 'notBreaching',
    });
  });

  it('tells the release events and never the rollback topic', () => {
    expect(synth.properties(ALARM)['AlarmActions']).toEqual([synth.ref('Canary/Topics/ReleaseEvents')]);
  });

  it('says what happened, where to look and what to type', () => {
    const description = synth.properties(ALARM)['AlarmDescription'];
    expect(String(description).split('\n')).toEqual([
      expect.stringMatching(/^Description: .+$/),
      expect.stringMatching(/^Investigation: .+get-listener.+$/),
      expect.stringMatching(/^Resolution: .+update-listener.+$/),
      expect.stringMatching(/RUNBOOK\.md#watchdog-errors$/),
    ]);
  });
});
