import { z } from 'zod';
import { AwsError } from '../core/aws-error.ts';
import { parseInput } from '../core/operation-input.ts';
import { page, type PageRequest } from '../core/paging.ts';
import type { Input, Operations } from '../core/types.ts';
import type { Deployer } from './deployer.ts';
import type { Stack, StackDescription, StackResource } from './stack.ts';

const INVALID = 'ValidationError';
const paging = { NextToken: z.string().min(1).optional() };
const stackName = { StackName: z.string().min(1) };

/** CloudFormation answers lists of stacks and resources by the hundred. */
const PAGE_SIZE = 100;

function read<S extends z.ZodRawShape>(shape: S, input: Input) {
  return parseInput(z.strictObject(shape), input, INVALID);
}

/** CloudFormation's API for reading; deployments come from an assembly's folder and not over the API. */
export function cloudFormationOperations(deployer: Pick<Deployer, 'stack' | 'allStacks'>): Operations {
  return {
    async DescribeStacks(input) {
      const { StackName, ...paged } = read({ StackName: stackName.StackName.optional(), ...paging }, input);
      if (StackName !== undefined) return { Stacks: [described(deployer.stack(StackName))] };
      return listed('Stacks', deployer.allStacks(), paged, { id: stackId, show: described });
    },

    async ListStacks(input) {
      const { StackStatusFilter: wanted = [], ...paged } = read(
        { StackStatusFilter: z.array(z.string()).optional(), ...paging },
        input,
      );
      const stacks = deployer
        .allStacks()
        .filter(({ description }) => wanted.length === 0 || wanted.includes(description.StackStatus));
      return listed('StackSummaries', stacks, paged, { id: stackId, show: summary });
    },

    async GetTemplate(input) {
      const { StackName } = read({ ...stackName, TemplateStage: z.enum(['Original', 'Processed']).optional() }, input);
      return {
        TemplateBody: JSON.stringify(deployer.stack(StackName).template),
        StagesAvailable: ['Original', 'Processed'],
      };
    },

    async ListStackResources(input) {
      const { StackName, ...paged } = read({ ...stackName, ...paging }, input);
      return listed('StackResourceSummaries', [...deployer.stack(StackName).resources], paged, {
        id: ([id]) => id,
        show: ([id, resource]) => resourceSummary(id, resource),
      });
    },

    async DescribeStackResources(input) {
      const { StackName, LogicalResourceId } = read({ ...stackName, LogicalResourceId: z.string().optional() }, input);
      const { description, resources } = deployer.stack(StackName);
      const wanted = [...resources].filter(([id]) => LogicalResourceId === undefined || id === LogicalResourceId);
      return {
        StackResources: wanted.map(([id, resource]) => ({
          ...ownerOf(description),
          ...physical(id, resource),
          Timestamp: resource.changedAt,
        })),
      };
    },

    async DescribeStackResource(input) {
      const { StackName, LogicalResourceId } = read({ ...stackName, LogicalResourceId: z.string() }, input);
      const { description, resources } = deployer.stack(StackName);
      const resource = resources.get(LogicalResourceId);
      if (resource === undefined)
        throw new AwsError(INVALID, `Resource ${LogicalResourceId} does not exist for stack ${description.StackName}`);
      return { StackResourceDetail: { ...ownerOf(description), ...resourceSummary(LogicalResourceId, resource) } };
    },
  };
}

interface Listing<T> {
  readonly id: (item: T) => string;
  readonly show: (item: T) => object;
}

function listed<T>(
  member: string,
  items: readonly T[],
  { NextToken }: { NextToken?: string | undefined },
  { id, show }: Listing<T>,
): object {
  const request: PageRequest = { nextToken: NextToken };
  const { page: taken, nextToken } = page(items, request, { id, standard: PAGE_SIZE, invalid: INVALID });
  return { [member]: taken.map(show), ...(nextToken === undefined ? {} : { NextToken: nextToken }) };
}

function stackId({ description }: Stack): string {
  return description.StackId;
}

/** With what no stack here can have said about it. */
function described({ description }: Stack): object {
  return {
    ...description,
    DisableRollback: false,
    NotificationARNs: [],
    Tags: [],
    EnableTerminationProtection: false,
    DriftInformation: { StackDriftStatus: 'NOT_CHECKED' },
  };
}

function summary({ description }: Stack): object {
  const { StackId, StackName, StackStatus, CreationTime, LastUpdatedTime, Description } = description;
  return {
    StackId,
    StackName,
    StackStatus,
    CreationTime,
    LastUpdatedTime,
    TemplateDescription: Description,
    DriftInformation: { StackDriftStatus: 'NOT_CHECKED' },
  };
}

function ownerOf({ StackId, StackName }: StackDescription): object {
  return { StackId, StackName };
}

function physical(LogicalResourceId: string, { provider, deployed, updated }: StackResource): object {
  const ResourceStatus = updated ? 'UPDATE_COMPLETE' : 'CREATE_COMPLETE';
  return {
    LogicalResourceId,
    PhysicalResourceId: deployed.ref,
    ResourceType: provider.type,
    ResourceStatus,
    DriftInformation: { StackResourceDriftStatus: 'NOT_CHECKED' },
  };
}

function resourceSummary(id: string, resource: StackResource): object {
  return { ...physical(id, resource), LastUpdatedTimestamp: resource.changedAt };
}
