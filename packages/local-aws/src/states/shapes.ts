import type { Execution } from './execution.ts';
import { redriveStatus } from './redrive-status.ts';
import type { StoredMachine } from './state-machines.ts';

/** Executions and machines as the API shows them. */
export function listedExecution(execution: Execution): object {
  const { arn, machine, name, status, startTime, stopTime, redriveCount, redriveTime } = execution;
  return {
    executionArn: arn,
    stateMachineArn: machine.arn,
    name,
    status,
    startDate: new Date(startTime),
    ...(stopTime === undefined ? {} : { stopDate: new Date(stopTime) }),
    redriveCount,
    ...(redriveTime === undefined ? {} : { redriveDate: new Date(redriveTime) }),
  };
}

/** @param withData false: without input and output (includedData METADATA_ONLY) */
export function describeExecution(execution: Execution, now: number, withData: boolean): object {
  const { input, output, error, cause } = execution;
  return {
    ...listedExecution(execution),
    ...(withData ? { input: input.text, inputDetails: { included: true } } : {}),
    ...(withData && output !== undefined ? { output, outputDetails: { included: true } } : {}),
    ...(error === undefined ? {} : { error }),
    ...(cause === undefined ? {} : { cause }),
    ...redriveStatus(execution, now),
  };
}

export function listedMachine({ arn, name, createdAt }: StoredMachine): object {
  return { stateMachineArn: arn, name, type: 'STANDARD', creationDate: new Date(createdAt) };
}

export function describeMachine(machine: StoredMachine): object {
  const { loggingConfiguration, tracingConfiguration } = machine.settings;
  return {
    ...listedMachine(machine),
    status: machine.status,
    definition: machine.revision.text,
    ...(machine.revision.roleArn === undefined ? {} : { roleArn: machine.revision.roleArn }),
    loggingConfiguration: loggingConfiguration ?? { level: 'OFF', includeExecutionData: false },
    tracingConfiguration: tracingConfiguration ?? { enabled: false },
  };
}
