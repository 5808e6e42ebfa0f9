import { readFile } from 'node:fs/promises';
import { CloudFormationClient, DescribeStacksCommand } from '@aws-sdk/client-cloudformation';
import * as z from 'zod';
import { RETRIES } from './retries.ts';
import type { StackOutputs } from './services.ts';

/** @throws Error when there is no such stack */
export async function outputsOfStack(stack: string): Promise<StackOutputs> {
  const client = new CloudFormationClient(RETRIES);
  try {
    const { Stacks = [] } = await client.send(new DescribeStacksCommand({ StackName: stack }));
    return Object.fromEntries((Stacks[0]?.Outputs ?? []).map(({ OutputKey = '', OutputValue = '' }) => [OutputKey, OutputValue]));
  } finally {
    client.destroy();
  }
}

/** As `cdk deploy --outputs-file` writes it: outputs by the names of their stacks. */
const fileSchema = z.record(z.string(), z.record(z.string(), z.string()));

/**
 * @param stack the only one in the file unless told
 * @throws Error when the file cannot be read, or does not have the stack
 */
export async function outputsOfFile(file: string, stack?: string): Promise<StackOutputs> {
  const parsed = fileSchema.safeParse(parseJson(await readFile(file, 'utf8')));
  if (!parsed.success) throw new Error(`${file} is not what \`cdk deploy --outputs-file\` writes: outputs by the names of their stacks`);
  const stacks = Object.keys(parsed.data);
  const [only, another] = stack === undefined ? stacks : [stack];
  if (only === undefined) throw new Error(`${file} has no stack`);
  if (another !== undefined) throw new Error(`${file} has several stacks (${stacks.join(', ')}); choose one with --stack`);
  const outputs = parsed.data[only];
  if (outputs === undefined) throw new Error(`${file} has no stack ${JSON.stringify(only)}; it has ${stacks.join(', ')}`);
  return outputs;
}

/** undefined where it is no JSON: the schema says what was expected. */
function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
