import { Aspects, CfnResource, RemovalPolicy, Stack, Token } from 'aws-cdk-lib';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import type { CfnServiceNetworkVpcAssociation } from 'aws-cdk-lib/aws-vpclattice';
import { Construct } from 'constructs';
import { describe, expect, it } from 'vitest';
import { LatticeCanary } from '../../infra/constructs/lattice-canary.ts';
import { problemsOf, STRICT_CONTEXT } from '../../infra/app/template-problems.ts';
import { DEFAULT_PLAN } from '../../statemachine/contract/plan.ts';
import { ownApp, ownFunction, ownStack } from './own-app.ts';
import { synthesizedStack } from './synthesized.ts';

const aliases = ['Production', 'Canary', 'Previous'].map((id) => `Canary/Aliases/${id}`);

/** A service whose function, or another one, has an alias of that name already. */
const withAlias = (name: string, of = 'Orders') =>
  ownStack((stack) => {
    const [fn, other] = [ownFunction(stack), ownFunction(stack, {}, 'Other')];
    (of === 'Orders' ? fn : other).addAlias(name);
    return { fn };
  });

const definitionWith = (plan: object) =>
  JSON.stringify(
    ownStack({ plan, email: undefined } as never)
      .synthesize()
      .properties('Canary/Rollout/Machine')['DefinitionString'],
  );

describe('an alias that the function has already', () => {
  it.each(['production', 'canary', 'previous'])('is refused by name where it is called %s', (name) => {
    expect(() => withAlias(name).synthesize()).toThrow(
      `fn: got an alias "${name}" of it at Shop/Orders/Alias${name}/Resource; expected another name`,
    );
    expect(() => withAlias(name).synthesize()).toThrow('Give theirs another name with aliasPrefix, such as "lattice-"');
  });

  it("may have any other name, and is another function's to have", () => {
    expect(() => withAlias('live').synthesize()).not.toThrow();
    expect(() => withAlias('preview').synthesize()).not.toThrow();
    expect(() => withAlias('production', 'Other').synthesize()).not.toThrow();
  });
});

