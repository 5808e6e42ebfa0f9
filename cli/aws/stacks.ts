import {
  CloudFormationServiceException,
  DescribeStacksCommand,
  GetTemplateCommand,
  paginateDescribeStacks,
  type CloudFormationClient,
  type Stack as Described,
} from '@aws-sdk/client-cloudformation';
import * as z from 'zod';
import type { Stack, Stacks } from '../ports.ts';

const templateSchema = z.object({
  Resources: z.record(
    z.string(),
    z.object({ Type: z.string(), Properties: z.record(z.string(), z.unknown()).optional() }),
  ),
});

/**
 * Permissions: `cloudformation:DescribeStacks` on the stack, and on `*` to find it without being told its name;
 * `cloudformation:GetTemplate` on the stack.
 */
export function cloudFormationStacks(client: CloudFormationClient): Stacks {
  return {
    async find(name) {
      try {
        const { Stacks: [stack] = [] } = await client.send(new DescribeStacksCommand({ StackName: name }));
        return stack && stackOf(stack);
      } catch (error) {
        // CloudFormation has no error of its own for it: "Stack with id X does not exist".
        if (
          error instanceof CloudFormationServiceException &&
          error.name === 'ValidationError' &&
          error.message.includes('does not exist')
        )
          return undefined;
        throw error;
      }
    },

    async all() {
      const found: Stack[] = [];
      for await (const { Stacks: page = [] } of paginateDescribeStacks({ client }, {}))
        found.push(...page.map(stackOf));
      return found;
    },

    async template(name) {
      const { TemplateBody = '' } = await client.send(
        new GetTemplateCommand({ StackName: name, TemplateStage: 'Processed' }),
      );
      const { Resources } = templateSchema.parse(JSON.parse(TemplateBody));
      return Object.fromEntries(
        Object.entries(Resources).map(([id, { Type, Properties }]) => [
          id,
          { Type, ...(Properties === undefined ? {} : { Properties }) },
        ]),
      );
    },
  };
}

function stackOf({ StackName = '', StackStatus = 'CREATE_COMPLETE', Outputs = [] }: Described): Stack {
  return {
    name: StackName,
    status: StackStatus,
    outputs: Object.fromEntries(Outputs.map(({ OutputKey = '', OutputValue = '' }) => [OutputKey, OutputValue])),
  };
}
