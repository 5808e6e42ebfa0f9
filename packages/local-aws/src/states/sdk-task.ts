import { AwsError } from '../core/aws-error.ts';
import type { Caller, Input } from '../core/types.ts';
import { executionName } from './names.ts';
import { TaskError, type TaskRunner } from './tasks.ts';

/** Calls an operation of a service as somebody, by AWS's names: `('vpc-lattice', 'UpdateListener', …)`. */
export type ApiCaller = (service: string, operation: string, input: Input, caller: Caller) => Promise<object>;

interface Integration {
  /** As signatures name the service. */
  readonly service: string;
  readonly actions: readonly string[];
  /** In front of the names of its errors. */
  readonly errors: string;
  /** Whether the API writes its members with a small letter; the integration does not. */
  readonly smallLetters: boolean;
}

/** Names and prefixes: "AWS service SDK integrations" in the Step Functions developer guide. */
const INTEGRATIONS: Readonly<Record<string, Integration>> = {
  dynamodb: {
    service: 'dynamodb',
    actions: ['getItem', 'putItem', 'updateItem'],
    errors: 'DynamoDb',
    smallLetters: false,
  },
  vpclattice: {
    service: 'vpc-lattice',
    actions: ['getListener', 'updateListener'],
    errors: 'VpcLattice',
    smallLetters: true,
  },
};

const PREFIX = 'arn:aws:states:::aws-sdk:';

/**
 * AWS SDK integrations, request-response, as the machine's role. An error is `Prefix.Code`, where the code always ends
 * with `Exception`.
 */
export function sdkTask(call: ApiCaller): TaskRunner {
  return {
    resources: Object.entries(INTEGRATIONS).flatMap(([name, { actions }]) =>
      actions.map((action) => `${PREFIX}${name}:${action}`),
    ),
    async run(resource, args, { executionArn, roleArn }) {
      const [name = '', action = ''] = resource.slice(PREFIX.length).split(':');
      const integration = INTEGRATIONS[name];
      if (integration === undefined) throw new TypeError(`${resource} is not supported`);
      const { errors, service, smallLetters } = integration;
      const caller = { principal: roleArn ?? 'states.amazonaws.com', session: executionName(executionArn) };
      const input = (smallLetters ? renamed(args, small) : args) as Input;
      try {
        const answer = await call(service, capital(action), input, caller);
        return smallLetters ? renamed(answer, capital) : answer;
      } catch (error) {
        if (error instanceof AwsError) throw apiError(errors, error);
        throw error;
      }
    },
  };
}

function apiError(prefix: string, { code, message, status }: AwsError): TaskError {
  const name = code.endsWith('Exception') ? code : `${code}Exception`;
  return new TaskError(`${prefix}.${name}`, `${message} (Service: ${prefix}, Status Code: ${status})`);
}

const small = (name: string): string => name.charAt(0).toLowerCase() + name.slice(1);
const capital = (name: string): string => name.charAt(0).toUpperCase() + name.slice(1);

/** Every member under another name, at every level. Times become text, as in all JSON. */
function renamed(value: unknown, rename: (name: string) => string): unknown {
  if (value instanceof Date) return value.toISOString();
  if (Array.isArray(value)) return value.map((each) => renamed(each, rename));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, each]) => [rename(name), renamed(each, rename)]));
}
