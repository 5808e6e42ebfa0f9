import { CfnResource, type Stack } from 'aws-cdk-lib';
import { PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { describe, expect, it } from 'vitest';
import { problemsOf, STRICT_CONTEXT } from '../../infra/app/template-problems.ts';
import { stubbedApp } from './synthesized.ts';

/** What the judges say about the stack, perhaps with something added to it. */
function judged(
  context: Readonly<Record<string, unknown>>,
  add: (stack: Stack) => void = () => {},
): string | undefined {
  const created = stubbedApp({ ...context, ...STRICT_CONTEXT });
  add(created.stack);
  return problemsOf(created);
}

describe("CDK's validator in strict mode and cdk-nag", () => {
  it('find nothing with everything switched on', () => {
    const plan = { smoke: { requests: [{ path: '/' }] } };
    expect(judged({ canary: { email: 'releases@example.com', vpcId: 'vpc-0123456789abcdef0', plan } })).toBeUndefined();
  });

  it('find a circular dependency', () => {
    const problems = judged({}, (stack) => {
      const first = new CfnResource(stack, 'First', { type: 'AWS::SNS::Topic' });
      const second = new CfnResource(stack, 'Second', {
        type: 'AWS::SNS::Topic',
        properties: { DisplayName: first.getAtt('TopicName') },
      });
      first.addPropertyOverride('DisplayName', second.getAtt('TopicName'));
    });
    expect(problems).toMatch(/circular/i);
  });

  it('find a property that the resource does not have', () => {
    const problems = judged(
      {},
      (stack) => new CfnResource(stack, 'Typo', { type: 'AWS::SNS::Topic', properties: { DisplayNam: 'typo' } }),
    );
    expect(problems).toContain('DisplayNam');
  });

  it('find a wildcard that nobody gave a reason for', () => {
    const problems = judged({}, (stack) => {
      const role = new Role(stack, 'Loose', { assumedBy: new ServicePrincipal('lambda.amazonaws.com') });
      role.addToPolicy(new PolicyStatement({ actions: ['sns:Publish'], resources: ['*'] }));
    });
    expect(problems).toContain('AwsSolutions-IAM5[Resource::*]');
  });
});
