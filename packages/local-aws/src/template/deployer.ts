import type { Clock } from '../core/clock.ts';
import type { Random } from '../core/random.ts';
import type { ResourceProvider } from '../core/resource.ts';
import { AwsError } from '../core/aws-error.ts';
import type { EventSink, Log, Place } from '../core/types.ts';
import type { Assembly } from './assembly.ts';
import type { AssetBucket } from './asset-bucket.ts';
import { activeResources, checkTemplate, type Providers } from './check-template.ts';
import { Deployment } from './deployment.ts';
import { resolve, type Scope } from './intrinsics.ts';
import { withKept } from './kept-parameters.ts';
import { deployOrder } from './references.ts';
import type { Template } from './schema.ts';
import { type OtherStacks, scopeFor, type StackIdentity } from './scope.ts';
import type { Changes, Stack, StackDescription, StackOutput } from './stack.ts';
import { statusChangeEvent } from './status-change-event.ts';

export interface DeployerOptions {
  readonly providers: readonly ResourceProvider[];
  readonly place: Place;
  readonly bucket: AssetBucket;
  readonly clock: Clock;
  readonly random: Random;
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

/** CloudFormation: deploys assemblies, remembers what each stack asked for, and answers with outputs. */
export class Deployer {
  private readonly options: DeployerOptions;
  private readonly providers: Providers;
  private readonly stacks = new Map<string, Stack>();

  constructor(options: DeployerOptions) {
    this.options = options;
    this.providers = new Map(options.providers.map((provider) => [provider.type, provider]));
  }

  /**
   * Creates the stack, or updates it as CloudFormation would: only what differs from the previous template is
   * touched, and then with its whole desired state.
   * @throws TemplateError before anything is touched, when the template asks for what the local cloud does not have
   * @throws DeploymentError when a resource failed; what was done before it has been undone
   */
  async deploy(assembly: Assembly): Promise<DeployResult> {
    const { stackName } = assembly;
    const previous = this.stacks.get(stackName);
    const template = withKept(assembly.template, previous?.description.Parameters ?? []);
    const identity: StackIdentity = {
      stackName,
      stackId: previous?.description.StackId ?? this.stackId(stackName),
      place: this.options.place,
    };
    checkTemplate(template, identity, this.providers, this.otherStacks());
    const resources = activeResources(template, identity);
    const order = deployOrder(resources);
    this.options.bucket.upload(assembly.assets);

    const deployment = new Deployment(
      previous?.resources ?? new Map(),
      this.providers,
      this.options.log,
      () => new Date(this.options.clock.now()),
    );
    const scope = scopeFor(template, identity, (id) => deployment.deployedOf(id), this.otherStacks());
    let outputs: StackOutput[];
    try {
      for (const id of order) {
        const resource = resources.get(id);
        if (resource !== undefined) await deployment.apply(id, resource, scope, identity);
      }
      outputs = this.outputsOf(template, scope, stackName);
    } catch (error) {
      throw await this.failed(stackName, previous, deployment, error);
    }
    const StackStatus = previous === undefined ? 'CREATE_COMPLETE' : 'UPDATE_COMPLETE';
    const description: StackDescription = {
      ...this.identify(identity, previous),
      StackStatus,
      ...aboutTemplate(template),
      Outputs: outputs,
    };
    this.stacks.set(stackName, { description, resources: deployment.resources, template: assembly.template });
    await deployment.cleanUp();
    const { created, updated, removed, retained } = deployment;
    this.options.log(
      'cloudformation',
      `${stackName} deployed: ${created.length} created, ${updated.length} updated, ${removed.length} ` +
        `removed, ${retained.length} retained`,
    );
    const changes = { created, updated, removed, retained };
    // A template without a change is no update: CloudFormation refuses one.
    if (Object.values(changes).some((ids) => ids.length > 0)) this.options.events.emit(statusChangeEvent(description));
    return { stack: description, changes };
  }

