import { describe, expect, it } from 'vitest';
import { compilePattern } from 'local-aws/events';
import { releaseEvent } from '../../rollout/release-event.ts';
import { describeRollback } from '../../rollout/rollback/revoke.ts';
import { RELEASE_EVENTS } from '../../statemachine/contract/names.ts';
import { synthesize } from './synthesized.ts';

const REFUSED = 'Canary/RefusedDeploys/Rule';
const RULE = 'Canary/Rules/Deploy';
const STACK_ID = { Ref: 'AWS::StackId' };

describe('release on deploy', () => {
  const synth = synthesize({ canary: { releaseOnDeploy: true } });

  it('is off unless told: nothing listens to deployments', () => {
    expect(JSON.stringify(synthesize().all('AWS::Events::Rule'))).not.toContain('aws.cloudformation');
  });

  it('hears of completed updates of this stack', () => {
    expect(synth.properties(RULE)['EventPattern']).toEqual({
      source: ['aws.cloudformation'],
      'detail-type': ['CloudFormation Stack Status Change'],
      detail: { 'stack-id': [STACK_ID], 'status-details': { status: ['UPDATE_COMPLETE'] } },
    });
  });

  it.each([
    ['UPDATE_COMPLETE', 'this', true],
    ['UPDATE_COMPLETE', 'another', false],
    ['CREATE_COMPLETE', 'this', false],
    ['UPDATE_COMPLETE_CLEANUP_IN_PROGRESS', 'this', false],
    ['UPDATE_ROLLBACK_COMPLETE', 'this', false],
  ])('of %s of %s stack: %s', (status, stack, heard) => {
    const pattern: unknown = JSON.parse(
      JSON.stringify(synth.properties(RULE)['EventPattern']).replace(JSON.stringify(STACK_ID), '"this"'),
    );
    const event = {
      source: 'aws.cloudformation',
      'detail-type': 'CloudFormation Stack Status Change',
      detail: { 'stack-id': stack, 'status-details': { status, 'status-reason': '' }, 'client-request-token': '' },
    };
    expect(compilePattern(pattern)(event)).toBe(heard);
  });

  it('starts the machine and says why, keeping what it cannot deliver', () => {
    expect(synth.properties(RULE)['Targets']).toEqual([
      {
        Id: 'Target0',
        Arn: synth.ref('Canary/Rollout/Machine'),
        Input: '{"onDeploy":true}',
        RoleArn: synth.arn('Canary/Rollout/Machine/EventsRole'),
        DeadLetterConfig: { Arn: synth.arn('Canary/Undelivered/Queue') },
        RetryPolicy: { MaximumEventAgeInSeconds: 3600, MaximumRetryAttempts: 185 },
      },
    ]);
  });
});

const ended = (detail: object) => ({
  source: 'aws.states',
  'detail-type': 'Step Functions Execution Status Change',
  detail: {
    stateMachineArn: 'machine',
    status: 'FAILED',
    input: '{"onDeploy":true}',
    error: 'ConfigurationNotPublished',
    ...detail,
  },
});

