import type { Cloud } from '../src/cloud.ts';
import type { Clock } from '../src/core/clock.ts';
import { parseTemplate } from '../src/template/schema.ts';

/** One of each kind of thing that is refused, and what is said. */
export interface Refusal {
  readonly what: string;
  readonly message: string;
}

type Try = (cloud: Cloud<Clock>) => Promise<unknown>;

const trustOf = (service: string, statement: object = {}) => ({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Principal: { Service: service }, Action: 'sts:AssumeRole', ...statement }],
});
const role = (service: string, rest: object = {}, statement: object = {}) => ({
  Type: 'AWS::IAM::Role',
  Properties: { AssumeRolePolicyDocument: trustOf(service, statement), ...rest },
});

const stack =
  (Resources: Readonly<Record<string, object>>): Try =>
  ({ deployer }) =>
    deployer.deploy({ stackName: 'Shop', template: parseTemplate({ Resources }, 'Shop'), assets: new Map() });

const resource = (Type: string, Properties: object) => stack({ Thing: { Type, Properties } });

const fn = (properties: object) =>
  resource('AWS::Lambda::Function', {
    Code: { S3Bucket: 'assets', S3Key: 'shop.zip' },
    Handler: 'index.handler',
    Runtime: 'nodejs24.x',
    Role: 'arn:aws:iam::123456789012:role/shop',
    ...properties,
  });

const machine = (States: object, rest: object = { QueryLanguage: 'JSONata' }) =>
  stack({
    Role: role('states.amazonaws.com'),
    Thing: {
      Type: 'AWS::StepFunctions::StateMachine',
      Properties: {
        RoleArn: { 'Fn::GetAtt': ['Role', 'Arn'] },
        DefinitionString: JSON.stringify({ StartAt: 'One', States, ...rest }),
      },
    },
  });

const alarm = (Expression: string) =>
  resource('AWS::CloudWatch::Alarm', {
    ComparisonOperator: 'GreaterThanThreshold',
    EvaluationPeriods: 1,
    Threshold: 1,
    Metrics: [{ Id: 'e', Expression }],
  });

/** A call over HTTP, as an SDK makes it. */
const call =
  (headers: Readonly<Record<string, string>>, path = '/', body = '{}'): Try =>
  async ({ endpoint }) => {
    const answer = await fetch(endpoint.url + path, { method: 'POST', headers, body });
    throw new Error(`${answer.status} ${errorOf(await answer.text())}`);
  };

function errorOf(text: string): string {
  const { message = text } = JSON.parse(text) as { message?: string };
  return message;
}

const signedFor = (service: string) => ({
  authorization: `AWS4-HMAC-SHA256 Credential=operator/20260105/eu-west-1/${service}/aws4_request`,
});

const TRIES: Readonly<Record<string, Try>> = {
  'a resource type': resource('AWS::Kinesis::Stream', {}),
  'a property': resource('AWS::SQS::Queue', { FifoQueue: true }),
  'a value of a property': resource('AWS::VpcLattice::TargetGroup', {
    Type: 'IP',
    Config: { LambdaEventStructureVersion: 'V2' },
  }),
  'a runtime': fn({ Runtime: 'python3.13' }),
  'code that is no asset': fn({
    Code: { S3Bucket: 'assets', S3Key: 'shop.zip', ZipFile: 'exports.handler = () => 1' },
  }),
  'a secret': resource('AWS::SQS::Queue', { QueueName: '{{resolve:secretsmanager:shop:SecretString:queue}}' }),
  'what a custom resource tells': stack({
    Call: { Type: 'Custom::AWS', Properties: { ServiceToken: 'arn:aws:lambda:eu-west-1:123456789012:function:calls' } },
    Thing: { Type: 'AWS::SQS::Queue', Properties: { QueueName: { 'Fn::GetAtt': ['Call', 'Name'] } } },
  }),
  'a managed policy': stack({
    Thing: role('lambda.amazonaws.com', { ManagedPolicyArns: ['arn:aws:iam::aws:policy/PowerUserAccess'] }),
  }),
  'a condition of a policy': stack({
    Thing: role('lambda.amazonaws.com', {}, { Condition: { DateLessThan: { 'aws:CurrentTime': '2026' } } }),
  }),
  'a machine in JSONPath': machine({ One: { Type: 'Succeed' } }, {}),
  'a type of state': machine({ One: { Type: 'Parallel', Branches: [], End: true } }),
  'a field of a state': machine({ One: { Type: 'Task', Resource: 'r', HeartbeatSeconds: 5, End: true } }),
  'an operator of a pattern': resource('AWS::Events::Rule', { EventPattern: { source: [{ like: 'shop' }] } }),
  'a function of metric math': alarm('ANOMALY_DETECTION_BAND(m)'),
  'an operation': call({ ...signedFor('states'), 'x-amz-target': 'AWSStepFunctions.CreateActivity' }),
  'a service': call({ ...signedFor('kinesis'), 'x-amz-target': 'Kinesis_20131202.PutRecord' }),
  'a page of another site': call({ 'sec-fetch-site': 'cross-site' }, '/services'),
  'a body that nests without end': call(
    { ...signedFor('states'), 'x-amz-target': 'AWSStepFunctions.StartExecution' },
    '/',
    `{"input":${'['.repeat(1_000)}`,
  ),
  'a member of a request': call(
    { ...signedFor('sqs'), 'x-amz-target': 'AmazonSQS.ReceiveMessage' },
    '/',
    '{"QueueUrl":"q","WaitTimeSeconds":20}',
  ),
};

/** Tries everything that is refused. @throws Error when something was taken */
export async function refusals(cloud: Cloud<Clock>): Promise<readonly Refusal[]> {
  const all: Refusal[] = [];
  for (const [what, attempt] of Object.entries(TRIES)) {
    const message = await attempt(cloud).then(
      () => '',
      // What was removed again says the same for all of them.
      (error: Error) => error.message.split('\n')[0] ?? '',
    );
    if (message === '') throw new Error(`${what} was not refused`);
    all.push({ what, message });
  }
  return all;
}
