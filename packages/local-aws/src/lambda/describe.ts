import type { AliasRecord, FunctionRecord, Snapshot } from './model.ts';
import type { Target } from './registry.ts';

/** Lambda's own form of dates in configurations. */
function lastModified(date: Date): string {
  return date.toISOString().replace('Z', '+0000');
}

/** A version as GetFunctionConfiguration shows it. */
export function describeSnapshot({ record, snapshot, qualifier }: Target, isPending: boolean): object {
  const state = isPending
    ? { State: 'Pending', StateReason: 'The function is being created.', StateReasonCode: 'Creating' }
    : { State: 'Active' };
  return { ...listedSnapshot(record, snapshot, qualifier), ...state, LastUpdateStatus: 'Successful' };
}

/** The same in a list: "a subset of the FunctionConfiguration fields", without any state (ListFunctions). */
export function listedSnapshot(record: FunctionRecord, snapshot: Snapshot, qualifier?: string): object {
  const { configuration, code, version } = snapshot;
  return {
    FunctionName: record.name,
    FunctionArn: qualifier === undefined ? record.arn : `${record.arn}:${qualifier}`,
    Version: version,
    Description: configuration.description,
    Runtime: configuration.runtime,
    Handler: configuration.handler,
    Role: configuration.roleArn,
    Timeout: configuration.timeoutSeconds,
    MemorySize: configuration.memoryMb,
    Architectures: [configuration.architecture],
    PackageType: 'Zip',
    CodeSha256: code.sha256,
    RevisionId: snapshot.revisionId,
    LastModified: lastModified(snapshot.lastModified),
    TracingConfig: { Mode: configuration.tracing },
    LoggingConfig: { LogFormat: configuration.logFormat, LogGroup: configuration.logGroup },
    ...(Object.keys(configuration.environment).length > 0 && { Environment: { Variables: configuration.environment } }),
    ...(configuration.layers !== undefined && { Layers: configuration.layers.map((Arn) => ({ Arn })) }),
    ...(configuration.deadLetterArn !== undefined && { DeadLetterConfig: { TargetArn: configuration.deadLetterArn } }),
  };
}

/** An alias as GetAlias shows it. */
export function describeAlias(record: FunctionRecord, alias: AliasRecord): object {
  return {
    AliasArn: `${record.arn}:${alias.name}`,
    Name: alias.name,
    FunctionVersion: alias.version,
    Description: alias.description,
    RevisionId: alias.revisionId,
  };
}
