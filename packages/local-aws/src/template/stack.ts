import type { Deployed, ResourceProvider, ResourceRequest } from '../core/resource.ts';
import type { Template, TemplateResource } from './schema.ts';

/** A resource as the last successful deployment left it. */
export interface StackResource {
  readonly provider: ResourceProvider;
  /** What was asked for, resolved: the next deployment compares with this, never with what is live. */
  readonly desired: unknown;
  readonly request: ResourceRequest<unknown>;
  readonly deployed: Deployed;
  /** By the deployment that created it, or the last that updated it. */
  readonly changedAt: Date;
  readonly updated: boolean;
  readonly deletionPolicy: TemplateResource['DeletionPolicy'];
  readonly updateReplacePolicy: TemplateResource['UpdateReplacePolicy'];
}

export interface StackOutput {
  readonly OutputKey: string;
  readonly OutputValue: string;
  readonly Description?: string;
  readonly ExportName?: string;
}

export interface StackParameter {
  readonly ParameterKey: string;
  readonly ParameterValue: string;
}

export interface StackTag {
  readonly Key: string;
  readonly Value: string;
}

type Ending = 'IN_PROGRESS' | 'COMPLETE' | 'FAILED';

/** By the deployment that runs or ran last; REVIEW_IN_PROGRESS is a stack of which there is only a change set. */
export type StackStatus =
  'REVIEW_IN_PROGRESS' | `${'CREATE' | 'ROLLBACK' | 'UPDATE' | 'UPDATE_ROLLBACK' | 'DELETE'}_${Ending}`;

/** In the shape of CloudFormation's DescribeStacks. */
export interface StackDescription {
  readonly StackName: string;
  readonly StackId: string;
  readonly Description?: string;
  readonly Parameters?: readonly StackParameter[];
  readonly StackStatus: StackStatus;
  readonly StackStatusReason?: string;
  readonly CreationTime: Date;
  readonly LastUpdatedTime?: Date;
  readonly DeletionTime?: Date;
  readonly Outputs: readonly StackOutput[];
  readonly Tags?: readonly StackTag[];
  readonly RoleARN?: string;
  readonly EnableTerminationProtection?: boolean;
}

export interface Stack {
  readonly description: StackDescription;
  /** By logical id, in the order in which they were deployed. */
  readonly resources: ReadonlyMap<string, StackResource>;
  /** As it was deployed last, with its intrinsic functions. */
  readonly template: Template;
  /** The same as it was given. */
  readonly body: string;
}

/** What a deployment is to make of a stack. */
export interface Wanted {
  readonly stackName: string;
  readonly template: Template;
  /** The template as it was given. */
  readonly body: string;
  /** Values of its parameters; the others have their defaults. */
  readonly parameters: readonly StackParameter[];
  readonly tags?: readonly StackTag[];
  readonly roleArn?: string;
  /** Take over what is there already under the names of new resources. */
  readonly importsExisting?: boolean;
  /** Write again what somebody else has changed since. */
  readonly revertDrift?: boolean;
}

/** What a deployment did, by logical id; everything else it left as it was. */
export interface Changes {
  readonly created: readonly string[];
  readonly updated: readonly string[];
  readonly removed: readonly string[];
  /** Gone from the template, kept by its policy. */
  readonly retained: readonly string[];
}