describe("a function of one's own", () => {
  it('is all that has to be given: the handlers are bundled too', () => {
    const { app } = ownApp();
    const stack = new Stack(app, 'Shop');
    const canary = new LatticeCanary(stack, 'Canary', { fn: ownFunction(stack) });
    const synth = synthesizedStack(app, stack);
    expect(canary.serviceName).toBe('Shop.Canary');
    expect(synth.all('AWS::Lambda::Function')).toHaveLength(12);
    expect(synth.properties('Canary/CanaryAlarms/LambdaErrors')).toMatchObject({
      AlarmName: 'canary-lambda-errors-Shop.Canary',
      Threshold: 5,
    });
  });

  it('gets the default plan and the root as what smoke tests ask for', () => {
    const definition = JSON.stringify(ownStack().synthesize().properties('Canary/Rollout/Machine')['DefinitionString']);
    for (const { weight } of DEFAULT_PLAN.steps) expect(definition).toContain(`Bake at ${weight}%`);
    expect(definition).toContain(String.raw`\"path\":\"/\"`);
  });

  it('may name what else is compared, by names that only the deployment knows', () => {
    const synth = ownStack((stack) => {
      const service = ownFunction(stack, {}, 'Other').functionName;
      const count = {
        namespace: 'Shop',
        metricName: 'Checkouts',
        canary: { service, alias: 'canary' },
        production: { service, alias: 'production' },
      };
      return {
        plan: {
          compare: {
            metrics: [{ noun: 'failed checkouts', bad: { ...count, metricName: 'FailedCheckouts' }, all: count }],
          },
        },
      };
    }).synthesize();
    const definition = JSON.stringify(synth.properties('Canary/Rollout/Machine')['DefinitionString']);
    expect(definition).toContain('failed checkouts');
    expect(definition).toMatch(/\{"Ref":"Other[0-9A-F]{8}"\}/);
  });

  it('takes from the default what plan and alarms do not name', () => {
    const synth = ownStack({ plan: { steps: [{ weight: 100, bakeSeconds: 60 }] }, alarms: { errors: 0 } }).synthesize();
    expect(synth.properties('Canary/CanaryAlarms/LambdaErrors')['Threshold']).toBe(0);
    expect(synth.properties('Canary/CanaryAlarms/LambdaThrottles')['Threshold']).toBe(5);
    expect(JSON.stringify(synth.properties('Canary/Rollout/Machine')['DefinitionString'])).not.toContain('Bake at 10%');
  });

  it('takes what is undefined for not said', () => {
    const step = { weight: 50, bakeSeconds: 60, approve: undefined };
    const nothing = { steps: undefined, checkSeconds: undefined, compare: { alpha: undefined } };
    expect(definitionWith(nothing)).toBe(definitionWith({}));
    expect(definitionWith({ steps: [step, { weight: 100, bakeSeconds: 60 }] })).toContain('Bake at 50%');
  });

  it('may stand in a VPC', () => {
    const { synthesize } = ownStack((stack) => {
      const vpc = ec2.Vpc.fromVpcAttributes(stack, 'Vpc', {
        vpcId: 'vpc-0123456789abcdef0',
        availabilityZones: ['eu-west-1a'],
        privateSubnetIds: ['subnet-1'],
      });
      const securityGroups = [ec2.SecurityGroup.fromSecurityGroupId(stack, 'Group', 'sg-0123456789abcdef0')];
      return { fn: ownFunction(stack, { vpc, securityGroups }) };
    });
    const synth = synthesize();
    expect(synth.properties('Orders')['VpcConfig']).toEqual({
      SubnetIds: ['subnet-1'],
      SecurityGroupIds: ['sg-0123456789abcdef0'],
    });
    expect(synth.properties('Canary/Lattice/ProductionTargetGroup')['Targets']).toEqual([
      { Id: synth.ref('Canary/Aliases/Production') },
    ]);
  });

  it('may have versions already: the aliases begin at the one that is named', () => {
    const synth = ownStack({ initialVersion: '42' }).synthesize();
    for (const alias of aliases) expect(synth.properties(alias)['FunctionVersion']).toBe('42');
  });

  it("passes the strict validator and cdk-nag, but for what is the function's own", () => {
    const { app, handlerBundles } = ownApp(STRICT_CONTEXT);
    const stack = new Stack(app, 'Shop');
    new LatticeCanary(stack, 'Canary', { handlerBundles, fn: ownFunction(stack) });
    const problems = problemsOf({ app }) ?? '';
    // CDK's default role has the managed policy AWSLambdaBasicExecutionRole.
    expect(problems).toContain('Shop/Orders/ServiceRole');
    expect(problems).not.toContain('Shop/Canary');
  });

  it('and every option together pass both too', () => {
    const { app, handlerBundles } = ownApp(STRICT_CONTEXT);
    const stack = new Stack(app, 'Shop');
    const alarm = new cloudwatch.Alarm(stack, 'FewOrders', {
      metric: new cloudwatch.Metric({ namespace: 'Shop', metricName: 'Orders' }),
      threshold: 1,
      evaluationPeriods: 1,
    });
    new LatticeCanary(stack, 'Canary', {
      handlerBundles,
      fn: ownFunction(stack),
      email: 'releases@example.com',
      serviceNetworkId: 'sn-0123456789abcdef0',
      vpcId: 'vpc-0123456789abcdef0',
      securityGroupIds: ['sg-0123456789abcdef0'],
      auth: { type: 'AWS_IAM', allow: 'account' },
      extraAlarms: [alarm],
      encryptionKey: new kms.Key(stack, 'Key', { enableKeyRotation: true }),
      releaseOnDeploy: true,
    });
    const findings = (problemsOf({ app }) ?? '')
      .split('\n')
      .filter((line) => /Shop\/(Canary|Key|FewOrders)/.test(line));
    expect(findings).toEqual([]);
  });
});

describe('a function that cannot be released', () => {
  it.each<[what: string, fn: (stack: Stack) => lambda.Function, got: RegExp]>([
    [
      'a fixed name',
      (stack) => ownFunction(stack, { functionName: 'orders' }),
      /fn: got the fixed functionName "orders"; expected none: Lambda gives no version number twice/,
    ],
    [
      'a currentVersion that is not retained',
      (stack) => ownFunction(stack, { currentVersionOptions: {} }),
      new RegExp(
        'removal policy (DESTROY|Delete); expected currentVersionOptions: .*RETAIN_ON_UPDATE_OR_DELETE.*' +
          'delete the version that production runs',
      ),
    ],
    [
      'a currentVersion that a failed update would leave behind',
      (stack) => ownFunction(stack, { currentVersionOptions: { removalPolicy: RemovalPolicy.RETAIN } }),
      /removal policy Retain; expected .*the same code could not be deployed again/,
    ],
    [
      'provisioned concurrency on its versions',
      (stack) =>
        ownFunction(stack, {
          currentVersionOptions: {
            removalPolicy: RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE,
            provisionedConcurrentExecutions: 2,
          },
        }),
      /fn: got currentVersionOptions\.provisionedConcurrentExecutions; expected none/,
    ],
    [
      'an imported one',
      (stack) =>
        lambda.Function.fromFunctionArn(
          stack,
          'Imported',
          'arn:aws:lambda:eu-west-1:111122223333:function:orders',
        ) as lambda.Function,
      /fn: got Shop.Imported, which is no function of this app .*; expected a lambda\.Function that this stack creates/,
    ],
    [
      'an alias',
      (stack) => ownFunction(stack).addAlias('live') as unknown as lambda.Function,
      /which is no function of this app/,
    ],
    [
      'one of another stack',
      (stack) => ownFunction(new Stack(stack.node.scope, 'Other')),
      /fn: got Other\/Orders of another stack; expected a function of Shop/,
    ],
  ])('rejects %s', (_what, fn, got) => {
    expect(() => ownStack((stack) => ({ fn: fn(stack) }))).toThrow(got);
  });
});

