import type { Random } from '../core/random.ts';
import type { ResourceProvider } from '../core/resource.ts';
import type { Place } from '../core/types.ts';
import type { Assembly } from './assembly.ts';
import type { AssetBucket } from './asset-bucket.ts';
import type { Providers } from './custom-resources.ts';
import { type Prepared, prepare } from './prepared.ts';
import { removeStack } from './remove-stack.ts';
import type { OtherStacks, StackIdentity } from './scope.ts';
import { type DeployResult, StackDeployments, type StackDeploymentsOptions } from './stack-deployments.ts';
import type { Stack, StackDescription, Wanted } from './stack.ts';
import { Stacks } from './stacks.ts';

export interface DeployerOptions extends StackDeploymentsOptions {
  readonly providers: readonly ResourceProvider[];
  readonly place: Place;
  readonly bucket: AssetBucket;
  readonly random: Random;
  /** Value of a parameter of SSM. There are none unless told. */
  readonly stored?: OtherStacks['stored'];
  /** Waited for at the end of each deployment; with the name of its stack. */
  readonly onDeployed?: (stackName: string) => Promise<unknown>;
}

/** CloudFormation: makes of stacks what templates ask for, remembers it, and answers with outputs. */
export class Deployer {
  readonly stacks: Stacks;
  private readonly options: DeployerOptions;
  private readonly providers: Providers;
  private readonly deployments: StackDeployments;

  constructor(options: DeployerOptions) {
    this.options = options;
    this.providers = new Map(options.providers.map((provider) => [provider.type, provider]));
    this.stacks = new Stacks(options.clock, options.random);
    this.deployments = new StackDeployments(this.stacks, this.providers, options);
  }

  /**
   * Deploys a stack of an assembly's folder. One that could not be created is not there afterwards.
   * @throws TemplateError before anything is touched, when the template asks for what the local cloud does not have
   * @throws DeploymentError when a resource failed; what was done before it has been undone
   */
  async deploy({ stackName, template, assets, body = JSON.stringify(template) }: Assembly): Promise<DeployResult> {
    const parameters = this.stacks.find(stackName)?.description.Parameters ?? [];
    return this.deployTemplate({ stackName, template, body, parameters }, assets);
  }

  /** Likewise, with a template that is at hand. @param assets made available once it has been judged */
  async deployTemplate(wanted: Wanted, assets: Assembly['assets'] = new Map()): Promise<DeployResult> {
    const isNew = this.stacks.find(wanted.stackName) === undefined;
    const prepared = this.prepare(wanted);
    this.options.bucket.upload(assets);
    return this.carryOut(wanted, prepared).catch((error: unknown) => {
      if (isNew) this.stacks.remove(this.stacks.get(wanted.stackName));
      throw error;
    });
  }

  /** Judges what a stack is to be, before anything is touched. @throws TemplateError */
  prepare(wanted: Wanted): Prepared {
    const { stored } = this.options;
    const others = { ...this.stacks.others(), ...(stored !== undefined && { stored }) };
    return prepare(wanted, this.identityOf(wanted.stackName), this.providers, others);
  }

  /** @throws DeploymentError when a resource failed; what was done before it has been undone */
  async carryOut(wanted: Wanted, prepared: Prepared): Promise<DeployResult> {
    const result = await this.deployments.run(wanted, prepared);
    await this.options.onDeployed?.(wanted.stackName);
    return result;
  }

  /** Deletes a stack; see {@link removeStack}. */
  remove(stack: Stack): Promise<void> {
    return removeStack(stack, this.stacks, this.options);
  }

  /** The name and id of a stack; one that there is not yet is to be put under them. */
  identityOf(stackName: string): StackIdentity {
    const { place, random } = this.options;
    const stackId = this.stacks.find(stackName)?.description.StackId;
    const made = () => `arn:aws:cloudformation:${place.region}:${place.account}:stack/${stackName}/${random.uuid()}`;
    return { stackName, stackId: stackId ?? made(), place };
  }

  /**
   * @param nameOrId a stack's name or its ARN
   * @throws AwsError ValidationError when there is no such stack, as DescribeStacks does
   */
  stack(nameOrId: string): Stack {
    return this.stacks.get(nameOrId);
  }

  /** In the order in which they were created. */
  allStacks(): readonly Stack[] {
    return this.stacks.all();
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
}
