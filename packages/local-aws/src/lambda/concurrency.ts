import { AwsError } from '../core/aws-error.ts';

/**
 * Lambda keeps so many of an account's concurrent invocations for functions that have none reserved
 * ("Configuring reserved concurrency for a function" in the developer guide).
 */
const LEAST_UNRESERVED = 100;

/** What an account has unless AWS gave it another number ("Lambda quotas"). */
const USUAL_LIMIT = 1_000;

/**
 * How many functions run at once, in the account and each that has a number reserved. A reserved number is taken out of
 * the account's, and is at the same time the most that the function may have.
 */
export class Concurrency {
  private readonly limit: number;
  private readonly reserved = new Map<string, number>();
  private readonly running = new Map<string, number>();

  /** @param limit the account's; nothing is refused for it unless told */
  constructor(limit = Infinity) {
    this.limit = limit;
  }

  /**
   * Reserves a number for a function, or none any more.
   * @throws AwsError InvalidParameterValueException when too few would be left for all others
   */
  reserve(name: string, count: number | undefined): void {
    const others = this.reservedBy((other) => other !== name);
    if (count !== undefined && this.limit - others - count < LEAST_UNRESERVED)
      throw new AwsError(
        'InvalidParameterValueException',
        "Specified ReservedConcurrentExecutions for function decreases account's UnreservedConcurrentExecution below " +
          `its minimum value of [${LEAST_UNRESERVED}].`,
      );
    if (count === undefined) this.reserved.delete(name);
    else this.reserved.set(name, count);
  }

  /**
   * Whether a function may have so much provisioned in all.
   * @throws AwsError InvalidParameterValueException when it has less reserved, or too few would be left for all others
   */
  requireRoomFor(name: string, provisioned: number): void {
    const reserved = this.reserved.get(name);
    if (reserved !== undefined && provisioned > reserved)
      throw new AwsError(
        'InvalidParameterValueException',
        'Requested Provisioned Concurrency should not be greater than the reservedConcurrentExecution for function',
      );
    if (reserved === undefined && this.limit - this.reservedBy(() => true) - provisioned < LEAST_UNRESERVED)
      throw new AwsError(
        'InvalidParameterValueException',
        "Specified ConcurrentExecutions for function decreases account's UnreservedConcurrentExecution below its " +
          `minimum value of [${LEAST_UNRESERVED}].`,
      );
  }

  /** Undefined for a function that shares what is left. */
  reservedFor(name: string): number | undefined {
    return this.reserved.get(name);
  }

  /** In the words of GetAccountSettings. Where there is no limit, it is told as AWS's usual one. */
  limits(): { readonly ConcurrentExecutions: number; readonly UnreservedConcurrentExecutions: number } {
    const ConcurrentExecutions = Number.isFinite(this.limit) ? this.limit : USUAL_LIMIT;
    return {
      ConcurrentExecutions,
      UnreservedConcurrentExecutions: ConcurrentExecutions - this.reservedBy(() => true),
    };
  }

  /**
   * One invocation begins.
   * @returns tells that it is over
   * @throws AwsError TooManyRequestsException when there is no room for it
   */
  enter(name: string): () => void {
    const reserved = this.reserved.get(name);
    const now = this.running.get(name) ?? 0;
    if (reserved !== undefined && now >= reserved) throw refusal('ReservedFunctionConcurrentInvocationLimitExceeded');
    if (
      reserved === undefined &&
      this.limit !== Infinity &&
      this.unreserved() >= this.limit - this.reservedBy(() => true)
    )
      throw refusal('ConcurrentInvocationLimitExceeded');
    this.running.set(name, now + 1);
    return () => void this.running.set(name, (this.running.get(name) ?? 1) - 1);
  }

  private reservedBy(which: (name: string) => boolean): number {
    return [...this.reserved].reduce((sum, [name, count]) => (which(name) ? sum + count : sum), 0);
  }

  private unreserved(): number {
    return [...this.running].reduce((sum, [name, count]) => (this.reserved.has(name) ? sum : sum + count), 0);
  }
}

/** "TooManyRequestsException" in the API reference of Invoke, with its reasons. */
const refusal = (reason: string): AwsError =>
  new AwsError('TooManyRequestsException', 'Rate Exceeded.', 429, { Reason: reason, Type: 'User' });
