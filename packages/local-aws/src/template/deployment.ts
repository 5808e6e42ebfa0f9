import { isDeepStrictEqual } from 'node:util';
import type { Deployed, ResourceRequest } from '../core/resource.ts';
import type { Log } from '../core/types.ts';
import { nameOf, type Providers } from './check-template.ts';
import { resolve, type Scope } from './intrinsics.ts';
import { problemLines, problemsOf, TemplateError } from './problems.ts';
import type { TemplateResource } from './schema.ts';
import type { StackIdentity } from './scope.ts';
import type { StackResource } from './stack.ts';

/** One resource that the cleanup will remove; what it was called, and how. */
interface Leftover {
  readonly logicalId: string;
  readonly resource: StackResource;
  readonly retain: boolean;
}

/**
 * One deployment of one stack: resources one after the other, each compared with what the previous template asked
 * for; on failure everything done so far is undone in reverse, and on success what is gone is removed.
 */
export class Deployment {
  readonly resources = new Map<string, StackResource>();
  readonly created: string[] = [];
  readonly updated: string[] = [];
  readonly removed: string[] = [];
  readonly retained: string[] = [];
  private readonly undo: { readonly what: string; readonly run: () => Promise<unknown> }[] = [];
  private readonly replaced: Leftover[] = [];
  private readonly previous: ReadonlyMap<string, StackResource>;
  private readonly providers: Providers;
  private readonly log: Log;
  private readonly now: () => Date;

  constructor(previous: ReadonlyMap<string, StackResource>, providers: Providers, log: Log, now: () => Date) {
    this.previous = previous;
    this.providers = providers;
    this.log = log;
    this.now = now;
  }

  deployedOf(logicalId: string): Deployed | undefined {
    return this.resources.get(logicalId)?.deployed;
  }

  /** Creates the resource, updates it when what it asks for has changed, or leaves it alone. */
  async apply(logicalId: string, resource: TemplateResource, scope: Scope, stack: StackIdentity): Promise<void> {
    const where = nameOf(logicalId, resource);
    const provider = this.providers.get(resource.Type);
    if (provider === undefined)
      throw new TemplateError(where, 'this resource type is not supported by the local cloud');
    const desired = resolve(resource.Properties, scope, where);
    const policies = { deletionPolicy: resource.DeletionPolicy, updateReplacePolicy: resource.UpdateReplacePolicy };
    const before = this.previous.get(logicalId);
    if (before !== undefined && before.provider.type !== resource.Type) {
      throw new TemplateError(
        where,
        `was ${before.provider.type}: a logical id cannot change its type, give the new resource a new one`,
      );
    }
    if (before !== undefined && isDeepStrictEqual(before.desired, desired)) {
      this.resources.set(logicalId, { ...before, ...policies });
      return;
    }
    const parsed = provider.schema.safeParse(desired);
    if (!parsed.success)
      throw new TemplateError('properties', problemLines(where, problemsOf(parsed.error)).join('; '));
    const request: ResourceRequest<unknown> = {
      logicalId,
      stackName: stack.stackName,
      place: stack.place,
      properties: parsed.data,
      metadata: resource.Metadata,
    };
    const made = (deployed: Deployed): StackResource => ({
      provider,
      desired,
      request,
      deployed,
      changedAt: this.now(),
      updated: before !== undefined,
      ...policies,
    });
    const deployed = await named(
      where,
      before === undefined ? provider.create(request) : provider.update(request, before.deployed),
    );
    this.resources.set(logicalId, made(deployed));
    if (before === undefined) this.recordCreated(logicalId, made(deployed));
    else this.recordUpdated(logicalId, before, made(deployed));
  }

  /** Undoes what was done, last first; answers what could not be undone. */
  async rollBack(): Promise<string[]> {
    const failures: string[] = [];
    for (const { what, run } of this.undo.toReversed()) {
      await run().catch((error: Error) => failures.push(`${what}: ${error.message}`));
    }
    return failures;
  }

  /** Removes what the template no longer has, dependents first. A failure here fails nothing, as in CloudFormation. */
  async cleanUp(): Promise<void> {
    const gone = [...this.previous]
      .filter(([logicalId]) => !this.resources.has(logicalId))
      .map(([logicalId, resource]) => ({ logicalId, resource, retain: resource.deletionPolicy !== 'Delete' }));
    for (const { logicalId, resource, retain } of [...this.replaced, ...gone].toReversed()) {
      if (retain) {
        this.retained.push(logicalId);
        continue;
      }
      await resource.provider.remove(resource.deployed).then(
        () => this.removed.push(logicalId),
        (error: Error) =>
          this.log('cloudformation', `${logicalId} (${resource.provider.type}) could not be removed: ${error.message}`),
      );
    }
  }

  private recordCreated(logicalId: string, made: StackResource): void {
    this.created.push(logicalId);
    // RetainExceptOnCreate is made for this: what an unsuccessful deployment created does not stay.
    if (made.deletionPolicy !== 'Retain')
      this.undo.push({ what: `removing ${logicalId}`, run: () => made.provider.remove(made.deployed) });
  }

  private recordUpdated(logicalId: string, before: StackResource, now: StackResource): void {
    this.updated.push(logicalId);
    if (now.deployed.ref === before.deployed.ref) {
      this.undo.push({ what: `restoring ${logicalId}`, run: () => now.provider.update(before.request, now.deployed) });
      return;
    }
    this.undo.push({ what: `removing the new ${logicalId}`, run: () => now.provider.remove(now.deployed) });
    this.replaced.push({ logicalId, resource: before, retain: now.updateReplacePolicy === 'Retain' });
  }
}

async function named<T>(where: string, work: Promise<T>): Promise<T> {
  return work.catch((error: unknown) => {
    throw new Error(`${where}: ${error instanceof Error ? error.message : String(error)}`, { cause: error });
  });
}
