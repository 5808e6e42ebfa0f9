import { Key } from 'aws-cdk-lib/aws-kms';
import { describe, expect, it } from 'vitest';
import { RICHEST } from '../../infra/app/variants.ts';
import { MOST_BYTES } from '../../infra/constructs/definition-size.ts';
import { fullest, limitFaults } from '../../verify/oracles/limits/limits.ts';
import { readText } from '../docs/pages.ts';
import { ownStack } from '../infra/own-app.ts';
import { synthesize, type SynthesizedTemplate } from '../infra/synthesized.ts';
import { servicesInAStack } from './services-in-a-stack.ts';

const longest = (length: number, start: string) => start.padEnd(length, 'x');
const HERE = { account: '111122223333', region: 'ap-southeast-1' };

let made: SynthesizedTemplate | undefined;

/** Everything as long and as many as the options allow. */
const worst = (): SynthesizedTemplate => (made ??= makeWorst());

function makeWorst(): SynthesizedTemplate {
  const steps = Array.from({ length: 20 }, (_, i) => ({ weight: 5 * (i + 1), bakeSeconds: 3600 }));
  const { canary, synthesize: synth } = ownStack(
    (stack) => ({
      serviceName: longest(128, 'service'),
      plan: {
        steps,
        checkSeconds: 300,
        brokenProductionHoldSeconds: 600,
        tooFewRequests: 'hold' as const,
        holdSeconds: 600,
      },
      extraAlarms: Array.from(
        { length: 20 },
        (_, i) => `arn:aws:cloudwatch:${HERE.region}:${HERE.account}:alarm:${longest(255, `alarm-${i}-`)}`,
      ),
      customDomain: { name: `${'a'.repeat(60)}.${'b'.repeat(60)}.example.com` },
      protocol: 'HTTP' as const,
      auth: { type: 'AWS_IAM' as const, allow: 'o-a1b2c3d4e5' },
      email: `${'a'.repeat(60)}@example.com`,
      encryptionKey: new Key(stack, 'Key'),
      vpcId: 'vpc-0123456789abcdef0',
      securityGroupIds: ['sg-0123456789abcdef0'],
      releaseOnDeploy: true,
      reserveConcurrency: true,
    }),
    { stackName: longest(128, 'Shop'), env: HERE },
  );
  canary.addOutputs();
  return synth().template;
}

describe('what AWS takes at most', () => {
  it('holds everything as long and as many as the options allow', () => {
    expect(limitFaults(worst())).toEqual([]);
  });

  it('holds a template whose definition is as large as synthesis lets through', () => {
    const template = worst();
    const machine = Object.values(template.Resources).find(({ Type }) => Type === 'AWS::StepFunctions::StateMachine');
    const definition = JSON.stringify(machine?.Properties['DefinitionString']).length;
    const rest = (fullest(template)['bytes of a template'] ?? Infinity) - definition;
    expect(rest + MOST_BYTES).toBeLessThan(1_000_000);
  });

  it('is looked at in every one of the limits', () => {
    const amounts = fullest(synthesize({ canary: RICHEST }).template);
    const nothing = Object.entries(amounts).filter(([, amount]) => amount === 0);
    // None is the most of these.
    expect(nothing.map(([name]) => name)).toEqual(['statements of a topic with the sid of another']);
  });

  it('is told for a stack with several services', () => {
    const faults = limitFaults(servicesInAStack(5));
    expect(faults).toEqual([expect.stringMatching(/^template: \d+ bytes of a template, at most 1000000/)]);
    const one = Object.keys(servicesInAStack(1).Resources).length;
    expect(readText('docs/operations.md')).toContain(`A service is ${one} resources`);
  });
});

type Properties = Record<string, unknown>;
/** A template with one resource. */
const having = (Type: string, its: Properties) => ({ Resources: { It: { Type, Properties: its } } });
const policyOf = (count: number, Sid?: string) => ({
  Statement: Array.from({ length: count }, () => ({
    ...(Sid !== undefined && { Sid }),
    Effect: 'Allow',
    Action: 'sqs:SendMessage',
    Resource: '*',
  })),
});

describe('too much is found', () => {
  it.each<[fault: string, type: string, its: Properties]>([
    ['characters of an event pattern', 'AWS::Events::Rule', { EventPattern: { source: [longest(2048, 'aws.')] } }],
    [
      "bytes of a function's environment",
      'AWS::Lambda::Function',
      { Environment: { Variables: { A: longest(4096, 'a') } } },
    ],
    ["characters of a role's inline policies", 'AWS::IAM::Policy', { Roles: ['role'], PolicyDocument: policyOf(200) }],
    ['statements of the policy of a queue', 'AWS::SQS::QueuePolicy', { PolicyDocument: policyOf(21) }],
    [
      'statements of a topic with the sid of another',
      'AWS::SNS::TopicPolicy',
      { PolicyDocument: policyOf(2, 'Rules') },
    ],
    ['characters of the description of an alarm', 'AWS::CloudWatch::Alarm', { AlarmDescription: longest(1025, 'x') }],
    [
      'characters of the name of a state',
      'AWS::StepFunctions::StateMachine',
      { DefinitionString: JSON.stringify({ States: { [longest(81, 'Wait')]: { Type: 'Pass' } } }) },
    ],
  ])('%s', (fault, type, its) => {
    expect(limitFaults(having(type, its))).toEqual([expect.stringContaining(fault)]);
  });

  it('in a name that CloudFormation makes, as long as it may become', () => {
    const rules = Object.fromEntries(
      Array.from({ length: 15 }, (_, i) => [`Rule${i}`, { Type: 'AWS::Events::Rule', Properties: {} }]),
    );
    const resources = Object.keys(rules).map((id) => ({ 'Fn::GetAtt': [id, 'Arn'] }));
    const pattern = { resources: [...resources, longest(600, 'x')] };
    const template = {
      Resources: { ...rules, It: { Type: 'AWS::Events::Rule', Properties: { EventPattern: pattern } } },
    };
    expect(limitFaults(template)).toEqual([expect.stringContaining('characters of an event pattern')]);
  });
});
