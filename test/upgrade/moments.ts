import type { Transition } from 'local-aws/states';
import type { AuthorizedCall } from 'local-aws';

/** What happened, as the judge reads it. */
export type Moment =
  | { readonly what: 'started' | 'redriven'; readonly execution: string }
  | {
      readonly what: 'ended';
      readonly execution: string;
      readonly status: string;
      readonly error: string;
      readonly cause: string;
    }
  | { readonly what: 'weights'; readonly production: number; readonly canary: number }
  /** A check let the release go on. */
  | { readonly what: 'advanced'; readonly execution: string }
  | { readonly what: 'alias'; readonly alias: string; readonly version: string }
  /** Somebody wants it rolled back. */
  | { readonly what: 'asked' }
  | { readonly what: 'deploy begins' | 'deployed' };

export function momentOf({
  type,
  executionArn: execution,
  output,
  status = 'RUNNING',
  error = '',
  cause = '',
}: Transition): Moment | undefined {
  if (type === 'started' || type === 'redriven') return { what: type, execution };
  if (type === 'ended') return { what: type, execution, status, error, cause };
  const advances =
    type === 'exited' && typeof output === 'object' && output !== null && 'next' in output && output.next === 'advance';
  return advances ? { what: 'advanced', execution } : undefined;
}

/** A handler that moves an alias. */
export function momentOfCall({ service, operation, input }: AuthorizedCall): Moment | undefined {
  if (service !== 'lambda' || operation !== 'UpdateAlias') return undefined;
  return { what: 'alias', alias: String(input['Name']), version: String(input['FunctionVersion']) };
}
