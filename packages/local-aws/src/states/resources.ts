import { z } from 'zod';
import { physicalName } from '../core/physical-name.ts';
import type { Random } from '../core/random.ts';
import { type Deployed, provider, type ResourceProvider, type ResourceRequest } from '../core/resource.ts';
import { tagsSchema } from '../core/template-schemas.ts';
import type { AccessControl } from '../iam/access-control.ts';
import { checkMachineRole } from './machine-role.ts';
import { machineArn } from './names.ts';
import type { MachineSettings, StateMachines, StoredMachine } from './state-machines.ts';

const destination = z.strictObject({ CloudWatchLogsLogGroup: z.strictObject({ LogGroupArn: z.string() }) });

const properties = z.strictObject({
  DefinitionString: z.string(),
  DefinitionSubstitutions: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])).optional(),
  RoleArn: z.string(),
  StateMachineName: z.string().optional(),
  /** Express workflows are refused: they have no history and other limits. */
  StateMachineType: z.literal('STANDARD').optional(),
  LoggingConfiguration: z
    .strictObject({
      Destinations: z.array(destination).optional(),
      IncludeExecutionData: z.boolean().optional(),
      Level: z.enum(['ALL', 'ERROR', 'FATAL', 'OFF']).optional(),
    })
    .optional(),
  TracingConfiguration: z.strictObject({ Enabled: z.boolean().optional() }).optional(),
  Tags: tagsSchema,
});

const LONGEST_NAME = 80;

type Properties = z.output<typeof properties>;

/**
 * AWS::StepFunctions::StateMachine. Logging, tracing and tags are taken and shown by DescribeStateMachine (tags
 * are not); nothing is logged or traced.
 */
export function statesResources(machines: StateMachines, access: AccessControl, random: Random): ResourceProvider[] {
  const create = (name: string, { properties, place }: ResourceRequest<Properties>): Deployed => {
    checkMachineRole(access, machineArn(place, name), settings(properties));
    return deployed(machines.create({ name, ...settings(properties) }));
  };
  return [
    provider<Properties>({
      type: 'AWS::StepFunctions::StateMachine',
      schema: properties,
      async create(request) {
        const name = request.properties.StateMachineName ?? physicalName(request, random, LONGEST_NAME);
        return create(name, request);
      },
      async update(request, { ref, attributes }) {
        const name = request.properties.StateMachineName;
        // A new name is a new machine; the deployer removes the old one.
        if (name !== undefined && name !== attributes['Name']) return create(name, request);
        checkMachineRole(access, ref, settings(request.properties));
        return deployed(machines.update(ref, settings(request.properties)));
      },
      async remove({ ref }) {
        machines.remove(ref);
      },
      live({ properties: asked }, { ref }) {
        const { definition } = machines.machine(ref).settings;
        return { DefinitionString: definition === substituted(asked) ? asked.DefinitionString : definition };
      },
    }),
  ];
}

function deployed({ arn, name }: StoredMachine): Deployed {
  return { ref: arn, attributes: { Arn: arn, Name: name } };
}

function settings(properties: Properties): Omit<MachineSettings, 'name'> & { readonly roleArn: string } {
  const { LoggingConfiguration: logging, TracingConfiguration: tracing } = properties;
  return {
    definition: substituted(properties),
    roleArn: properties.RoleArn,
    ...(logging === undefined
      ? {}
      : {
          loggingConfiguration: {
            level: logging.Level ?? 'OFF',
            includeExecutionData: logging.IncludeExecutionData ?? false,
            destinations: (logging.Destinations ?? []).map(({ CloudWatchLogsLogGroup }) => ({
              cloudWatchLogsLogGroup: { logGroupArn: CloudWatchLogsLogGroup.LogGroupArn },
            })),
          },
        }),
    ...(tracing === undefined ? {} : { tracingConfiguration: { enabled: tracing.Enabled ?? false } }),
  };
}

function substituted({ DefinitionString, DefinitionSubstitutions = {} }: Properties): string {
  return DefinitionString.replaceAll(/\$\{([^}]+)\}/g, (whole, name: string) => {
    return Object.hasOwn(DefinitionSubstitutions, name) ? String(DefinitionSubstitutions[name]) : whole;
  });
}
