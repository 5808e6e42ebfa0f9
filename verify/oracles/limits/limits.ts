import {
  bytes,
  characters,
  doubled,
  each,
  functionOf,
  KB,
  lengthOf,
  listed,
  longestInput,
  type Measured,
  type MeasuredTemplate,
  STATEMENT_BYTES,
  statements,
  statesIn,
  summed,
} from './measures.ts';

export interface Limit {
  readonly name: string;
  readonly most: number;
  /** The page that says so. */
  readonly source: string;
  readonly measure: (template: MeasuredTemplate) => Measured;
}

const EVENTBRIDGE = '"Amazon EventBridge quotas" in its user guide';
const CLOUDFORMATION = '"Understand CloudFormation quotas" in its user guide';
const IAM = '"IAM and AWS STS quotas" in the IAM user guide';
const LAMBDA = '"Lambda quotas" in the developer guide';
const SNS = '"Amazon SNS API permissions", policy quotas, in the developer guide';
const SQS = '"Amazon SQS policy quotas" in the developer guide';
const SCHEMA = 'the schema of the resource type';
const ALARM = ['AWS::CloudWatch::Alarm'];
const RULE = ['AWS::Events::Rule'];
const TOPIC_POLICY = ['AWS::SNS::TopicPolicy'];
const QUEUE_POLICY = ['AWS::SQS::QueuePolicy'];
const FUNCTION = ['AWS::Lambda::Function'];
const MACHINE = ['AWS::StepFunctions::StateMachine'];

function limit(name: string, most: number, source: string, measure: Limit['measure']): Limit {
  return { name, most, source, measure };
}

/** What AWS takes at most of what a template asks for. */
export const LIMITS: readonly Limit[] = [
  limit(
    'characters of an event pattern',
    2048,
    EVENTBRIDGE,
    each(RULE, ({ EventPattern: it }) => (it ? bytes(it) : 0)),
  ),
  limit(
    'targets of a rule',
    5,
    EVENTBRIDGE,
    each(RULE, ({ Targets }) => listed(Targets).length),
  ),
  limit(
    'characters of the input of a target',
    8192,
    SCHEMA,
    each(RULE, ({ Targets }) => longestInput(Targets)),
  ),
  limit(
    'characters of the description of a rule',
    512,
    SCHEMA,
    each(RULE, (it) => lengthOf(it['Description'])),
  ),
  limit(
    "characters of a role's inline policies",
    10_240,
    IAM,
    summed(
      'AWS::IAM::Policy',
      ({ Roles }) => String(Roles),
      ({ PolicyDocument }) => characters(PolicyDocument),
    ),
  ),
  limit(
    'characters of a trust policy',
    2048,
    IAM,
    each(['AWS::IAM::Role'], (it) => characters(it['AssumeRolePolicyDocument'])),
  ),
  limit(
    "bytes of a function's environment",
    4 * KB,
    LAMBDA,
    each(FUNCTION, ({ Environment }) => bytes(Environment ?? '')),
  ),
  limit(
    'characters of the description of a function',
    256,
    SCHEMA,
    each(FUNCTION, (it) => lengthOf(it['Description'])),
  ),
  limit(
    "bytes of a function's resource policy",
    20 * KB,
    LAMBDA,
    summed(
      'AWS::Lambda::Permission',
      ({ FunctionName }) => functionOf(FunctionName),
      (it) => bytes(it) + STATEMENT_BYTES,
    ),
  ),
  limit(
    'bytes of the policy of a topic',
    30 * KB,
    SNS,
    each(TOPIC_POLICY, (it) => bytes(it['PolicyDocument'])),
  ),
  limit(
    'statements of the policy of a topic',
    100,
    SNS,
    each(TOPIC_POLICY, (it) => statements(it['PolicyDocument']).length),
  ),
  limit(
    'statements of a topic with the sid of another',
    0,
    SNS,
    each(TOPIC_POLICY, (it) => doubled(it['PolicyDocument'])),
  ),
  limit(
    'bytes of the policy of a queue',
    8192,
    SQS,
    each(QUEUE_POLICY, (it) => bytes(it['PolicyDocument'])),
  ),
  limit(
    'statements of the policy of a queue',
    20,
    SQS,
    each(QUEUE_POLICY, (it) => statements(it['PolicyDocument']).length),
  ),
  limit(
    'characters of the name of an alarm',
    255,
    SCHEMA,
    each(ALARM, (it) => lengthOf(it['AlarmName'])),
  ),
  limit(
    'characters of the description of an alarm',
    1024,
    SCHEMA,
    each(ALARM, (it) => lengthOf(it['AlarmDescription'])),
  ),
  limit(
    'actions of an alarm',
    5,
    'PutMetricAlarm in the CloudWatch API reference',
    each(ALARM, (it) => listed(it['AlarmActions']).length),
  ),
  limit(
    'characters of the name of a log group',
    512,
    SCHEMA,
    each(['AWS::Logs::LogGroup'], (it) => lengthOf(it['LogGroupName'])),
  ),
  limit(
    'bytes of a definition',
    KB * KB,
    '"Step Functions service quotas" in the developer guide',
    each(MACHINE, (it) => bytes(it['DefinitionString'])),
  ),
  limit(
    'characters of the name of a state',
    80,
    '"State machine structure" in the Step Functions developer guide',
    each(MACHINE, (it) => Math.max(...statesIn(JSON.parse(String(it['DefinitionString']))).map(lengthOf))),
  ),
  // A line each for most values: that is how it is uploaded.
  limit('bytes of a template', 1_000_000, 'recorded: "Template may not exceed 1000000 bytes in size."', (it) => [
    ['template', bytes(JSON.stringify(it, undefined, 1))],
  ]),
  limit('resources of a stack', 500, CLOUDFORMATION, ({ Resources }) => [['stack', Object.keys(Resources).length]]),
  limit('outputs of a stack', 200, CLOUDFORMATION, ({ Outputs = {} }) => [['stack', Object.keys(Outputs).length]]),
  limit('bytes of the description of a stack', 1024, CLOUDFORMATION, (it) => [['stack', bytes(it.Description ?? '')]]),
];

/** What a template has more of than AWS takes: a sentence each. */
export function limitFaults(template: MeasuredTemplate): string[] {
  return LIMITS.flatMap(({ name, most, source, measure }) =>
    measure(template)
      .filter(([, amount]) => amount > most)
      .map(([what, amount]) => `${what}: ${amount} ${name}, at most ${most} (${source})`),
  );
}

/** The most that a template has of each, for whoever wants to know how far it is. */
export function fullest(template: MeasuredTemplate): Readonly<Record<string, number>> {
  return Object.fromEntries(
    LIMITS.map(({ name, measure }) => [name, Math.max(0, ...measure(template).map(([, n]) => n))]),
  );
}
