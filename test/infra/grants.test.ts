import type { Stack } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as kms from 'aws-cdk-lib/aws-kms';
import { describe, expect, it } from 'vitest';
import { readText } from '../docs/pages.ts';
import { ownStack } from './own-app.ts';
import type { Synthesized } from './synthesized.ts';

type GrantName = 'grantStart' | 'grantAbort' | 'grantRollBack';
interface Statement {
  readonly Action: string | readonly string[];
  readonly Resource: unknown;
}

const somebody = (stack: Stack) => new iam.Role(stack, 'Somebody', { assumedBy: new iam.AccountRootPrincipal() });

/** What somebody's role may do after one grant, and the rest of the template. */
function granted(grant: GrantName, encrypted = false) {
  const { stack, canary, synthesize } = ownStack((stack) =>
    encrypted ? { encryptionKey: new kms.Key(stack, 'Key') } : {},
  );
  canary[grant](somebody(stack)).assertSuccess();
  const synth = synthesize();
  const policy = synth.properties('Somebody/DefaultPolicy')['PolicyDocument'] as { readonly Statement: Statement[] };
  return { synth, statements: policy.Statement };
}

const machine = (synth: Synthesized) => synth.ref('Canary/Rollout/Machine');
const topic = (synth: Synthesized) => synth.ref('Canary/Topics/Rollback');
/** ARN of the machine with `execution` in place of `stateMachine`, and any name. */
const executions = (synth: Synthesized) => {
  const name = { 'Fn::Select': [6, { 'Fn::Split': [':', machine(synth)] }] };
  const [partition, region, account] = ['Partition', 'Region', 'AccountId'].map((each) => ({ Ref: `AWS::${each}` }));
  return {
    'Fn::Join': ['', ['arn:', partition, ':states:', region, ':', account, ':execution:', name, ':*']],
  };
};

const GRANTS = [
  ['grantStart', 'states:StartExecution', machine, '<StateMachineArn>'],
  ['grantAbort', 'states:StopExecution', executions, '<ExecutionArn>:*'],
  ['grantRollBack', 'sns:Publish', topic, '<RollbackTopicArn>'],
] as const;

describe.each(GRANTS)('%s', (grant, action, resource, placeholder) => {
  it(`allows ${action} on its resource and nothing else`, () => {
    const { synth, statements } = granted(grant);
    expect(statements).toEqual([{ Effect: 'Allow', Action: action, Resource: resource(synth) }]);
  });

  it('changes nothing of what is there', () => {
    const { synth } = granted(grant);
    const others = Object.entries(synth.template.Resources).filter(([id]) => !id.startsWith('Somebody'));
    expect(Object.fromEntries(others)).toEqual(ownStack().synthesize().template.Resources);
  });

  it('agrees with the ready-made policy of an operator', () => {
    const { Statement: statements } = JSON.parse(readText('docs/policies/operator.json')) as {
      readonly Statement: readonly Statement[];
    };
    const resources = statements.filter(({ Action }) => [Action].flat().includes(action));
    expect(resources.map(({ Resource }) => Resource)).toEqual([placeholder]);
  });

  it('is named in docs/security.md', () => {
    expect(readText('docs/security.md')).toContain(`\`${grant}\``);
  });
});

describe('a grant on an encrypted topic', () => {
  it('is one on its key too', () => {
    const { synth, statements } = granted('grantRollBack', true);
    expect(statements).toEqual([
      { Effect: 'Allow', Action: 'sns:Publish', Resource: topic(synth) },
      { Effect: 'Allow', Action: ['kms:Decrypt', 'kms:GenerateDataKey*'], Resource: synth.arn('Key') },
    ]);
  });
});

describe('a grant to another account', () => {
  const other = new iam.AccountPrincipal('444455556666');

  it('of rollbacks is a statement in the policy of the topic', () => {
    const { canary, synthesize } = ownStack();
    canary.grantRollBack(other);
    const synth = synthesize();
    const { Statement: statements } = synth.properties('Canary/Topics/Rollback/Policy')['PolicyDocument'] as {
      readonly Statement: readonly (Statement & { readonly Principal: unknown })[];
    };
    expect(statements.filter(({ Principal }) => JSON.stringify(Principal).includes('444455556666'))).toEqual([
      expect.objectContaining({ Effect: 'Allow', Action: 'sns:Publish', Resource: topic(synth) }),
    ]);
  });

  it('fails for executions, which have no policy of their own', () => {
    const { canary } = ownStack();
    expect(canary.grantStart(other).success).toBe(false);
    expect(canary.grantAbort(other).success).toBe(false);
  });
});
