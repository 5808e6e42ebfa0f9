import { AwsError } from '../core/aws-error.ts';
import type { Clock } from '../core/clock.ts';
import type { Address } from './address.ts';
import type { Concurrency } from './concurrency.ts';
import { LATEST, type Snapshot } from './model.ts';
import type { Pool } from './pool.ts';
import type { Registry, Target } from './registry.ts';

/** Simulated milliseconds until a request is ready or has failed: "a minute or two of preparation". */
const PREPARATION_MS = 90_000;

interface Lambda {
  readonly registry: Registry;
  readonly concurrency: Concurrency;
}

interface Config {
  readonly requested: number;
  readonly since: number;
  readonly snapshot: Snapshot;
  /** Whether its code loads; undefined while nobody knows. */
  loads?: boolean;
}

/**
 * Provisioned concurrency of versions and aliases: asked for, allocated a while later, or failed. Nothing here is any
 * faster for it; what is asked for by whom, and when it is ready, is as on AWS. Its refusals are in the words that
 * others have recorded of Lambda.
 */
export class ProvisionedConcurrency {
  private readonly lambda: Lambda;
  private readonly clock: Clock;
  private readonly poolOf: (snapshot: Snapshot) => Pool;
  /** By function, then by qualifier as it was asked for. */
  private readonly configs = new Map<string, Map<string, Config>>();

  /** @param poolOf the processes of a version, one of which shows whether its code loads */
  constructor(lambda: Lambda, clock: Clock, poolOf: (snapshot: Snapshot) => Pool) {
    this.lambda = lambda;
    this.clock = clock;
    this.poolOf = poolOf;
  }

  /**
   * @throws AwsError ResourceNotFoundException, InvalidParameterValueException for `$LATEST` and for more than the
   * function or the account has, ResourceConflictException where an alias and its version would both have it
   */
  put(address: Address, requested: number): object {
    const { qualifier, record, snapshot } = this.published(
      address,
      'Provisioned Concurrency Configs cannot be applied to unpublished function versions.',
    );
    const configs = this.of(record.name);
    for (const other of configs.keys()) {
      if (other === qualifier) continue;
      if (record.aliases.get(other)?.version === qualifier)
        throw conflict('Version is pointed by a Provisioned Concurrency alias');
      if (record.aliases.get(qualifier)?.version === other)
        throw conflict(
          "Alias can't be used for Provisioned Concurrency configuration on an already Provisioned version",
        );
    }
    const others = [...configs].reduce((sum, [name, each]) => sum + (name === qualifier ? 0 : each.requested), 0);
    this.lambda.concurrency.requireRoomFor(record.name, others + requested);
    const before = configs.get(qualifier);
    if (before?.requested === requested && before.snapshot === snapshot && before.loads !== false)
      return this.describe(before);
    const config: Config = { requested, since: this.clock.now(), snapshot };
    configs.set(qualifier, config);
    const pool = this.poolOf(snapshot);
    void pool.warm().then(() => void (config.loads = pool.notLoaded === undefined));
    return this.describe(config);
  }

  /** @throws AwsError ProvisionedConcurrencyConfigNotFoundException, and what {@link put} throws for the address */
  get(address: Address): object {
    const { qualifier, record } = this.published(address);
    const config = this.of(record.name).get(qualifier);
    if (config === undefined)
      throw new AwsError(
        'ProvisionedConcurrencyConfigNotFoundException',
        'No Provisioned Concurrency Config found for this function',
        404,
      );
    return this.describe(config);
  }

  /** Also of what has none, which AWS takes for done. */
  remove(address: Address): void {
    const { qualifier, record } = this.published(address);
    this.of(record.name).delete(qualifier);
  }

  list(name: string): object[] {
    const { arn } = this.lambda.registry.get(name);
    return [...this.of(name)].map(([qualifier, config]) => ({
      FunctionArn: `${arn}:${qualifier}`,
      ...this.describe(config),
    }));
  }

  /** What goes with a function, or with a version or an alias of it. */
  forget(name: string, qualifier?: string): void {
    if (qualifier === undefined) this.configs.delete(name);
    else this.configs.get(name)?.delete(qualifier);
  }

  private of(name: string): Map<string, Config> {
    const configs = this.configs.get(name) ?? new Map<string, Config>();
    this.configs.set(name, configs);
    return configs;
  }

  private published(
    address: Address,
    otherwise = 'The function resource provided must be an alias or a published version.',
  ): Target & { readonly qualifier: string } {
    const { qualifier = LATEST } = address;
    if (qualifier === LATEST) throw new AwsError('InvalidParameterValueException', otherwise);
    return { ...this.lambda.registry.target(address), qualifier };
  }

  private describe({ loads, requested, since }: Config): object {
    const passed = this.clock.now() >= since + PREPARATION_MS && loads !== undefined;
    const ready = passed && loads ? requested : 0;
    return {
      RequestedProvisionedConcurrentExecutions: requested,
      AvailableProvisionedConcurrentExecutions: ready,
      AllocatedProvisionedConcurrentExecutions: ready,
      Status: !passed ? 'IN_PROGRESS' : loads ? 'READY' : 'FAILED',
      ...(passed && !loads && { StatusReason: 'FUNCTION_ERROR_INIT_FAILURE' }),
      LastModified: new Date(since).toISOString().replace(/\.\d+Z$/, '+0000'),
    };
  }
}

const conflict = (message: string): AwsError => new AwsError('ResourceConflictException', message, 409);
