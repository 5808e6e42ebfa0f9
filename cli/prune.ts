import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { LambdaClient } from '@aws-sdk/client-lambda';
import { CommanderError } from 'commander';
import { dynamoRecords } from '../handlers/ports/aws/dynamo-records.ts';
import { parsePruneOptions } from './prune/options.ts';
import { outputsOfFile, outputsOfStack } from './prune/outputs.ts';
import { prune } from './prune/prune.ts';
import { RETRIES } from './prune/retries.ts';
import { serviceIn } from './prune/services.ts';
import { lambdaFunctionVersions } from './prune/versions.ts';

/** Statuses of the program, as shells know them. */
const Status = { ok: 0, failed: 1, usage: 2 } as const;

const out = (text: string): void => void process.stdout.write(text);
const err = (text: string): void => void process.stderr.write(text);

// The SDK's hint about Node.js versions is about the machine that somebody types on; what is deployed runs on Lambda's.
process.env['AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED'] ??= 'true';

async function main(args: readonly string[]): Promise<number> {
  const { stack, outputs: file, service: wanted, keep, yes } = parsePruneOptions(args, { out, err });
  const outputs = file === undefined ? await outputsOfStack(stack ?? '') : await outputsOfFile(file, stack);
  const service = serviceIn(outputs, stack === undefined ? (file ?? '') : `stack ${stack}`, wanted);
  const lambda = new LambdaClient(RETRIES);
  const dynamodb = new DynamoDBClient(RETRIES);
  try {
    out(`${service.name}: versions of ${service.functionName}\n`);
    const done = await prune({
      functionVersions: lambdaFunctionVersions(lambda, service.functionName),
      readRecord: () => dynamoRecords(dynamodb, service.table, service.name).read(),
      ...(service.deployed === undefined ? {} : { deployed: service.deployed }),
      keep,
      yes,
      print: (line) => out(`${line}\n`),
    });
    return done ? Status.ok : Status.failed;
  } finally {
    lambda.destroy();
    dynamodb.destroy();
  }
}

try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  if (error instanceof CommanderError) {
    process.exitCode = error.exitCode === 0 ? Status.ok : Status.usage;
  } else {
    err(`${error instanceof Error ? `${error.name}: ${error.message}` : String(error)}\n`);
    process.exitCode = Status.failed;
  }
}
