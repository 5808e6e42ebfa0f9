import { AwsError } from './core/aws-error.ts';
import { operationAt, type ProxiedService, type Service } from './core/service.ts';
import type { Database } from './dynamodb/database.ts';
import type { ApiCaller } from './states/sdk-task.ts';
import type { Authorize } from './wire/authorize.ts';

export interface ApiCallerOptions {
  readonly services: readonly Service[];
  readonly dynamodb: ProxiedService;
  readonly database: Pick<Database, 'call'>;
  readonly authorize: Authorize;
}

/** What a service does by itself for another: any operation, without a transport, and not without asking IAM. */
export function apiCaller({ services, dynamodb, database, authorize }: ApiCallerOptions): ApiCaller {
  return async (service, operation, input, caller) => {
    if (service === dynamodb.name) {
      authorize({ service, operation, input, caller }, operationAt(dynamodb.operations, operation));
      return database.call(operation, input);
    }
    const found = services.find(({ name }) => name === service);
    const served = found && operationAt(found.operations, operation);
    if (served === undefined) throw new AwsError('UnknownOperationException', `${service} has no ${operation}`);
    authorize({ service, operation, input, caller }, served);
    return served.call(input, caller);
  };
}
