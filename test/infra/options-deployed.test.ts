import { Stack } from 'aws-cdk-lib';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as kms from 'aws-cdk-lib/aws-kms';
import { describe, expect, it } from 'vitest';
import { LatticeCanary, type LatticeCanaryProps } from '../../infra/constructs/lattice-canary.ts';
import { OPERATOR } from 'local-aws';
import { deployed } from './deployed.ts';
import { ownApp, ownFunction } from './own-app.ts';
import { stubbedApp } from './synthesized.ts';

const { cloud, codeOf, answerOf } = deployed();

const NETWORK = 'sn-0123456789abcdef0';
const ARN = 'eu-west-1:123456789012';

/** Deploys the sample with some settings, anew or over what was there. */
async function deploySample(canary: object, release = '1.0.0') {
  const { app } = stubbedApp({ canary, release });
  return cloud().deploy(app.synth().directory);
}

/** Deploys the stack of an app of one's own. */
async function deployOwn(name: string, build: (stack: Stack, handlerBundles: string) => void) {
  const { app, handlerBundles } = ownApp();
  build(new Stack(app, name), handlerBundles);
  return cloud().deploy(app.synth().directory);
}

const canaryIn = (
  stack: Stack,
  handlerBundles: string,
  props: Omit<LatticeCanaryProps, 'handlerBundles'>,
  id = 'Canary',
) => new LatticeCanary(stack, id, { handlerBundles, ...props });

/** Long enough for an event to arrive; simulated. */
const aMoment = async () => cloud().clock.sleep(10_000);

describe('the local cloud deploys the sample', () => {
  it.each<[what: string, canary: object]>([
    ['as it is', {}],
    ['in a network that others own', { serviceNetworkId: NETWORK }],
    [
      'in a network of another account',
      { serviceNetworkId: `arn:aws:vpc-lattice:eu-west-1:444455556666:servicenetwork/${NETWORK}` },
    ],
    ['with a VPC and security groups', { vpcId: 'vpc-0123456789abcdef0', securityGroupIds: ['sg-0123456789abcdef0'] }],
    ['over HTTP', { protocol: 'HTTP' }],
    ['for signed requests of the account', { auth: { type: 'AWS_IAM', allow: 'account' } }],
    ['for signed requests of the organization', { auth: { type: 'AWS_IAM', allow: 'o-a1b2c3d4e5' } }],
    [
      'with a domain',
      { customDomain: { name: 'shop.example.com', certificateArn: `arn:aws:acm:${ARN}:certificate/1234abcd` } },
    ],
    ['with extra alarms', { extraAlarmArns: [`arn:aws:cloudwatch:${ARN}:alarm:orders`] }],
    ['with a key', { encryptionKeyArn: `arn:aws:kms:${ARN}:key/1234abcd` }],
    ['with release on deploy', { releaseOnDeploy: true }],
    ['with concurrency reserved', { reserveConcurrency: true }],
  ])('%s', async (_what, canary) => {
    const { stack } = await deploySample(canary);
    expect(stack.StackStatus).toMatch(/^(CREATE|UPDATE)_COMPLETE$/);
  });
});

it('answers are counted in access logs from one deployment on, and no longer from another one on', async () => {
  const logged = () =>
    cloud()
      .lattice.subscriptions.all()
      .map(({ destinationArn }) => destinationArn);
  await deploySample({});
  const live = JSON.stringify(
    cloud()
      .lattice.listeners.all()
      .map(({ id, groups }) => [id, groups]),
  );
  await deploySample({ answersFrom: 'access-logs' });
  expect(logged()).toEqual([expect.stringMatching(/:log-group:\/aws\/vendedlogs\/vpc-lattice\/\S+:\*$/)]);
  await deploySample({ answersFrom: 'none' });
  expect(logged()).toEqual([]);
  expect(
    JSON.stringify(
      cloud()
        .lattice.listeners.all()
        .map(({ id, groups }) => [id, groups]),
    ),
  ).toBe(live);
});

describe("the local cloud deploys functions of one's own", () => {
  it('in a VPC, with the role that CDK makes', async () => {
    await deployOwn('InVpc', (stack, bundles) => {
      const vpc = ec2.Vpc.fromVpcAttributes(stack, 'Vpc', {
        vpcId: 'vpc-0123456789abcdef0',
        availabilityZones: ['eu-west-1a'],
        privateSubnetIds: ['subnet-1'],
      });
      const securityGroups = [ec2.SecurityGroup.fromSecurityGroupId(stack, 'Group', 'sg-0123456789abcdef0')];
      canaryIn(stack, bundles, {
        fn: ownFunction(stack, { vpc, securityGroups, code: codeOf('in a VPC') }),
        customDomain: { name: 'vpc.example.com' },
        protocol: 'HTTP',
      });
    });
    expect(await answerOf('vpc.example.com')).toBe('in a VPC');
  });

  it('two of them in one stack, each reached by its name', async () => {
    await deployOwn('Two', (stack, bundles) => {
      for (const name of ['orders', 'stock']) {
        canaryIn(
          stack,
          bundles,
          {
            fn: ownFunction(stack, { code: codeOf(name) }, `${name}Function`),
            protocol: 'HTTP',
            customDomain: { name: `${name}.example.com` },
          },
          name,
        );
      }
    });
    expect([await answerOf('orders.example.com'), await answerOf('stock.example.com')]).toEqual(['orders', 'stock']);
  });

  it('two of them in two stacks of one app', async () => {
    const { app, handlerBundles } = ownApp();
    const names = ['pay', 'ship'];
    for (const name of names) {
      const stack = new Stack(app, name);
      canaryIn(stack, handlerBundles, {
        fn: ownFunction(stack, { code: codeOf(name) }),
        protocol: 'HTTP',
        customDomain: { name: `${name}.example.com` },
      });
    }
    const { directory } = app.synth();
    for (const name of names) await cloud().deploy(directory, name);
    expect([await answerOf('pay.example.com'), await answerOf('ship.example.com')]).toEqual(names);
  });

  it('with versions that are there already: production begins at the one that is named', async () => {
    for (const code of ['first', 'second'])
      await deployOwn('Grown', (stack) => void ownFunction(stack, { code: codeOf(code) }).currentVersion);
    await deployOwn('Grown', (stack, bundles) => {
      canaryIn(stack, bundles, {
        fn: ownFunction(stack, { code: codeOf('third') }),
        initialVersion: '2',
        protocol: 'HTTP',
        customDomain: { name: 'grown.example.com' },
      });
    });
    expect(await answerOf('grown.example.com')).toBe('second');
  });

  it('rejects a first version that the function does not have', async () => {
    const deploying = deployOwn('Young', (stack, bundles) =>
      canaryIn(stack, bundles, { fn: ownFunction(stack, { code: codeOf('young') }), initialVersion: '42' }),
    );
    await expect(deploying).rejects.toThrow(/CanaryAliases\w+ \(AWS::Lambda::Alias\): .*42/);
  });
});

