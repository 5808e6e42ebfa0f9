import { isDeepStrictEqual } from 'node:util';
import { AwsError } from '../core/aws-error.ts';
import type { Clock } from '../core/clock.ts';
import { Conflicts } from '../core/conflicts.ts';
import type { Random } from '../core/random.ts';
import type { Place } from '../core/types.ts';
import { functionArn, type Address } from './address.ts';
import { AliasRoutes, type AliasRoutesOptions } from './alias-routes.ts';
import {
  type AliasRecord,
  type Code,
  type Configuration,
  type FunctionRecord,
  LATEST,
  type Snapshot,
} from './model.ts';

/** What a call reaches: the function, and the version that will run. */
export interface Target {
  readonly record: FunctionRecord;
  /** As the caller asked for it. */
  readonly qualifier?: string;
  readonly snapshot: Snapshot;
}

export interface RegistryOptions extends Pick<AliasRoutesOptions, 'aliasLagMs'> {
  /**
   * Simulated seconds for which a version is Pending after it was published; the first of a function is not, because a
   * stack waits for it. 0 unless told.
   */
  readonly pendingSeconds?: number;
  /** For so long, again and again, UpdateAlias answers ResourceConflictException. Never unless told. */
  readonly aliasConflictSeconds?: number;
}

/** The version that every function begins with. */
const FIRST = '1';

/** Functions, their versions and aliases: Lambda's control plane, without anything that runs. */
export class Registry {
  readonly aliasConflicts: Conflicts;
  private readonly records = new Map<string, FunctionRecord>();
  /** Numbers already given, by function name: never reused, not even for a function created again. */
  private readonly lastVersion = new Map<string, number>();
  private readonly clock: Clock;
  private readonly random: Random;
  private readonly place: Place;
  private readonly routes: AliasRoutes;
  private readonly pendingMs: number;

  constructor(clock: Clock, random: Random, place: Place, options: RegistryOptions = {}) {
    this.clock = clock;
    this.random = random;
    this.place = place;
    this.routes = new AliasRoutes({ clock, random, aliasLagMs: options.aliasLagMs });
    this.pendingMs = (options.pendingSeconds ?? 0) * 1000;
    this.aliasConflicts = new Conflicts(clock, options.aliasConflictSeconds ?? 0);
  }

  create(name: string, code: Code, configuration: Configuration): FunctionRecord {
    if (this.records.has(name)) throw new AwsError('ResourceConflictException', `Function already exist: ${name}`, 409);
    const latest = this.snapshot(name, LATEST, code, configuration);
    const record: FunctionRecord = {
      name,
      arn: functionArn(this.place, name),
      latest,
      versions: new Map(),
      aliases: new Map(),
      policies: new Map(),
      asyncConfigs: new Map(),
    };
    this.records.set(name, record);
    return record;
  }

  /** Changes `$LATEST`; published versions stay what they are. */
  update(name: string, code: Code, configuration: Configuration): FunctionRecord {
    const record = this.get(name);
    record.latest = this.snapshot(name, LATEST, code, configuration);
    return record;
  }

  remove(name: string): FunctionRecord {
    const record = this.get(name);
    this.records.delete(name);
    return record;
  }

  find(name: string): FunctionRecord | undefined {
    return this.records.get(name);
  }

  get(name: string): FunctionRecord {
    const record = this.find(name);
    if (record === undefined) throw notFound(`Function not found: ${functionArn(this.place, name)}`);
    return record;
  }

  all(): FunctionRecord[] {
    return [...this.records.values()];
  }

  /** Everything that can be invoked: the versions behind aliases, and `$LATEST` of functions without one. */
  reachable(): Snapshot[] {
    return this.all().flatMap((record) => {
      const versions = new Set([...record.aliases.values()].map((alias) => alias.version));
      return versions.size === 0 ? [record.latest] : [...versions].map((version) => this.version(record, version));
    });
  }

  /** @throws AwsError ResourceNotFoundException for a function, version or alias that does not exist */
  target({ name, qualifier }: Address): Target {
    const record = this.get(name);
    if (qualifier === undefined) return { record, snapshot: record.latest };
    const version = record.aliases.get(qualifier)?.version ?? qualifier;
    return { record, qualifier, snapshot: this.version(record, version) };
  }

  /** What an invocation reaches, which may be what an alias was at before. @throws as {@link target} does */
  reached(address: Address): Target {
    const target = this.target(address);
    const alias = address.qualifier === undefined ? undefined : target.record.aliases.get(address.qualifier);
    if (alias === undefined) return target;
    return { ...target, snapshot: this.version(target.record, this.routes.versionOf(target.record, alias)) };
  }

  /** Whether a version cannot be invoked yet. */
  isPending({ version, lastModified }: Snapshot): boolean {
    return ![LATEST, FIRST].includes(version) && this.clock.now() < lastModified.getTime() + this.pendingMs;
  }