  /**
   * @param nameOrId a stack's name or its ARN
   * @throws AwsError ValidationError when there is no such stack, as DescribeStacks does
   */
  stack(nameOrId: string): Stack {
    const stack =
      this.stacks.get(nameOrId) ?? this.allStacks().find(({ description }) => description.StackId === nameOrId);
    if (stack === undefined) throw new AwsError('ValidationError', `Stack with id ${nameOrId} does not exist`);
    return stack;
  }

  /** In the order in which they were created. */
  allStacks(): readonly Stack[] {
    return [...this.stacks.values()];
  }

  /** @throws AwsError ValidationError when there is no such stack, as DescribeStacks does */
  describeStack(stackName: string): StackDescription {
    return this.stack(stackName).description;
  }

  /** Outputs by name. */
  outputs(stackName: string): Record<string, string> {
    return Object.fromEntries(
      this.describeStack(stackName).Outputs.map(({ OutputKey, OutputValue }) => [OutputKey, OutputValue]),
    );
  }

  private async failed(
    stackName: string,
    previous: Stack | undefined,
    deployment: Deployment,
    error: unknown,
  ): Promise<DeploymentError> {
    const failures = await deployment.rollBack();
    const StackStatus = failures.length > 0 ? 'UPDATE_ROLLBACK_FAILED' : 'UPDATE_ROLLBACK_COMPLETE';
    if (previous !== undefined) {
      const description = { ...previous.description, StackStatus } as const;
      this.stacks.set(stackName, { ...previous, description });
      this.options.events.emit(statusChangeEvent(description));
    }
    const now =
      previous === undefined
        ? 'there is no stack: what had been created was removed'
        : `the stack is as before this deployment (${previous.resources.size} resources)`;
    const reason = error instanceof Error ? error.message : String(error);
    const undone = failures.length > 0 ? `could not be undone completely: ${failures.join('; ')}` : now;
    return new DeploymentError(`deployment of ${stackName} failed at ${reason}\n${undone}`, { cause: error });
  }

  private outputsOf(template: Template, scope: Scope, stackName: string): StackOutput[] {
    const text = (value: unknown, where: string) => String(resolve(value, scope, where));
    return Object.entries(template.Outputs)
      .filter(([, output]) => output.Condition === undefined || scope.condition(output.Condition))
      .map(([name, output]) => {
        const exportName = output.Export && text(output.Export.Name, `Outputs.${name}.Export.Name`);
        const owner = exportName === undefined ? undefined : this.exporterOf(exportName, stackName);
        if (owner !== undefined)
          throw new Error(`Outputs.${name}: export ${exportName} is already exported by stack ${owner}`);
        return {
          OutputKey: name,
          OutputValue: text(output.Value, `Outputs.${name}`),
          ...(output.Description !== undefined && { Description: output.Description }),
          ...(exportName !== undefined && { ExportName: exportName }),
        };
      });
  }

  private otherStacks(): OtherStacks {
    const outputs = () => [...this.stacks.values()].flatMap(({ description }) => description.Outputs);
    return {
      exported: (name) => outputs().find(({ ExportName }) => ExportName === name)?.OutputValue,
      outputOf: (stackName, name) =>
        this.stacks.get(stackName)?.description.Outputs.find(({ OutputKey }) => OutputKey === name)?.OutputValue,
    };
  }

  private exporterOf(exportName: string, except: string): string | undefined {
    return [...this.stacks.keys()].find(
      (name) => name !== except && this.describeStack(name).Outputs.some((output) => output.ExportName === exportName),
    );
  }

  private identify(
    { stackName, stackId }: StackIdentity,
    previous: Stack | undefined,
  ): Pick<StackDescription, 'StackName' | 'StackId' | 'CreationTime' | 'LastUpdatedTime'> {
    const now = new Date(this.options.clock.now());
    const times =
      previous === undefined
        ? { CreationTime: now }
        : { CreationTime: previous.description.CreationTime, LastUpdatedTime: now };
    return { StackName: stackName, StackId: stackId, ...times };
  }

  private stackId(stackName: string): string {
    const { region, account } = this.options.place;
    return `arn:aws:cloudformation:${region}:${account}:stack/${stackName}/${this.options.random.uuid()}`;
  }
}

/** What the template says of itself; its parameters have their defaults, for nobody can pass others. */
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
