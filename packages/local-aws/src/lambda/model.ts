import type { ResourcePolicy } from '../iam/document.ts';

/** What Lambda keeps of a function. Snapshots and aliases are replaced, never changed in place. */

export const LATEST = '$LATEST';

/** Code on this machine; the hash is of the files' content. */
export interface Code {
  readonly folder: string;
  readonly sha256: string;
}

/** Settings of a function; the defaults are Lambda's. */
export interface Configuration {
  readonly description: string;
  /** `index.handler` */
  readonly handler: string;
  readonly runtime: string;
  readonly roleArn: string;
  readonly timeoutSeconds: number;
  readonly memoryMb: number;
  readonly architecture: string;
  readonly environment: Readonly<Record<string, string>>;
  readonly logGroup: string;
  readonly logFormat: 'Text' | 'JSON';
  readonly applicationLogLevel?: string;
  readonly tracing: 'Active' | 'PassThrough';
  /** ARNs of layers' versions, later ones above earlier ones; none unless told. */
  readonly layers?: readonly string[];
  /** A queue for async events that failed for good. */
  readonly deadLetterArn?: string;
}

/** One version: `$LATEST`, or a published one that never changes again. */
export interface Snapshot {
  readonly functionName: string;
  readonly version: string;
  readonly code: Code;
  readonly configuration: Configuration;
  readonly revisionId: string;
  readonly lastModified: Date;
}

export interface AliasRecord {
  readonly name: string;
  readonly version: string;
  readonly description: string;
  readonly revisionId: string;
}

/** A resource-based permission: who may call through a qualifier. */
export type Statement = ResourcePolicy['Statement'][number];

/** How async invocations through a qualifier are retried. */
export interface AsyncConfig {
  readonly retries: number;
  readonly maxAgeSeconds: number;
  /** A queue that gets the record of an event that failed for good. */
  readonly onFailureArn?: string;
}

export interface FunctionRecord {
  readonly name: string;
  readonly arn: string;
  latest: Snapshot;
  readonly versions: Map<string, Snapshot>;
  readonly aliases: Map<string, AliasRecord>;
  /** By qualifier, `''` for calls without one. A policy is never changed, but replaced. */
  readonly policies: Map<string, ResourcePolicy>;
  readonly asyncConfigs: Map<string, AsyncConfig>;
}
