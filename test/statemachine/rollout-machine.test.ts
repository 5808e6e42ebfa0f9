import { App, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import validator from 'asl-validator';
import { describe, expect, it } from 'vitest';
import { REFUSALS } from '../../statemachine/contract/errors.ts';
import { hasFunction, ROLLOUT_FUNCTIONS } from '../../statemachine/contract/functions.ts';
import { DEFAULT_PLAN } from '../../statemachine/contract/plan.ts';
import { RolloutMachine } from '../../statemachine/rollout-machine.ts';
import { reachable, stateOf } from '../../verify/asl-graph.ts';
import { definitionOf, functionArn, machineProps } from '../../verify/definition.ts';

const stack = new Stack(new App({ context: { '@aws-cdk/aws-iam:minimizePolicies': true } }), 'Test');
const machine = new RolloutMachine(stack, 'Rollout', machineProps(stack));
const template = Template.fromStack(stack);
const propertiesOf = (type: string) =>
  Object.values(template.findResources(type)).map((resource) => resource['Properties'] as unknown);
const statements = (propertiesOf('AWS::IAM::Policy') as { PolicyDocument: { Statement: Statement[] } }[]).flatMap(
  (policy) => policy.PolicyDocument.Statement,
);
const definition = definitionOf();

/** What the claim is given by a plan of these times, in seconds. */
const claimOf = (settleSeconds: number, watchSeconds: number) =>
  stateOf(definitionOf({ ...DEFAULT_PLAN, settleSeconds, watchSeconds }), 'Claim the rollout').Arguments?.Payload;

interface Statement {
  readonly Action: string | string[];
  readonly Resource: unknown;
}

describe('the definition', () => {
  it('is valid Amazon States Language', () => {
    const result = validator(structuredClone(definition));
    expect({ valid: result.isValid, errors: result.errorsText('\n') }).toEqual({ valid: true, errors: '' });
  });

  it('is JSONata throughout and begins by asking what is wanted', () => {
    expect(definition).toMatchObject({ QueryLanguage: 'JSONata', StartAt: 'What is asked for?' });
  });

  it('refuses by name, with the cause in words', () => {
    const refuse = stateOf(definition, 'Claim the rollout').Catch?.[0];
    expect(refuse).toMatchObject({
      ErrorEquals: [
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
      Next: 'Refused',
    });
    expect(refuse?.ErrorEquals).toEqual(REFUSALS);
    expect(stateOf(definition, 'Refused')).toMatchObject({
      Error: '{% $refusal.error %}',
      Cause: '{% $refusal.cause %}',
    });
  });

  it('hands the claim what it judges', () => {
    expect(stateOf(definition, 'Claim the rollout').Arguments?.Payload).toMatchObject({
      input: '{% $states.context.Execution.Input %}',
      newestVersion: '7',
      weights: [10, 30, 50, 100],
      canaryAlarms: ['canary-errors', 'canary-duration'],
      productionAlarms: ['production-errors'],
    });
  });

  it('tells the claim how soon after its weights went back a release is closed, if within three minutes', () => {
    expect(claimOf(60, 119)).toMatchObject({ weightsBackSeconds: 179 });
    expect(claimOf(60, 120)).not.toHaveProperty('weightsBackSeconds');
    expect(stateOf(definition, 'Claim the rollout').Arguments?.Payload).not.toHaveProperty('weightsBackSeconds');
  });

  it('tests the canary before any user meets it, and production before the traffic returns', () => {
    expect(stateOf(definition, 'Smoke-test the canary').Arguments?.Payload).toMatchObject({
      alias: 'canary',
      path: '/health',
      answers: 3,
    });
    expect(stateOf(definition, 'Smoke-test the canary').Next).toBe('Shift to 10%');
    expect(stateOf(definition, 'Confirm the new production').Arguments?.Payload).toMatchObject({
      alias: 'production',
      path: '/health',
      answers: 10,
    });
    expect(stateOf(definition, 'Confirm the new production').Next).toBe('Return traffic to production');
  });

  it('has the canary asked beside production only where the plan says so, and no other alias', () => {
    const smoke = { requests: [{ path: '/orders', values: true }], warm: { withinMs: 200, atMost: 20 } };
    const asking = definitionOf({ ...DEFAULT_PLAN, smoke });
    const argsOf = (state: string, from = asking) => stateOf(from, state).Arguments?.Payload as object;
    expect(argsOf('Smoke-test the canary')).toEqual({
      ...argsOf('Smoke-test the canary', definition),
      smoke: { ...smoke, production: '{% $previousVersion %}' },
    });
    for (const state of Object.keys(asking.States).filter((each) => each !== 'Smoke-test the canary'))
      expect(stateOf(asking, state)).toEqual(stateOf(definition, state));
    expect(asking.TimeoutSeconds).toBe(definition.TimeoutSeconds);
    expect(argsOf('Smoke-test the canary', definition)).not.toHaveProperty('smoke');
  });

  it("watches production by production's own alarms", () => {
    expect(stateOf(definition, 'Check production alarms').Arguments?.Payload).toMatchObject({
      subject: 'production',
      weight: 0,
      bakeSeconds: 300,
      alarms: ['production-errors'],
    });
  });

  it('closes its own rollout, and only then is promoted', () => {
    expect(stateOf(definition, 'Close the rollout').Arguments?.Payload).toMatchObject({
      rollout: '{% $states.context.Execution.Id %}',
      outcome: 'promoted',
    });
    expect(stateOf(definition, 'Close the rollout').Next).toBe('Promoted');
    expect([...reachable(definition, 'Promote the canary', ['Close the rollout', 'Roll back'])]).not.toContain(
      'Promoted',
    );
  });
});

describe('the construct', () => {
  it('may invoke each handler, unqualified, and nothing else of Lambda', () => {
    const names = ROLLOUT_FUNCTIONS.filter((name) => hasFunction(DEFAULT_PLAN, name)).toSorted();
    expect(statements.filter((statement) => JSON.stringify(statement.Action).includes('lambda:'))).toEqual([
      { Action: 'lambda:InvokeFunction', Effect: 'Allow', Resource: names.map(functionArn) },
    ]);
  });

  it('has no wildcard but those of log delivery and tracing', () => {
    const wild = statements.filter((statement) => JSON.stringify(statement.Resource).includes('*'));
    expect(wild.flatMap((statement) => statement.Action).sort()).toEqual([
      'logs:CreateLogDelivery',
      'logs:DeleteLogDelivery',
      'logs:DescribeLogGroups',
      'logs:DescribeResourcePolicies',
      'logs:GetLogDelivery',
      'logs:ListLogDeliveries',
      'logs:PutResourcePolicy',
      'logs:UpdateLogDelivery',
      'xray:GetSamplingRules',
      'xray:GetSamplingTargets',
      'xray:PutTelemetryRecords',
      'xray:PutTraceSegments',
    ]);
  });

  it('keeps a week of complete logs under the vended prefix, and traces', () => {
    expect(propertiesOf('AWS::Logs::LogGroup')).toEqual([
      { LogGroupName: expect.stringMatching(/^\/aws\/vendedlogs\/states\//), RetentionInDays: 7 },
    ]);
    expect(propertiesOf('AWS::StepFunctions::StateMachine')).toMatchObject([
      {
        StateMachineType: 'STANDARD',
        LoggingConfiguration: { Level: 'ALL', IncludeExecutionData: true },
        TracingConfiguration: { Enabled: true },
      },
    ]);
  });

  it('shows its machine and its logs', () => {
    expect(machine.stateMachine.stateMachineArn).toBeTruthy();
    expect(machine.logGroup.logGroupName).toBeTruthy();
  });

  it.each(['canaryAlarmNames', 'productionAlarmNames'])('rejects a rollout that nothing would judge: %s', (name) => {
    const other = new Stack(new App(), 'Other');
    expect(() => new RolloutMachine(other, 'Rollout', { ...machineProps(other), [name]: [] })).toThrow(
      `${name}: got no alarm, expected at least one`,
    );
  });
});
