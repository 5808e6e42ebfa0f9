import type { Clock } from '../core/clock.ts';
import type { EventSink, Log } from '../core/types.ts';
import { type Providers, providerOf } from './custom-resources.ts';
import { Deployment } from './deployment.ts';
import { outputsOf } from './outputs.ts';
import type { Prepared } from './prepared.ts';
import type { Template } from './schema.ts';
import type { StackIdentity } from './scope.ts';
import type { Changes, Stack, StackDescription, Wanted } from './stack.ts';
import type { Stacks } from './stacks.ts';
import { statusChangeEvent } from './status-change-event.ts';

export interface StackDeploymentsOptions {
  readonly clock: Pick<Clock, 'now'>;
  /** Told how deployments of a stack ended. */
  readonly events: EventSink;
  readonly log: Log;
}

export interface DeployResult {
  readonly stack: StackDescription;
  readonly changes: Changes;
}

/** A deployment that stopped half-way: what failed, what the stack is like now. */
export class DeploymentError extends Error {
  override readonly name = 'DeploymentError';
}

/** Makes of stacks what has been judged and found to be deployable. */
export class StackDeployments {
  private readonly stacks: Stacks;
  private readonly providers: Providers;
  private readonly options: StackDeploymentsOptions;

  constructor(stacks: Stacks, providers: Providers, options: StackDeploymentsOptions) {
    this.stacks = stacks;
    this.providers = providers;
    this.options = options;
  }

  /**
   * Creates the stack, or updates it as CloudFormation would: only what differs from the previous template is
   * touched, and then with its whole desired state.
   * @throws DeploymentError when a resource failed; what was done before it has been undone
   */
  async run(wanted: Wanted, { identity, template, resources, order, scope }: Prepared): Promise<DeployResult> {
    const known = this.stacks.find(wanted.stackName);
    const before = known?.description.StackStatus === 'REVIEW_IN_PROGRESS' ? undefined : known;
    const { description } = this.stacks.turn(this.begun(wanted, identity, before));
    const deployment = new Deployment({
      previous: before?.resources ?? new Map(),
      providerOf: providerOf(this.providers, resources),
      log: this.options.log,
      tell: (happened) => this.stacks.events.tell(description, happened),
      now: () => this.now(),
      importsExisting: wanted.importsExisting ?? false,
      revertDrift: wanted.revertDrift ?? false,
    });
    const names = scope((id) => deployment.deployedOf(id));
    let Outputs;
    try {
      for (const id of order) {
        const resource = resources.get(id);
        if (resource !== undefined) await deployment.apply(id, resource, names, identity);
      }
      Outputs = outputsOf(template, names, (name) => this.stacks.exporterOf(name, wanted.stackName));
    } catch (error) {
      throw await this.failed(wanted, description, before, deployment, error);
    }
    const StackStatus = before === undefined ? 'CREATE_COMPLETE' : 'UPDATE_COMPLETE';
    const asked = { ...aboutTemplate(template), ...(wanted.tags !== undefined && { Tags: wanted.tags }) };
    const stack = { resources: deployment.resources, template: wanted.template, body: wanted.body };
    this.stacks.put({ ...stack, description: { ...description, ...asked, Outputs } });
    await deployment.cleanUp();
    const ended = { ...description, ...asked, StackStatus, Outputs } as const;
    this.stacks.turn({ ...stack, description: ended });
    const { created, updated, removed, retained } = deployment;
    this.options.log(
      'cloudformation',
      `${wanted.stackName} deployed: ${created.length} created, ${updated.length} updated, ${removed.length} ` +
        `removed, ${retained.length} retained`,
    );
    const changes = { created, updated, removed, retained };
    // A template without a change is no update: CloudFormation refuses one.
    if (Object.values(changes).some((ids) => ids.length > 0)) this.options.events.emit(statusChangeEvent(ended));
    return { stack: ended, changes };
  }

  /** A stack whose deployment has begun; what it had it has, until the end. */
  private begun({ template, body, roleArn }: Wanted, identity: StackIdentity, before?: Stack): Stack {
    const role = roleArn === undefined ? {} : { RoleARN: roleArn };
    if (before !== undefined) {
      const { Description: _, Parameters: __, StackStatusReason: ___, ...kept } = before.description;
      const LastUpdatedTime = this.now();
      return { ...before, description: { ...kept, ...role, StackStatus: 'UPDATE_IN_PROGRESS', LastUpdatedTime } };
    }
    const { stackName: StackName, stackId: StackId } = identity;
    const CreationTime = this.now();
    const description = { StackName, StackId, StackStatus: 'CREATE_IN_PROGRESS', CreationTime, Outputs: [] } as const;
    return { description: { ...description, ...role }, resources: new Map(), template, body };
  }

  private async failed(
    { stackName, template, body }: Wanted,
    begun: StackDescription,
    before: Stack | undefined,
    deployment: Deployment,
    error: unknown,
  ): Promise<DeploymentError> {
    const reason = error instanceof Error ? error.message : String(error);
    const back = before === undefined ? 'ROLLBACK' : 'UPDATE_ROLLBACK';
    const resources = before?.resources ?? new Map();
    const description = before?.description ?? begun;
    const stack = { resources, template: before?.template ?? template, body: before?.body ?? body, description };
    this.stacks.describe(stack, { StackStatus: `${back}_IN_PROGRESS`, StackStatusReason: reason });
    const failures = await deployment.rollBack();
    const StackStatus = failures.length > 0 ? (`${back}_FAILED` as const) : (`${back}_COMPLETE` as const);
    // What could not be removed is the stack's all the same.
    const left = before === undefined && failures.length > 0 ? deployment.resources : resources;
    const ended = this.stacks.describe({ ...stack, resources: left }, { StackStatus });
    this.options.events.emit(statusChangeEvent(ended.description));
    const now =
      before === undefined
        ? 'there is no stack: what had been created was removed'
        : `the stack is as before this deployment (${before.resources.size} resources)`;
    const undone = failures.length > 0 ? `could not be undone completely: ${failures.join('; ')}` : now;
    return new DeploymentError(`deployment of ${stackName} failed at ${reason}\n${undone}`, { cause: error });
  }

  private now(): Date {
    return new Date(this.options.clock.now());
  }
}

/** What the template says of itself, with the values of its parameters. */
function aboutTemplate({ Description, Parameters }: Template): Pick<StackDescription, 'Description' | 'Parameters'> {
  const parameters = Object.entries(Parameters).map(([ParameterKey, { Default = '' }]) => ({
    ParameterKey,
    ParameterValue: String(Default),
  }));
  return {
    ...(Description === undefined ? {} : { Description }),
    ...(parameters.length === 0 ? {} : { Parameters: parameters }),
  };
}