  /**
   * "Troubleshoot container image issues in Lambda": its status is 409.
   * @throws AwsError CodeArtifactUserPendingException for a version that cannot be invoked yet
   */
  requireReady({ record, snapshot }: Target): void {
    if (!this.isPending(snapshot)) return;
    const arn = `${record.arn}:${snapshot.version}`;
    throw new AwsError('CodeArtifactUserPendingException', `The function is being provisioned: ${arn}`, 409);
  }

  version(record: FunctionRecord, version: string): Snapshot {
    const snapshot = version === LATEST ? record.latest : record.versions.get(version);
    if (snapshot === undefined) throw notFound(`Function not found: ${record.arn}:${version}`);
    return snapshot;
  }

  /**
   * Publishes `$LATEST`. As Lambda does, it publishes nothing when code and settings are those of the version
   * published last, and answers with that one.
   */
  publish(name: string, description?: string): { readonly snapshot: Snapshot; readonly existed: boolean } {
    const record = this.get(name);
    const last = [...record.versions.values()].at(-1);
    const { code, configuration } = record.latest;
    if (
      last !== undefined &&
      last.code.sha256 === code.sha256 &&
      isDeepStrictEqual({ ...last.configuration, description: '' }, { ...configuration, description: '' })
    ) {
      return { snapshot: last, existed: true };
    }
    const number = (this.lastVersion.get(name) ?? 0) + 1;
    this.lastVersion.set(name, number);
    const snapshot = this.snapshot(name, String(number), code, {
      ...configuration,
      description: description ?? configuration.description,
    });
    record.versions.set(snapshot.version, snapshot);
    return { snapshot, existed: false };
  }

  /**
   * @returns undefined when there is no such version: AWS takes that for done
   * @throws AwsError ResourceConflictException while an alias refers to the version
   */
  removeVersion(name: string, version: string): Snapshot | undefined {
    const record = this.get(name);
    if (version === LATEST)
      throw new AwsError(
        'InvalidParameterValueException',
        '$LATEST version cannot be deleted without deleting the function.',
      );
    const aliases = [...record.aliases.values()]
      .filter((alias) => alias.version === version)
      .map((alias) => alias.name);
    if (aliases.length > 0)
      throw new AwsError(
        'ResourceConflictException',
        `Version ${version} of ${name} cannot be deleted: alias ${aliases.join(', ')} refers to it`,
        409,
      );
    const snapshot = record.versions.get(version);
    record.versions.delete(version);
    return snapshot;
  }

  createAlias(functionName: string, name: string, version: string, description: string): AliasRecord {
    const record = this.get(functionName);
    if (record.aliases.has(name))
      throw new AwsError('ResourceConflictException', `Alias already exists: ${record.arn}:${name}`, 409);
    this.version(record, version);
    return this.putAlias(record, { name, version, description });
  }

  alias(functionName: string, name: string): AliasRecord {
    const record = this.get(functionName);
    const alias = record.aliases.get(name);
    if (alias === undefined) throw notFound(`Cannot find alias arn: ${record.arn}:${name}`);
    return alias;
  }

  /** @throws AwsError PreconditionFailedException when the alias changed since `revisionId` was read */
  updateAlias(
    functionName: string,
    name: string,
    change: { version?: string | undefined; description?: string | undefined; revisionId?: string | undefined },
  ): AliasRecord {
    const record = this.get(functionName);
    const alias = this.alias(functionName, name);
    if (change.revisionId !== undefined && change.revisionId !== alias.revisionId) {
      throw new AwsError(
        'PreconditionFailedException',
        'The Revision Id provided does not match the latest Revision Id. Call the GetAlias API to retrieve ' +
          'the latest Revision Id',
        412,
      );
    }
    if (change.version !== undefined) this.version(record, change.version);
    return this.putAlias(record, {
      name,
      version: change.version ?? alias.version,
      description: change.description ?? alias.description,
    });
  }

  removeAlias(functionName: string, name: string): void {
    const record = this.get(functionName);
    record.aliases.delete(name);
    this.routes.removed(record, name);
    record.policies.delete(name);
    record.asyncConfigs.delete(name);
  }

  private putAlias(record: FunctionRecord, alias: Omit<AliasRecord, 'revisionId'>): AliasRecord {
    const written = { ...alias, revisionId: this.random.uuid() };
    record.aliases.set(alias.name, written);
    this.routes.written(record, written);
    return written;
  }

  private snapshot(functionName: string, version: string, code: Code, configuration: Configuration): Snapshot {
    return {
      functionName,
      version,
      code,
      configuration,
      revisionId: this.random.uuid(),
      lastModified: new Date(this.clock.now()),
    };
  }
}

function notFound(message: string): AwsError {
  return new AwsError('ResourceNotFoundException', message, 404);
}
