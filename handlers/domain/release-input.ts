import { ContractError } from '../../statemachine/contract/errors.ts';
import { releaseInputSchema } from '../../statemachine/contract/payloads.ts';
import { describeIssues } from './issues.ts';

/**
 * The version that an execution's input asks for: `{}` is the newest, `{"version":"7"}` that one.
 * @throws ContractError InvalidInput
 */
export function releaseVersion(input: unknown, newestVersion: string): string {
  const parsed = releaseInputSchema.safeParse(input);
  if (parsed.success) return parsed.data.version ?? newestVersion;
  throw new ContractError('InvalidInput', `execution input must be {} or {"version":"7"}: ${describeIssues(parsed.error, input)}`);
}