const bad = () =>
  ownStack({
    serviceName: 'my shop',
    smokeTestPath: 'health',
    plan: { settleSeconds: 1 },
    securityGroupIds: ['sg-0123456789abcdef0'],
  });

describe('options', () => {
  it('rejects bad ones all at once, naming construct, option, value and rule', () => {
    expect(bad).toThrow(/^LatticeCanary Shop\/Canary cannot be made with these options:/);
    expect(bad).toThrow(/props\.serviceName: got "my shop"; expected 1 to 128 letters/);
    expect(bad).toThrow(/props\.smokeTestPath: got "health"; expected a path that begins with "\/"/);
    expect(bad).toThrow(/props\.plan\.settleSeconds: got 1/);
  });

  it.each([
    [
      'a path through another construct',
      (stack: Stack) => new Construct(stack, 'Backend'),
      'Orders',
      /^Shop\.Backend\.Orders$/,
    ],
    [
      'a path that makes no plain name',
      (stack: Stack) => new Construct(stack, 'Back end'),
      'Orders.v1',
      /^Shop-\w+-\w+-[0-9A-F]{8}$/,
    ],
  ])('name the service after %s', (_what, scope, id, name) => {
    const { app, handlerBundles } = ownApp();
    const stack = new Stack(app, 'Shop');
    expect(new LatticeCanary(scope(stack), id, { handlerBundles, fn: ownFunction(stack) }).serviceName).toMatch(name);
  });

  it('rejects a service name that only CloudFormation would know', () => {
    expect(() => ownStack((stack) => ({ serviceName: stack.stackId }))).toThrow('expected a literal');
  });

  it('takes references to other resources for ids and ARNs', () => {
    const references = ['Network', 'Vpc', 'Group'].map((name) => Token.asString({ Ref: name }));
    const [serviceNetworkId = '', vpcId = '', group = ''] = references;
    const { canary, stack } = ownStack({ serviceNetworkId, vpcId, securityGroupIds: [group] });
    const association = canary.lattice.node.findChild('VpcAssociation') as CfnServiceNetworkVpcAssociation;
    expect(
      stack.resolve([association.serviceNetworkIdentifier, association.vpcIdentifier, association.securityGroupIds]),
    ).toEqual([{ Ref: 'Network' }, { Ref: 'Vpc' }, [{ Ref: 'Group' }]]);
  });
});

describe('aliases that somebody else changes', () => {
  it('rejects provisioned concurrency that scales', () => {
    const { canary, synthesize } = ownStack();
    canary.aliases.production.addAutoScaling({ minCapacity: 1, maxCapacity: 2 });
    expect(synthesize).toThrow('alias production: addAutoScaling: not supported');
  });

  it.each<[property: string, value: unknown, refusal: string]>([
    [
      'ProvisionedConcurrencyConfig',
      { provisionedConcurrentExecutions: 1 },
      'provisionedConcurrencyConfig: not supported',
    ],
    ['RoutingConfig', { additionalVersionWeights: [] }, 'routingConfig: not supported'],
    ['FunctionVersion', '7', 'functionVersion: got "7"; expected the literal "1"'],
  ])('rejects %s', (property, value, refusal) => {
    const { stack, synthesize } = ownStack();
    Aspects.of(stack).add({
      visit(node) {
        if (CfnResource.isCfnResource(node) && node.cfnResourceType === 'AWS::Lambda::Alias') {
          Object.assign(node, { [`${property.charAt(0).toLowerCase()}${property.slice(1)}`]: value });
        }
      },
    });
    expect(synthesize).toThrow(refusal);
  });
});
