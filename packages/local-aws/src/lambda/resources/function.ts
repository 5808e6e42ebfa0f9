import { z } from 'zod';
import { physicalName } from '../../core/physical-name.ts';
import type { Random } from '../../core/random.ts';
import { type Deployed, provider, type ResourceProvider } from '../../core/resource.ts';
import { tagsSchema } from '../../core/template-schemas.ts';
import { checkConfiguration } from '../access.ts';
import type { CodeSource } from '../code.ts';
import type { Functions } from '../functions.ts';
import type { Configuration } from '../model.ts';
import { codeOf } from './code-of.ts';
import { notHere } from './not-here.ts';

const schema = z.strictObject({
  FunctionName: z.string().optional(),
  Code: z.strictObject({ S3Bucket: z.string(), S3Key: z.string() }),
  Handler: z.string().regex(/^[^/].*\.[A-Za-z_$][\w$]*$/, 'a module and an export, such as index.handler'),
  // Whatever Node.js the template says, the local cloud runs it on this machine's.
  Runtime: z.string().regex(/^nodejs[0-9]+\.x$/, 'a Node.js runtime such as nodejs24.x'),
  Role: z.string().startsWith('arn:'),
  Description: z.string().default(''),
  Timeout: z.int().min(1).max(900).default(3),
  ReservedConcurrentExecutions: z.int().min(0).optional(),
  MemorySize: z.int().min(128).max(10_240).default(128),
  Architectures: z
    .array(z.enum(['arm64', 'x86_64']))
    .length(1)
    .default(['x86_64']),
  Environment: z.strictObject({ Variables: z.record(z.string(), z.string()).default({}) }).optional(),
  LoggingConfig: z
    .strictObject({
      LogFormat: z.enum(['Text', 'JSON']).default('Text'),
      LogGroup: z.string().optional(),
      ApplicationLogLevel: z.string().optional(),
      SystemLogLevel: z.string().optional(),
    })
    .optional(),
  TracingConfig: z.strictObject({ Mode: z.enum(['Active', 'PassThrough']) }).optional(),
  DeadLetterConfig: z.strictObject({ TargetArn: z.string().regex(/^arn:[^:]+:sqs:/, 'the ARN of a queue') }).optional(),
  /** Code runs on this machine, wherever its VPC is. */
  VpcConfig: z
    .strictObject({
      SubnetIds: z.array(z.string()),
      SecurityGroupIds: z.array(z.string()),
      Ipv6AllowedForDualStack: z.boolean().optional(),
    })
    .optional(),
  Layers: z.array(z.string().startsWith('arn:')).optional(),
  Tags: tagsSchema,
});
type Properties = z.infer<typeof schema>;

/** Code comes from CDK's asset bucket only; inline code and images are refused. */
export function functionProvider(functions: Functions, source: CodeSource, random: Random): ResourceProvider {
  const checked = (name: string, properties: Properties): Configuration => {
    const configuration = configurationOf(name, properties);
    checkConfiguration(functions.access, name, configuration);
    return configuration;
  };
  return provider<Properties>({
    type: 'AWS::Lambda::Function',
    schema,
    refuses: notHere,
    keeps: ({ Layers = [] }) =>
      Layers.filter((arn) => !functions.layers.has(arn)).map(
        (arn) => `the layer ${arn} is not of this app, and so not here: modules that only it has are not found`,
      ),
    async create(request) {
      const name = request.properties.FunctionName ?? physicalName(request, random);
      const { ReservedConcurrentExecutions: reserved } = request.properties;
      if (reserved !== undefined) functions.concurrency.reserve(name, reserved);
      return deployed(
        functions.registry.create(
          name,
          await codeOf('Code', request.properties.Code, source, functions.codes),
          checked(name, request.properties),
        ),
      );
    },
    async update(request, before) {
      const { FunctionName } = request.properties;
      if (FunctionName !== undefined && FunctionName !== before.ref) return this.create(request);
      functions.concurrency.reserve(before.ref, request.properties.ReservedConcurrentExecutions);
      const { latest } = functions.registry.get(before.ref);
      const record = functions.registry.update(
        before.ref,
        await codeOf('Code', request.properties.Code, source, functions.codes),
        checked(before.ref, request.properties),
      );
      functions.retire(latest);
      return deployed(record);
    },
    async remove({ ref }) {
      functions.remove(ref);
    },
    // Code is write-only in the type's schema: nobody can see that it is another.
    live({ properties }, { ref }) {
      const { description, environment } = functions.registry.get(ref).latest.configuration;
      const asked = properties.Environment;
      const none = Object.keys(environment).length === 0 && asked === undefined;
      return { Description: description, Environment: none ? undefined : { ...asked, Variables: environment } };
    },
  });
}

function deployed({ name, arn }: { readonly name: string; readonly arn: string }): Deployed {
  return { ref: name, attributes: { Arn: arn } };
}

function configurationOf(name: string, properties: Properties): Configuration {
  const { LoggingConfig, DeadLetterConfig, Layers } = properties;
  return {
    description: properties.Description,
    handler: properties.Handler,
    runtime: properties.Runtime,
    roleArn: properties.Role,
    timeoutSeconds: properties.Timeout,
    memoryMb: properties.MemorySize,
    architecture: properties.Architectures[0] ?? 'x86_64',
    environment: properties.Environment?.Variables ?? {},
    logGroup: LoggingConfig?.LogGroup ?? `/aws/lambda/${name}`,
    logFormat: LoggingConfig?.LogFormat ?? 'Text',
    ...(LoggingConfig?.ApplicationLogLevel !== undefined && { applicationLogLevel: LoggingConfig.ApplicationLogLevel }),
    tracing: properties.TracingConfig?.Mode ?? 'PassThrough',
    ...(Layers !== undefined && Layers.length > 0 && { layers: Layers }),
    ...(DeadLetterConfig !== undefined && { deadLetterArn: DeadLetterConfig.TargetArn }),
  };
}
