import { AwsError } from '../core/aws-error.ts';
import type { Place } from '../core/types.ts';

export function machineArn({ region, account }: Place, name: string): string {
  return `arn:aws:states:${region}:${account}:stateMachine:${name}`;
}

export function executionArn({ region, account }: Place, machine: string, name: string): string {
  return `arn:aws:states:${region}:${account}:execution:${machine}:${name}`;
}

/** The last part of an execution's ARN. Step Functions names its sessions at random; here they have this name. */
export function executionName(arn: string): string {
  return arn.slice(arn.lastIndexOf(':') + 1);
}

// No white space, brackets, wildcards, special or control characters, surrogates (API reference of StartExecution).
// eslint-disable-next-line no-control-regex
const FORBIDDEN = /[\s<>{}[\]?*"#%\\^|~`$&,;:/\u0000-\u001f\u007f-\u009f\ufffe\uffff\p{Surrogate}]/u;

/** Names of machines and executions: 1 to 80 characters. @throws AwsError InvalidName */
export function checkedName(name: string): string {
  if (name.length < 1 || name.length > 80 || FORBIDDEN.test(name))
    throw new AwsError('InvalidName', `Invalid Name: '${name}'`);
  return name;
}

/** @throws AwsError InvalidArn for what cannot be the ARN of such a thing, wherever it may be */
export function checkArn(arn: string, kind: 'stateMachine' | 'execution'): string {
  if (!new RegExp(`^arn:[^:]+:states:[^:]*:\\d{12}:${kind}:.`).test(arn))
    throw new AwsError(
      'InvalidArn',
      `Invalid Arn: '${arn}' is not the ARN of ${kind === 'execution' ? 'an execution' : 'a state machine'}`,
    );
  return arn;
}