describe('what was deployed while a release ran', () => {
  const synth = synthesize({ canary: { releaseOnDeploy: true } });
  const queued = synth.properties('Canary/QueuedDeploys/Rule');

  it.each([
    ['promoted', true],
    ['started', false],
    ['held', false],
    ['reverted', false],
    ['rolled back', false],
    ['rollback failed', false],
  ] as const)('is started when a release is %s: %s', (kind, starts) => {
    const rollout = { id: 'arn:e', version: '7', previousVersion: '6' };
    const service = 'CanaryDeploymentLatticeStack';
    const detail = releaseEvent({ kind, service, rollout, time: new Date(0), message: 'so' });
    const event = { source: RELEASE_EVENTS.source, 'detail-type': RELEASE_EVENTS.detailType, detail };
    expect(compilePattern(queued['EventPattern'])(event)).toBe(starts);
    expect(compilePattern(queued['EventPattern'])({ ...event, detail: { ...detail, service: 'other' } })).toBe(false);
  });

  const given = { version: '7', previousVersion: '6', reason: 'so' };
  it.each<[what: string, detail: object, starts: boolean]>([
    ['an alarm rolled back', { cause: describeRollback({ ...given, error: 'CanaryRolledBack' }) }, true],
    ['a check rolled back', { cause: describeRollback({ ...given, error: 'SmokeTestFailed' }) }, true],
    ['a person rolled back', { cause: describeRollback({ ...given, error: 'RollbackAsked' }) }, false],
    ['was to adopt a listener', { cause: describeRollback({ ...given, listener: 'adopt' }) }, false],
    ['was a revert', { cause: describeRollback({ ...given, kind: 'revert' }) }, false],
    ['was refused', { error: 'RolloutInProgress', cause: 'e1 holds the claim' }, false],
    ['was aborted', { status: 'ABORTED', error: null, cause: null }, false],
    ['ended without a cause that AWS passes on', { cause: null }, false],
    ['was another machine', { stateMachineArn: 'other', cause: describeRollback(given) }, false],
  ])('after an execution that %s: %j', (_what, detail, starts) => {
    const { EventPattern } = synth.properties('Canary/QueuedDeploys/RolledBack');
    const machine = JSON.stringify(synth.ref('Canary/Rollout/Machine'));
    const pattern: unknown = JSON.parse(JSON.stringify(EventPattern).replaceAll(machine, '"machine"'));
    expect(compilePattern(pattern)(ended({ error: 'CanaryRolledBack', ...detail }))).toBe(starts);
  });

  it('says to the machine after which release, and keeps what it cannot deliver', () => {
    expect(queued['Targets']).toEqual([
      {
        Id: 'Target0',
        Arn: synth.ref('Canary/Rollout/Machine'),
        InputTransformer: {
          InputPathsMap: { 'detail-rollout': '$.detail.rollout' },
          InputTemplate: '{"onDeploy":true,"after":<detail-rollout>}',
        },
        RoleArn: synth.arn('Canary/Rollout/Machine/EventsRole'),
        DeadLetterConfig: { Arn: synth.arn('Canary/Undelivered/Queue') },
        RetryPolicy: { MaximumEventAgeInSeconds: 3600, MaximumRetryAttempts: 185 },
      },
    ]);
  });

  it('is nobody to wait for unless releases start on deploy', () => {
    expect(JSON.stringify(synthesize().all('AWS::Events::Rule'))).not.toContain(RELEASE_EVENTS.source);
  });
});

describe('a release on deploy that is refused', () => {
  const synth = synthesize({ canary: { releaseOnDeploy: true } });
  const machine = JSON.stringify(synth.ref('Canary/Rollout/Machine'));
  const pattern: unknown = JSON.parse(
    JSON.stringify(synth.properties(REFUSED)['EventPattern']).replaceAll(machine, '"machine"'),
  );
  it.each<[what: string, detail: object, told: boolean]>([
    ['a refusal', {}, true],
    ['another rollout in progress', { error: 'RolloutInProgress' }, true],
    ['a rollback, which is announced', { error: 'CanaryRolledBack' }, false],
    ['what was to follow a release', { input: '{"onDeploy":true,"after":"arn:e"}' }, true],
    ['what somebody started who waits for it', { input: '{}' }, false],
    ['another machine', { stateMachineArn: 'other' }, false],
    ['a success', { status: 'SUCCEEDED', error: null }, false],
  ])('of %s people are told: %j', (_what, detail, told) => {
    expect(compilePattern(pattern)(ended(detail))).toBe(told);
  });

  it('goes to the release events as plain text, and what cannot be delivered to the dead-letter queue', () => {
    const [target] = synth.properties(REFUSED)['Targets'] as readonly { InputTransformer: { InputTemplate: string } }[];
    expect(target).toMatchObject({
      Arn: synth.ref('Canary/Topics/ReleaseEvents'),
      DeadLetterConfig: { Arn: synth.arn('Canary/Undelivered/Queue') },
    });
    expect(target?.InputTransformer.InputTemplate).toContain(
      'The deploy of CanaryDeploymentLatticeStack released nothing',
    );
  });

  it('may be published by rules, by one statement', () => {
    const { PolicyDocument } = synth.properties('Canary/Topics/ReleaseEvents/Policy') as {
      PolicyDocument: { Statement: readonly { Sid?: string }[] };
    };
    expect(PolicyDocument.Statement.filter(({ Sid }) => Sid === 'Rules')).toHaveLength(1);
  });

  it('is no rule unless releases start on deploy', () => {
    expect(JSON.stringify(synthesize().all('AWS::Events::Rule'))).not.toContain('onDeploy');
  });
});
