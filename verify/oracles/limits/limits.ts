import { resolved, type Resource, type Resources } from '../permissions/resolved.ts';
import { longestName } from './names.ts';

export interface MeasuredTemplate {
  readonly Description?: string;
  readonly Resources: Resources;
  readonly Outputs?: Readonly<Record<string, unknown>>;
}

/** How much of something there is, by what has it. */
type Measured = readonly (readonly [what: string, amount: number])[];

export interface Limit {
  readonly name: string;
  readonly most: number;
  /** The page that says so. */
  readonly source: string;
  readonly measure: (template: MeasuredTemplate) => Measured;
}

type Properties = Readonly<Record<string, unknown>>;

const KB = 1024;
const bytes = (value: unknown): number => Buffer.byteLength(typeof value === 'string' ? value : JSON.stringify(value));
/** IAM counts no white space. */
const characters = (value: unknown): number => JSON.stringify(value).replaceAll(/\s/g, '').length;
const lengthOf = (value: unknown): number => (typeof value === 'string' ? value.length : 0);
const listed = (value: unknown): readonly Properties[] => (Array.isArray(value) ? (value as Properties[]) : []);
const statements = (policy: unknown): readonly Properties[] =>
  listed((policy as { readonly Statement?: unknown } | undefined)?.Statement);

/** A measure of every resource of some types, its references resolved to the longest names that there can be. */
const each =
  (types: readonly string[], amount: (properties: Properties) => number) =>
  ({ Resources }: MeasuredTemplate): Measured =>
    ofTypes(Resources, types).map(([id, resource]) => [id, amount(properties(resource, Resources))]);

const ofTypes = (resources: Resources, types: readonly string[]): (readonly [string, Resource])[] =>
  Object.entries(resources).filter(([, { Type }]) => types.includes(Type));
const properties = ({ Properties = {} }: Resource, resources: Resources): Properties =>
  resolved(Properties, resources, longestName) as Properties;

/** Sums up by what several resources belong to. */
const summed =
  (type: string, owner: (properties: Properties) => string, amount: (properties: Properties) => number) =>
  ({ Resources }: MeasuredTemplate): Measured => {
    const sums = new Map<string, number>();
    for (const [, resource] of ofTypes(Resources, [type])) {
      const its = properties(resource, Resources);
      sums.set(owner(its), (sums.get(owner(its)) ?? 0) + amount(its));
    }
    return [...sums];
  };

const statesIn = (definition: unknown): string[] => {
  if (typeof definition !== 'object' || definition === null) return [];
  const { States = {} } = definition as { readonly States?: object };
  return [...Object.keys(States), ...Object.values(definition).flatMap(statesIn)];
};
/** Statements of one sid, more than one of it. */
const doubled = (policy: unknown): number => {
  const sids = statements(policy).flatMap(({ Sid }) => (typeof Sid === 'string' ? [Sid] : []));
  return sids.length - new Set(sids).size;
};

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

function limit(name: string, most: number, source: string, measure: Limit['measure']): Limit {
  return { name, most, source, measure };
}

/** What Lambda writes around a permission: version, effect, the names of what stands in it. */
const STATEMENT_BYTES = 200;
const functionOf = (name: unknown): string => String(name).split(':').slice(0, 7).join(':');

function longestInput(targets: unknown): number {
  const inputs = listed(targets).map(({ Input, InputTransformer }) =>
    Math.max(lengthOf(Input), lengthOf((InputTransformer as Properties | undefined)?.['InputTemplate'])),
  );
  return Math.max(0, ...inputs);
}

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
