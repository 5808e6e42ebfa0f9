import type { Tables } from './tables.ts';

/** Names of Lambda's own, of every language, from its documentation. */
const RUNTIMES = [
  'nodejs20.x',
  'nodejs22.x',
  'nodejs24.x',
  'python3.13',
  'java21',
  'dotnet8',
  'ruby3.4',
  'provided.al2023',
] as const;

/** Which of them a function of a template may have. */
export function runtimesOf(resources: Tables['resources']): {
  readonly taken: readonly string[];
  readonly refused: readonly string[];
} {
  const schema = resources.find(({ type }) => type === 'AWS::Lambda::Function')?.schema;
  const takes = (Runtime: string) =>
    schema?.safeParse({
      Code: { S3Bucket: 'assets', S3Key: 'code.zip' },
      Handler: 'index.handler',
      Role: 'arn:aws:iam::123456789012:role/fn',
      Runtime,
    }).success === true;
  return { taken: RUNTIMES.filter(takes), refused: RUNTIMES.filter((name) => !takes(name)) };
}
