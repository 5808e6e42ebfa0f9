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

/** In the shape of CloudFormation's DescribeStacks. */
export interface StackDescription {
  readonly StackName: string;
  readonly StackId: string;
  readonly Description?: string;
  readonly Parameters?: readonly StackParameter[];
  readonly StackStatus: 'CREATE_COMPLETE' | 'UPDATE_COMPLETE' | 'UPDATE_ROLLBACK_COMPLETE' | 'UPDATE_ROLLBACK_FAILED';
  readonly CreationTime: Date;
  readonly LastUpdatedTime?: Date;
  readonly Outputs: readonly StackOutput[];
}

export interface Stack {
  readonly description: StackDescription;
  /** By logical id, in the order in which they were deployed. */
  readonly resources: ReadonlyMap<string, StackResource>;
  /** As it was deployed last, with its intrinsic functions. */
  readonly template: Template;
}

/** What a deployment did, by logical id; everything else it left as it was. */
export interface Changes {
  readonly created: readonly string[];
  readonly updated: readonly string[];
  readonly removed: readonly string[];
  /** Gone from the template, kept by its policy. */
  readonly retained: readonly string[];
}
