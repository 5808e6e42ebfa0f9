import { type Route, LAMBDA_ROUTES, LATTICE_ROUTES } from './routes.ts';
import type { TimeForm } from './values.ts';

/**
 * The services behind the endpoint, by the name that signatures carry. DynamoDB is passed on and has no operations
 * here.
 */
export type ServiceName =
  'cloudformation' | 'events' | 'lambda' | 'monitoring' | 'sns' | 'sqs' | 'states' | 'sts' | 'vpc-lattice';

export interface QueryForm {
  /** XML namespace of the answers. */
  readonly namespace: string;
  /** Members whose text stands for a number; `Parent.Member` where the same name is text elsewhere. */
  readonly numbers: ReadonlySet<string>;
  /** Members whose text stands for a truth value. */
  readonly booleans: ReadonlySet<string>;
  /** Members of answers that are maps rather than structures. */
  readonly maps: ReadonlySet<string>;
}

/** How a service speaks. A service may speak JSON and Query. */
export interface ServiceProtocol {
  /** As people know it, for messages. */
  readonly title: string;
  /** AWS JSON: prefix of X-Amz-Target, and the version in the content type. */
  readonly json?: { readonly prefix: string; readonly version: '1.0' | '1.1' };
  readonly query?: QueryForm;
  /** Smithy's RPC v2 over CBOR too, under the same prefix. */
  readonly cbor?: true;
  readonly rest?: { readonly routes: readonly Route[]; readonly times: TimeForm };
  /** Members of requests that hold times. */
  readonly times: ReadonlySet<string>;
  /** Where Query calls an error otherwise than JSON does (CloudWatch and SQS tell their JSON clients both). */
  readonly queryCodes?: Readonly<Record<string, string>>;
}

const none: ReadonlySet<string> = new Set();

/** From the public service models: protocols, target prefixes, namespaces, error codes. */
export const SERVICES: Readonly<Record<ServiceName, ServiceProtocol>> = {
  monitoring: {
    title: 'CloudWatch',
    json: { prefix: 'GraniteServiceVersion20100801', version: '1.0' },
    cbor: true,
    query: {
      namespace: 'http://monitoring.amazonaws.com/doc/2010-08-01/',
      numbers: new Set([
        'DatapointsToAlarm',
        'EvaluationPeriods',
        'MaxDatapoints',
        'MaxRecords',
        'Maximum',
        'Minimum',
        'Period',
        'SampleCount',
        'StorageResolution',
        'Sum',
        'Threshold',
        'Counts',
        'Values',
        'MetricData.Value',
      ]),
      booleans: new Set(['ActionsEnabled', 'ReturnData']),
      maps: none,
    },
    times: new Set(['EndDate', 'EndTime', 'StartDate', 'StartTime', 'Timestamp']),
    queryCodes: {
      InternalServiceFault: 'InternalServiceError',
      InvalidFormatFault: 'InvalidFormat',
      InvalidParameterCombinationException: 'InvalidParameterCombination',
      InvalidParameterValueException: 'InvalidParameterValue',
      LimitExceededFault: 'LimitExceeded',
      MissingRequiredParameterException: 'MissingParameter',
      ThrottlingException: 'Throttling',
    },
  },
  states: { title: 'Step Functions', json: { prefix: 'AWSStepFunctions', version: '1.0' }, times: none },
  events: { title: 'EventBridge', json: { prefix: 'AWSEvents', version: '1.1' }, times: new Set(['Time']) },
  sqs: {
    title: 'SQS',
    json: { prefix: 'AmazonSQS', version: '1.0' },
    times: none,
    queryCodes: {
      InvalidParameterValueException: 'InvalidParameterValue',
      PurgeQueueInProgress: 'AWS.SimpleQueueService.PurgeQueueInProgress',
      QueueDoesNotExist: 'AWS.SimpleQueueService.NonExistentQueue',
    },
  },
  sns: {
    title: 'SNS',
    query: {
      namespace: 'http://sns.amazonaws.com/doc/2010-03-31/',
      numbers: none,
      booleans: none,
      maps: new Set(['Attributes']),
    },
    times: none,
  },
  cloudformation: {
    title: 'CloudFormation',
    query: {
      namespace: 'http://cloudformation.amazonaws.com/doc/2010-05-15/',
      numbers: none,
      booleans: none,
      maps: none,
    },
    times: none,
  },
  sts: {
    title: 'STS',
    query: { namespace: 'https://sts.amazonaws.com/doc/2011-06-15/', numbers: none, booleans: none, maps: none },
    times: none,
  },
  lambda: { title: 'Lambda', rest: { routes: LAMBDA_ROUTES, times: 'epoch seconds' }, times: none },
  'vpc-lattice': { title: 'VPC Lattice', rest: { routes: LATTICE_ROUTES, times: 'iso' }, times: none },
};

export function isServiceName(name: string | undefined): name is ServiceName {
  return name !== undefined && Object.hasOwn(SERVICES, name);
}

/** The service whose JSON requests carry this prefix in X-Amz-Target, and whose CBOR requests have it in their path. */
export function serviceOfTarget(prefix: string): ServiceName | undefined {
  return (Object.keys(SERVICES) as ServiceName[]).find((name) => SERVICES[name].json?.prefix === prefix);
}

/** The service that has this path, for requests without a signature. */
export function serviceOfPath(path: string): ServiceName | undefined {
  if (/^\/20\d\d-\d\d-\d\d\//.test(path)) return 'lambda';
  return /^\/(services|targetgroups|servicenetworks)(\/|$)/.test(path) ? 'vpc-lattice' : undefined;
}
