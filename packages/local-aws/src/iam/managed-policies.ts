import type { IdentityPolicy } from './document.ts';

/** As the AWS Managed Policy Reference has them: what CDK gives functions' roles, and those of its bootstrap stack. */
const LOGS = ['logs:CreateLogGroup', 'logs:CreateLogStream', 'logs:PutLogEvents'];

const INTERFACES = [
  'ec2:CreateNetworkInterface',
  'ec2:DescribeNetworkInterfaces',
  'ec2:DescribeSubnets',
  'ec2:DeleteNetworkInterface',
  'ec2:AssignPrivateIpAddresses',
  'ec2:UnassignPrivateIpAddresses',
];

/** Of the services that are here. */
const READ = ['Describe*', 'Get*', 'List*'];
const READABLE = [
  'cloudformation',
  'cloudwatch',
  'dynamodb',
  'events',
  'iam',
  'lambda',
  'logs',
  's3',
  'sns',
  'sqs',
  'ssm',
];

function of(service: string): (action: string) => string {
  return (action) => `${service}:${action}`;
}

function allowing(Action: string[]): IdentityPolicy {
  return { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action, Resource: '*' }] };
}

const DOCUMENTS: Readonly<Record<string, IdentityPolicy>> = {
  'service-role/AWSLambdaBasicExecutionRole': allowing(LOGS),
  'service-role/AWSLambdaVPCAccessExecutionRole': allowing([...LOGS, ...INTERFACES]),
  AdministratorAccess: allowing(['*']),
  AWSCloudFormationReadOnlyAccess: allowing(
    ['Describe*', 'EstimateTemplateCost', 'Get*', 'List*', 'ValidateTemplate', 'Detect*'].map(of('cloudformation')),
  ),
  ReadOnlyAccess: allowing([...READABLE, 'states', 'sts', 'vpc-lattice'].flatMap((service) => READ.map(of(service)))),
};

const PREFIX = 'arn:aws:iam::aws:policy/';

/**
 * AWS's managed policies that the local cloud knows; another one is refused by name, for what it allows is not in the
 * template.
 */
export const MANAGED_POLICIES: ReadonlyMap<string, IdentityPolicy> = new Map(
  Object.entries(DOCUMENTS).map(([name, document]) => [`${PREFIX}${name}`, document]),
);
