import { z } from 'zod';
import { type Needs, text } from '../../core/access.ts';
import { operation } from '../../core/service.ts';
import type { Buckets } from '../../s3/buckets.ts';
import { type ChangeSet, type ChangeSets, judged } from '../change-sets.ts';
import type { Deployer } from '../deployer.ts';
import { parseTemplate } from '../schema.ts';
import type { StackParameter, Wanted } from '../stack.ts';
import { readTemplate, templateText } from '../template-text.ts';
import { shownChange } from './changes.ts';
import { onStack, stackName } from './common.ts';

const tag = z.strictObject({ Key: z.string(), Value: z.string() });

const parameter = z.strictObject({
  ParameterKey: z.string(),
  ParameterValue: z.string().optional(),
  UsePreviousValue: z.boolean().optional(),
});

/** What is not read is taken where it is the default, or changes nothing here. */
const wantedInput = {
  ...stackName,
  TemplateBody: z.string().optional(),
  TemplateURL: z.url().optional(),
  Parameters: z.array(parameter).default([]),
  Tags: z.array(tag).optional(),
  RoleARN: z.string().optional(),
  Capabilities: z.array(z.string()).optional(),
  NotificationARNs: z.array(z.string()).max(0).optional(),
  DeploymentConfig: z
    .strictObject({ Mode: z.literal('STANDARD').optional(), DisableRollback: z.literal(false).optional() })
    .optional(),
};

const named = { ChangeSetName: z.string().min(1), StackName: stackName.StackName.optional() };

/** A role that is passed on has to be allowed besides. */
export const onStackAndRole: Needs = (input, asked) => {
  const role = text(input, 'RoleARN');
  return [...onStack(input, asked), ...(role === '' ? [] : [{ action: 'iam:PassRole', resource: role }])];
};

/** Creating, reading and executing change sets: how CDK's CLI deploys. */
export function changeSetOperations(deployer: Deployer, changeSets: ChangeSets, buckets: Buckets) {
  return {
    CreateChangeSet: operation({
      needs: onStackAndRole,
      input: z.strictObject({
        ...wantedInput,
        ChangeSetName: z.string().regex(/^[A-Za-z][\w-]{0,127}$/),
        ChangeSetType: z.enum(['CREATE', 'UPDATE']).default('UPDATE'),
        Description: z.string().optional(),
        ClientToken: z.string().optional(),
        DeploymentMode: z.literal('REVERT_DRIFT').optional(),
        IncludeNestedStacks: z.boolean().optional(),
        ImportExistingResources: z.boolean().optional(),
      }),
      run({ ChangeSetName, ChangeSetType, Description, DeploymentMode, ...asked }) {
        const body = templateText(asked, buckets);
        const before = deployer.stacks.find(asked.StackName)?.description;
        const wanted: Wanted = {
          stackName: before?.StackName ?? asked.StackName,
          template: judged(() => parseTemplate(readTemplate(body), asked.StackName)),
          body,
          parameters: valuesOf(asked.Parameters, before?.Parameters ?? []),
          ...(asked.Tags !== undefined && { tags: asked.Tags }),
          ...(asked.RoleARN !== undefined && { roleArn: asked.RoleARN }),
          importsExisting: asked.ImportExistingResources ?? false,
          revertDrift: DeploymentMode === 'REVERT_DRIFT',
        };
        const { id: Id, stackId: StackId } = changeSets.create(ChangeSetName, ChangeSetType, wanted, Description);
        return { Id, StackId };
      },
    }),

    DescribeChangeSet: operation({
      needs: onStack,
      input: z.strictObject({
        ...named,
        IncludePropertyValues: z.boolean().optional(),
        NextToken: z.string().optional(),
      }),
      run: ({ ChangeSetName, StackName, IncludePropertyValues = false }) =>
        described(changeSets.get(ChangeSetName, StackName), IncludePropertyValues),
    }),

    DeleteChangeSet: operation({
      needs: onStack,
      input: z.strictObject(named),
      run({ ChangeSetName, StackName }) {
        changeSets.remove(ChangeSetName, StackName);
        return {};
      },
    }),

    ExecuteChangeSet: operation({
      needs: onStack,
      input: z.strictObject({
        ...named,
        ClientRequestToken: z.string().optional(),
        // What failed is always taken back here.
        DisableRollback: z.literal(false).optional(),
      }),
      run({ ChangeSetName, StackName }) {
        changeSets.execute(ChangeSetName, StackName);
        return {};
      },
    }),
  };
}

type Given = z.infer<typeof parameter>;

function valuesOf(given: readonly Given[], before: readonly StackParameter[]): StackParameter[] {
  return given.flatMap(({ ParameterKey, ParameterValue, UsePreviousValue }) => {
    if (UsePreviousValue === true) return before.filter((each) => each.ParameterKey === ParameterKey);
    return ParameterValue === undefined ? [] : [{ ParameterKey, ParameterValue }];
  });
}

function described({ id, name, stackId, createdAt, description, wanted, changes, failed }: ChangeSet, values: boolean) {
  return {
    ChangeSetName: name,
    ChangeSetId: id,
    StackId: stackId,
    StackName: wanted.stackName,
    Description: description,
    Parameters: wanted.parameters,
    CreationTime: createdAt,
    ExecutionStatus: failed === undefined ? 'AVAILABLE' : 'UNAVAILABLE',
    Status: failed === undefined ? 'CREATE_COMPLETE' : 'FAILED',
    StatusReason: failed,
    NotificationARNs: [],
    Tags: wanted.tags ?? [],
    Changes: changes.map((change) => shownChange(change, values)),
    IncludeNestedStacks: false,
    ...(wanted.revertDrift === true && { DeploymentMode: 'REVERT_DRIFT' }),
  };
}
