import { z } from 'zod';
import { physicalName } from '../core/physical-name.ts';
import type { Random } from '../core/random.ts';
import { type Deployed, type ResourceProvider, provider } from '../core/resource.ts';
import { tagsSchema } from '../core/template-schemas.ts';
import type { Alarm } from './alarm.ts';
import { type AlarmProperties, alarmSchema, readAlarm } from './alarm-properties.ts';
import type { CloudWatch } from './cloudwatch.ts';

/** A dashboard is for the console of AWS: it is checked to be one, and shown nowhere here. */
const dashboardSchema = z.strictObject({
  DashboardName: z
    .string()
    .regex(/^[\w-]{1,255}$/)
    .optional(),
  DashboardBody: z.string().refine(isWidgets, 'expected JSON text with "widgets"'),
  Tags: tagsSchema,
});

function isWidgets(text: string): boolean {
  try {
    return z.looseObject({ widgets: z.array(z.looseObject({ type: z.string() })) }).safeParse(JSON.parse(text)).success;
  } catch {
    return false;
  }
}

/**
 * CloudFormation resources of CloudWatch: metric alarms (Ref is the name, GetAtt has Arn) and dashboards (Ref is the
 * name).
 */
export function cloudWatchResources(cloudwatch: CloudWatch, random: Random): ResourceProvider[] {
  return [
    provider<AlarmProperties>({
      type: 'AWS::CloudWatch::Alarm',
      schema: alarmSchema,
      async create({ logicalId, properties, stackName }) {
        const name = properties.AlarmName ?? physicalName({ stackName, logicalId }, random);
        return deployed(cloudwatch.putAlarm(readAlarm(place(logicalId), name, properties)));
      },
      async update({ logicalId, properties }, before) {
        return deployed(
          cloudwatch.putAlarm(readAlarm(place(logicalId), properties.AlarmName ?? before.ref, properties)),
        );
      },
      async remove({ ref }) {
        cloudwatch.removeAlarm(ref);
      },
    }),
    provider<z.infer<typeof dashboardSchema>>({
      type: 'AWS::CloudWatch::Dashboard',
      schema: dashboardSchema,
      async create({ logicalId, properties, stackName }) {
        return { ref: properties.DashboardName ?? physicalName({ stackName, logicalId }, random), attributes: {} };
      },
      async update(_, before) {
        return before;
      },
      async remove() {},
    }),
  ];
}

function place(logicalId: string): string {
  return `${logicalId} (AWS::CloudWatch::Alarm)`;
}

function deployed(alarm: Alarm): Deployed {
  return { ref: alarm.config.name, attributes: { Arn: alarm.arn } };
}
