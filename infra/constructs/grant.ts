import type { EnvName } from '../../statemachine/contract/names.ts';

/** One call or a few on one resource: what a port needs. */
export interface Permission {
  readonly actions: readonly string[];
  readonly resources: readonly string[];
  readonly conditions?: Readonly<Record<string, Readonly<Record<string, string>>>>;
}

/** What a handler gets so that it can use one port: permissions and environment. */
export interface Grant {
  readonly permissions: readonly Permission[];
  readonly environment: Readonly<Partial<Record<EnvName, string>>>;
}
