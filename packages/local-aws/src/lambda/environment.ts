import type { Place } from '../core/types.ts';
import type { Snapshot } from './model.ts';

/** Where a function finds the local cloud, and as whom it calls. */
export interface CloudAccess {
  /** Such as `AWS_ENDPOINT_URL`. */
  readonly endpoints: Readonly<Record<string, string>>;
  /** Tells the role and its session, which has the function's name: the endpoint knows the caller by it. */
  accessKeyIdFor(roleArn: string, session: string): string;
}

/**
 * The whole environment of a function's process: what Lambda sets, what the template sets, and the way to the local
 * cloud.
 */
export function environmentOf(
  { functionName, version, configuration }: Snapshot,
  place: Place,
  cloud: CloudAccess,
): Record<string, string> {
  return {
    AWS_REGION: place.region,
    AWS_DEFAULT_REGION: place.region,
    AWS_EXECUTION_ENV: `AWS_Lambda_${configuration.runtime}`,
    AWS_LAMBDA_FUNCTION_NAME: functionName,
    AWS_LAMBDA_FUNCTION_VERSION: version,
    AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(configuration.memoryMb),
    AWS_LAMBDA_INITIALIZATION_TYPE: 'on-demand',
    AWS_LAMBDA_LOG_GROUP_NAME: configuration.logGroup,
    AWS_LAMBDA_LOG_STREAM_NAME: `local/[${version}]`,
    AWS_LAMBDA_LOG_FORMAT: configuration.logFormat,
    ...(configuration.applicationLogLevel !== undefined && { AWS_LAMBDA_LOG_LEVEL: configuration.applicationLogLevel }),
    LAMBDA_TASK_ROOT: '.',
    _HANDLER: configuration.handler,
    TZ: 'UTC',
    // Lambda runs a newer Node.js; the hint would be about this machine's.
    AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
    ...configuration.environment,
    ...cloud.endpoints,
    AWS_ACCESS_KEY_ID: cloud.accessKeyIdFor(configuration.roleArn, functionName),
    AWS_SECRET_ACCESS_KEY: 'local',
    AWS_SESSION_TOKEN: 'local',
  };
}
