import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const allow = (service: string) => ({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Principal: { Service: service }, Action: 'sts:AssumeRole' }],
});
const get = (resource: string, attribute: string) => ({ 'Fn::GetAtt': [resource, attribute] });

/** Ends at once, as it is told, or waits for an hour. */
const MACHINE = {
  QueryLanguage: 'JSONata',
  StartAt: 'What now?',
  States: {
    'What now?': {
      Type: 'Choice',
      Choices: [
        { Condition: "{% $states.input.do = 'wait' %}", Next: 'Wait' },
        { Condition: "{% $states.input.do = 'fail' %}", Next: 'Fail' },
      ],
      Default: 'Done',
    },
    Wait: { Type: 'Wait', Seconds: 36_000, Next: 'Done' },
    Fail: { Type: 'Fail', Error: 'OutOfStock', Cause: 'nothing left' },
    Done: { Type: 'Succeed' },
  },
};

/** One of everything that a release meets. */
const TEMPLATE = {
  Description: 'A shop',
  Parameters: { Stage: { Type: 'String', Default: 'test' } },
  Resources: {
    Role: { Type: 'AWS::IAM::Role', Properties: { AssumeRolePolicyDocument: allow('lambda.amazonaws.com') } },
    Fn: {
      Type: 'AWS::Lambda::Function',
      Properties: {
        FunctionName: 'shop',
        Code: { S3Bucket: 'assets', S3Key: 'shop.zip' },
        Handler: 'index.handler',
        Runtime: 'nodejs24.x',
        Role: get('Role', 'Arn'),
      },
    },
    Version: { Type: 'AWS::Lambda::Version', Properties: { FunctionName: { Ref: 'Fn' } } },
    Alias: {
      Type: 'AWS::Lambda::Alias',
      Properties: { FunctionName: { Ref: 'Fn' }, FunctionVersion: get('Version', 'Version'), Name: 'production' },
    },
    Permission: {
      Type: 'AWS::Lambda::Permission',
      Properties: {
        Action: 'lambda:InvokeFunction',
        FunctionName: { Ref: 'Alias' },
        Principal: 'vpc-lattice.amazonaws.com',
        SourceArn: get('Group', 'Arn'),
      },
    },
    Group: {
      Type: 'AWS::VpcLattice::TargetGroup',
      Properties: {
        Name: 'shop-production',
        Type: 'LAMBDA',
        Config: { LambdaEventStructureVersion: 'V2' },
        Targets: [{ Id: { Ref: 'Alias' } }],
      },
    },
    Empty: {
      Type: 'AWS::VpcLattice::TargetGroup',
      Properties: { Name: 'shop-canary', Type: 'LAMBDA', Config: { LambdaEventStructureVersion: 'V2' } },
    },
    Service: { Type: 'AWS::VpcLattice::Service', Properties: { Name: 'shop', AuthType: 'NONE' } },
    AccessLogs: { Type: 'AWS::Logs::LogGroup', Properties: { LogGroupName: 'access' } },
    Subscription: {
      Type: 'AWS::VpcLattice::AccessLogSubscription',
      Properties: { ResourceIdentifier: get('Service', 'Id'), DestinationArn: get('AccessLogs', 'Arn') },
    },
    Network: { Type: 'AWS::VpcLattice::ServiceNetwork', Properties: { Name: 'shops' } },
    Association: {
      Type: 'AWS::VpcLattice::ServiceNetworkServiceAssociation',
      Properties: { ServiceIdentifier: get('Service', 'Id'), ServiceNetworkIdentifier: get('Network', 'Id') },
    },
    Listener: {
      Type: 'AWS::VpcLattice::Listener',
      Properties: {
        Name: 'https',
        ServiceIdentifier: get('Service', 'Id'),
        Protocol: 'HTTPS',
        DefaultAction: { Forward: { TargetGroups: [{ TargetGroupIdentifier: get('Group', 'Id'), Weight: 100 }] } },
      },
    },
    HeaderRule: {
      Type: 'AWS::VpcLattice::Rule',
      Properties: {
        Name: 'preview',
        ServiceIdentifier: get('Service', 'Id'),
        ListenerIdentifier: get('Listener', 'Id'),
        Priority: 10,
        Match: { HttpMatch: { HeaderMatches: [{ Name: 'x-preview', Match: { Exact: 'yes' } }] } },
        Action: { Forward: { TargetGroups: [{ TargetGroupIdentifier: get('Empty', 'Id'), Weight: 100 }] } },
      },
    },
    MachineRole: { Type: 'AWS::IAM::Role', Properties: { AssumeRolePolicyDocument: allow('states.amazonaws.com') } },
    Machine: {
      Type: 'AWS::StepFunctions::StateMachine',
      Properties: {
        StateMachineName: 'shop',
        DefinitionString: JSON.stringify(MACHINE),
        RoleArn: get('MachineRole', 'Arn'),
      },
    },
    Topic: { Type: 'AWS::SNS::Topic', Properties: { TopicName: 'orders', DisplayName: 'Orders' } },
    Mail: {
      Type: 'AWS::SNS::Subscription',
      Properties: { TopicArn: { Ref: 'Topic' }, Protocol: 'email', Endpoint: 'shop@example.com' },
    },
    Queue: { Type: 'AWS::SQS::Queue', Properties: { QueueName: 'orders' } },
    QueuePolicy: {
      Type: 'AWS::SQS::QueuePolicy',
      Properties: {
        Queues: [{ Ref: 'Queue' }],
        PolicyDocument: {
          Version: '2012-10-17',
          Statement: [
            {
              Effect: 'Allow',
              Principal: { Service: 'events.amazonaws.com' },
              Action: 'sqs:SendMessage',
              Resource: get('Queue', 'Arn'),
            },
          ],
        },
      },
    },
    Rule: {
      Type: 'AWS::Events::Rule',
      Properties: {
        Name: 'orders',
        Description: 'New orders',
        EventPattern: { source: ['shop'] },
        State: 'ENABLED',
        Targets: [{ Id: 'Queue', Arn: get('Queue', 'Arn') }],
      },
    },
    Assets: {
      Type: 'AWS::S3::Bucket',
      Properties: {
        BucketName: 'shop-assets',
        VersioningConfiguration: { Status: 'Enabled' },
        BucketEncryption: {
          ServerSideEncryptionConfiguration: [{ ServerSideEncryptionByDefault: { SSEAlgorithm: 'aws:kms' } }],
        },
      },
    },
    Parameter: {
      Type: 'AWS::SSM::Parameter',
      Properties: { Name: '/shop/version', Type: 'String', Value: '3' },
    },
    Clerk: {
      Type: 'AWS::IAM::Role',
      Properties: {
        RoleName: 'clerk',
        AssumeRolePolicyDocument: {
          Statement: [
            {
              Effect: 'Allow',
              Principal: { AWS: { Ref: 'AWS::AccountId' } },
              Action: 'sts:AssumeRole',
              Condition: { Null: { 'sts:ExternalId': 'true' } },
            },
          ],
        },
      },
    },
    Alarm: {
      Type: 'AWS::CloudWatch::Alarm',
      Properties: {
        AlarmName: 'errors',
        Namespace: 'Shop',
        MetricName: 'Errors',
        Statistic: 'Sum',
        Period: 60,
        EvaluationPeriods: 1,
        Threshold: 5,
        ComparisonOperator: 'GreaterThanThreshold',
      },
    },
  },
  Outputs: {
    Queue: { Value: { Ref: 'Queue' }, Description: 'URL', Export: { Name: 'shop-orders' } },
    Topic: { Value: { Ref: 'Topic' } },
    Machine: { Value: { Ref: 'Machine' } },
    ServiceId: { Value: get('Service', 'Id') },
    NetworkId: { Value: get('Network', 'Id') },
    ListenerId: { Value: get('Listener', 'Id') },
    GroupId: { Value: get('Group', 'Id') },
    RuleId: { Value: get('HeaderRule', 'Id') },
    EmptyId: { Value: get('Empty', 'Id') },
  },
};

const CODE =
  'export const handler = async (event) => { if (event.fail) throw new TypeError("no such order"); return event; };';

/** @returns the folder of the assembly, as CDK writes one */
export function writeShop(folder: string): string {
  mkdirSync(join(folder, 'asset'), { recursive: true });
  writeFileSync(join(folder, 'asset', 'index.mjs'), CODE);
  const write = (name: string, content: object) => writeFileSync(join(folder, name), JSON.stringify(content));
  write('manifest.json', {
    artifacts: { Shop: { type: 'aws:cloudformation:stack', properties: { templateFile: 'Shop.template.json' } } },
  });
  write('Shop.template.json', TEMPLATE);
  write('Shop.assets.json', {
    files: { code: { source: { path: 'asset' }, destinations: { here: { objectKey: 'shop.zip' } } } },
  });
  return folder;
}
