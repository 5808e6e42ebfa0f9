import { physicalName } from '../core/physical-name.ts';
import type { Random } from '../core/random.ts';
import { type Deployed, type ResourceProvider, provider } from '../core/resource.ts';
import type { Alarm } from './alarm.ts';
import { type AlarmProperties, alarmSchema, readAlarm } from './alarm-properties.ts';
import type { CloudWatch } from './cloudwatch.ts';

/** CloudFormation resources of CloudWatch: metric alarms. Ref is the name, GetAtt has Arn. */
export function cloudWatchProviders(cloudwatch: CloudWatch, random: Random): ResourceProvider[] {
  return [
    provider<AlarmProperties>({
      type: 'AWS::CloudWatch::Alarm',
      schema: alarmSchema,
      async create({ logicalId, properties, stackName }) {
        const name = properties.AlarmName ?? physicalName({ stackName, logicalId }, random);
        return deployed(cloudwatch.putAlarm(readAlarm(place(logicalId), name, properties)));
      },
      async update({ logicalId, properties }, before) {
        return deployed(cloudwatch.putAlarm(readAlarm(place(logicalId), properties.AlarmName ?? before.ref, properties)));
      },
      async remove({ ref }) {
        cloudwatch.removeAlarm(ref);
      },
    }),
  ];
}

function place(logicalId: string): string {
  return `${logicalId} (AWS::CloudWatch::Alarm)`;
}

function deployed(alarm: Alarm): Deployed {
  return { ref: alarm.config.name, attributes: { Arn: alarm.arn } };
}