/** How many of the machine's executions a deployment has started. */
async function releasedOnDeploy(): Promise<number> {
  const stateMachineArn = cloud().outputs['StateMachineArn'] ?? '';
  const { DescribeExecution, ListExecutions } = cloud().operations.states;
  const { executions } = (await ListExecutions({ stateMachineArn }, OPERATOR)) as {
    executions: readonly { readonly executionArn: string }[];
  };
  const all = executions.map(({ executionArn }) => DescribeExecution({ executionArn }, OPERATOR));
  return (await Promise.all(all)).filter((each) => 'input' in each && each.input === '{"onDeploy":true}').length;
}

describe('what follows from a deployment', () => {
  it('is a release when the settings say so, and only after an update', async () => {
    await deploySample({ releaseOnDeploy: false });
    const before = await releasedOnDeploy();
    await aMoment();
    expect(await releasedOnDeploy()).toBe(before);
    await deploySample({ releaseOnDeploy: true }, '2.0.0');
    await aMoment();
    expect(await releasedOnDeploy()).toBe(before + 1);
  });

  it('is a notice to people when a rollback fails for good', async () => {
    await deploySample({ email: 'releases@example.com' });
    const detail = {
      stateMachineArn: cloud().outputs['StateMachineArn'],
      executionArn: 'arn:of:the:execution',
      status: 'FAILED',
      error: 'RollbackFailed',
      cause: 'a "quoted" cause',
    };
    cloud().bus.emit({
      source: 'aws.states',
      'detail-type': 'Step Functions Execution Status Change',
      resources: ['arn:of:the:execution'],
      detail,
    });
    await aMoment();
    const notices = cloud().topics.outbox.filter(({ message }) =>
      message.includes('failed: RollbackFailed in arn:of:the:execution.'),
    );
    expect(notices).toHaveLength(1);
    expect(notices[0]?.message).toContain(
      `--service-identifier ${cloud().outputs['ServiceId']} --listener-identifier ${cloud().outputs['ListenerId']}`,
    );
    expect(notices[0]?.message).toContain(
      `forward={targetGroups=[{targetGroupIdentifier=${cloud().outputs['ProductionTargetGroupId']},weight=100}`,
    );
  });
});

describe('the local cloud takes', () => {
  it.each<[what: string, build: (stack: Stack, bundles: string) => void]>([
    [
      'a key',
      (stack, bundles) =>
        canaryIn(stack, bundles, {
          fn: ownFunction(stack, { code: codeOf('a') }),
          encryptionKey: new kms.Key(stack, 'Key'),
        }),
    ],
    [
      'a VPC',
      (stack, bundles) =>
        canaryIn(stack, bundles, {
          fn: ownFunction(stack, {
            code: codeOf('a'),
            vpc: new ec2.Vpc(stack, 'Vpc', { maxAzs: 2, natGateways: 0 }) as unknown as ec2.IVpc,
            vpcSubnets: { subnetType: ec2.SubnetType.PRIVATE_ISOLATED },
          }),
        }),
    ],
  ])('%s that the app makes', async (what, build) => {
    const done = deployOwn(`Makes${what.split(' ')[1]}`, build);
    expect(await done).toMatchObject({ stack: { StackStatus: 'CREATE_COMPLETE' } });
  });
});

describe('the local cloud refuses by name what it does not have', () => {
  it.each<[what: string, build: (stack: Stack, bundles: string) => void, refusal: string]>([
    [
      'code in the template',
      (stack, bundles) => canaryIn(stack, bundles, { fn: ownFunction(stack) }),
      'inline code does not run on the local cloud: put it into a folder',
    ],
    [
      'a composite alarm',
      (stack) =>
        void new cloudwatch.CompositeAlarm(stack, 'Any', { alarmRule: cloudwatch.AlarmRule.fromString('ALARM(a)') }),
      '(AWS::CloudWatch::CompositeAlarm): this resource type is not supported',
    ],
  ])('rejects %s', async (_what, build, refusal) => {
    await expect(deployOwn('Refused', build)).rejects.toThrow(refusal);
  });
});
