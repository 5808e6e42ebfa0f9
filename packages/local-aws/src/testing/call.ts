import { operationAt, type Service } from '../core/service.ts';
import { type Input, OPERATOR } from '../core/types.ts';

/**
 * Calls an operation by its name, as the operator.
 * @throws Error when the service has no such operation; AwsError as the operation does
 */
export async function callTo(service: Service, name: string, input: Input): Promise<object> {
  const operation = operationAt(service.operations, name);
  if (operation === undefined) throw new Error(`${service.title} has no ${name}`);
  return operation.call(input, OPERATOR);
}
