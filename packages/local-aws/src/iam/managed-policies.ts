import type { IdentityPolicy } from './document.ts';

/** As the AWS Managed Policy Reference has them; what CDK gives a function's role by itself. */
const LOGS = ['logs:CreateLogGroup', 'logs:CreateLogStream', 'logs:PutLogEvents'];

const INTERFACES = [
  'ec2:CreateNetworkInterface',
  'ec2:DescribeNetworkInterfaces',
  'ec2:DescribeSubnets',
  'ec2:DeleteNetworkInterface',
  'ec2:AssignPrivateIpAddresses',
  'ec2:UnassignPrivateIpAddresses',
];

function allowing(Action: string[]): IdentityPolicy {
  return { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action, Resource: '*' }] };
}

const DOCUMENTS: Readonly<Record<string, IdentityPolicy>> = {
  AWSLambdaBasicExecutionRole: allowing(LOGS),
  AWSLambdaVPCAccessExecutionRole: allowing([...LOGS, ...INTERFACES]),
};

const PREFIX = 'arn:aws:iam::aws:policy/service-role/';

/**
 * AWS's managed policies that the local cloud knows; another one is refused by name, for what it allows is not in the
 * template.
 */
export const MANAGED_POLICIES: ReadonlyMap<string, IdentityPolicy> = new Map(
  Object.entries(DOCUMENTS).map(([name, document]) => [`${PREFIX}${name}`, document]),
);
