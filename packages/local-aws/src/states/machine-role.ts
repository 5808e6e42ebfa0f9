import type { AccessControl } from '../iam/access-control.ts';
import type { MachineSettings } from './state-machines.ts';

/**
 * What a role needs for its machine to write logs ("Logging using CloudWatch Logs" in the Step Functions developer
 * guide); none knows resources.
 */
const LOG_DELIVERY = [
  'CreateLogDelivery',
  'GetLogDelivery',
  'UpdateLogDelivery',
  'DeleteLogDelivery',
  'ListLogDeliveries',
  'PutResourcePolicy',
  'DescribeResourcePolicies',
  'DescribeLogGroups',
];

interface Logging {
  readonly level: string;
}

/**
 * What Step Functions asks before it takes a machine's settings: whether it may use the role, and whether the role may
 * write the logs that are wanted.
 * @throws Error in Step Functions' words, naming the role and what it lacks
 */
export function checkMachineRole(
  access: AccessControl,
  machineArn: string,
  settings: Pick<MachineSettings, 'loggingConfiguration'> & { readonly roleArn: string },
): void {
  const { roleArn, loggingConfiguration } = settings;
  access.checkTrust(roleArn, 'states.amazonaws.com', machineArn);
  const { level } = (loggingConfiguration ?? { level: 'OFF' }) as Logging;
  if (level === 'OFF') return;
  const missing = LOG_DELIVERY.filter(
    (name) => !access.allows({ principal: roleArn }, { action: `logs:${name}`, resource: '*' }),
  );
  if (missing.length === 0) return;
  throw new Error(
    `The state machine IAM Role is not authorized to access the Log Destination: ${roleArn} is not allowed ` +
      `${missing.map((name) => `logs:${name}`).join(', ')} on *`,
  );
}
