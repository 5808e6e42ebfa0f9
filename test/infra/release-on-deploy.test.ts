import { describe, expect, it } from 'vitest';
import { compilePattern } from 'local-aws/events';
import { synthesize } from './synthesized.ts';

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
