import { isDeepStrictEqual } from 'node:util';
import type { Deployed, ResourceRequest } from '../core/resource.ts';
import type { Log } from '../core/types.ts';
import { desiredOf, nameOf } from './check-template.ts';
import type { ProviderOf } from './custom-resources.ts';
import { driftOf } from './drift.ts';
import type { Scope } from './intrinsics.ts';
import { problemLines, problemsOf, TemplateError } from './problems.ts';
import type { TemplateResource } from './schema.ts';
import type { StackIdentity } from './scope.ts';
import { type Leftover, removeResources } from './remove-resources.ts';
import { tellOf, type TellEvent } from './stack-events.ts';
import type { StackResource } from './stack.ts';
import { Undo } from './undo.ts';

export interface DeploymentOptions {
  readonly previous: ReadonlyMap<string, StackResource>;
  readonly providerOf: ProviderOf;
  readonly log: Log;
  readonly tell: TellEvent;
  readonly now: () => Date;
  readonly importsExisting: boolean;
  /** Write again what somebody else has changed since. */
  readonly revertDrift: boolean;
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
  private readonly undo = new Undo();
  private readonly replaced: Leftover[] = [];
  private readonly options: DeploymentOptions;

  constructor(options: DeploymentOptions) {
    this.options = options;
  }

  deployedOf(logicalId: string): Deployed | undefined {
    return this.resources.get(logicalId)?.deployed;
  }

  /** Creates the resource, updates it when what it asks for has changed, or leaves it alone. */
  async apply(logicalId: string, resource: TemplateResource, scope: Scope, stack: StackIdentity): Promise<void> {
    const { previous, providerOf, revertDrift, tell, log } = this.options;
    const where = nameOf(logicalId, resource);
    const provider = providerOf(logicalId, resource);
    if (provider === undefined)
      throw new TemplateError(where, 'this resource type is not supported by the local cloud');
    const desired = desiredOf(resource, provider, scope, where);
    const policies = { deletionPolicy: resource.DeletionPolicy, updateReplacePolicy: resource.UpdateReplacePolicy };
    const before = previous.get(logicalId);
    if (before !== undefined && before.provider.type !== resource.Type) {
      throw new TemplateError(
        where,
        `was ${before.provider.type}: a logical id cannot change its type, give the new resource a new one`,
      );
    }
    const same = before !== undefined && isDeepStrictEqual(before.desired, desired);
    if (same && !(revertDrift && driftOf(before).length > 0)) {
      const request = { ...before.request, metadata: resource.Metadata };
      this.resources.set(logicalId, { ...before, ...policies, request });
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
      importsExisting: this.options.importsExisting,
      metadata: resource.Metadata,
    };
    const made = (deployed: Deployed): StackResource => ({
      provider,
      desired,
      request,
      deployed,
      changedAt: this.options.now(),
      updated: before !== undefined,
      ...policies,
    });
    const action = before === undefined ? 'CREATE' : 'UPDATE';
    const told = tellOf(tell, logicalId, resource.Type, before?.deployed.ref);
    told(`${action}_IN_PROGRESS`);
    const deployed = await named(
      where,
      before === undefined ? provider.create(request) : provider.update(request, before.deployed),
    ).catch((error: Error) => {
      told(`${action}_FAILED`, error.message);
      throw error;
    });
    this.resources.set(logicalId, made(deployed));
    if (before === undefined) this.recordCreated(logicalId, made(deployed));
    else this.recordUpdated(logicalId, before, made(deployed));
    tellOf(tell, logicalId, resource.Type, deployed.ref)(`${action}_COMPLETE`);
    if (provider.inert !== undefined && before === undefined)
      log('cloudformation', `${where} is kept and does nothing here: ${provider.inert}`);
    for (const kept of provider.keeps?.(parsed.data) ?? []) log('cloudformation', `${where}: ${kept}`);
  }

  /** Undoes what was done, last first; answers what could not be undone. */
  rollBack(): Promise<string[]> {
    return this.undo.run(this.options.tell);
  }

  /** Removes what the template no longer has, dependents first. A failure here fails nothing, as in CloudFormation. */
  async cleanUp(): Promise<void> {
    const gone = [...this.options.previous]
      .filter(([logicalId]) => !this.resources.has(logicalId))
      .map(([logicalId, resource]) => ({ logicalId, resource, retain: resource.deletionPolicy !== 'Delete' }));
    const { removed, retained, failed } = await removeResources([...this.replaced, ...gone], this.options.tell);
    this.removed.push(...removed);
    this.retained.push(...retained);
    for (const why of failed.values()) this.options.log('cloudformation', why);
  }

  private recordCreated(logicalId: string, made: StackResource): void {
    this.created.push(logicalId);
    // RetainExceptOnCreate is made for this: what an unsuccessful deployment created does not stay.
    if (made.deletionPolicy !== 'Retain') this.undo.remove(logicalId, `removing ${logicalId}`, made);
  }

  private recordUpdated(logicalId: string, before: StackResource, made: StackResource): void {
    this.updated.push(logicalId);
    if (made.deployed.ref === before.deployed.ref) {
      this.undo.restore(logicalId, before, made);
      return;
    }
    this.undo.remove(logicalId, `removing the new ${logicalId}`, made);
    this.replaced.push({ logicalId, resource: before, retain: made.updateReplacePolicy === 'Retain' });
  }
}

async function named<T>(where: string, work: Promise<T>): Promise<T> {
  return work.catch((error: unknown) => {
    throw new Error(`${where}: ${error instanceof Error ? error.message : String(error)}`, { cause: error });
  });
}
