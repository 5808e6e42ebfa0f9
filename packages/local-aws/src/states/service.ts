import type { Clock } from '../core/clock.ts';
import { serviceOf } from '../core/service.ts';
import { executionOperations } from './operations/executions.ts';
import { machineOperations } from './operations/machines.ts';
import type { StateMachines } from './state-machines.ts';

/** Step Functions over machines and their executions. */
export function statesService(machines: StateMachines, clock: Clock) {
  return serviceOf({
    name: 'states',
    title: 'Step Functions',
    json: { prefix: 'AWSStepFunctions', version: '1.0' },
    invalid: 'ValidationException',
    operations: { ...executionOperations(machines, clock), ...machineOperations(machines) },
  });
}
