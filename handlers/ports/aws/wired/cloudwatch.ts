import { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import { type AnswerMetrics, answerMetrics, answerSource } from '../../../../statemachine/contract/answer-metrics.ts';
import { Env } from '../../../../statemachine/contract/names.ts';
import type { Alarms, Meter } from '../../index.ts';
import type { Minutes } from '../../lambda.ts';
import { CLIENT_SETTINGS } from '../client-settings.ts';
import { cloudWatchAlarms } from '../cloudwatch-alarms.ts';
import { cloudWatchMeter } from '../cloudwatch-meter.ts';
import { cloudWatchMinutes } from '../cloudwatch-minutes.ts';
import { ofAliases } from '../cloudwatch-sums.ts';
import type { Wires, Wiring } from './wiring.ts';

export const alarms: Wiring<Alarms> = ({ client }) => cloudWatchAlarms(client(CloudWatchClient, CLIENT_SETTINGS));

export const minutes: Wiring<Minutes> = (wires) =>
  cloudWatchMinutes(
    wires.client(CloudWatchClient, CLIENT_SETTINGS),
    ofAliases(wires.setting(Env.functionName), wires.prefix()),
    answersIn(wires),
  );

export const meter: Wiring<Meter> = ({ client, setting, logger }) =>
  cloudWatchMeter(client(CloudWatchClient, CLIENT_SETTINGS), setting(Env.service), logger);

const GROUPS = {
  canary: { id: Env.canaryTargetGroupId, arn: Env.canaryTargetGroupArn },
  production: { id: Env.productionTargetGroupId, arn: Env.productionTargetGroupArn },
} as const;

/** The ARNs of target groups are there only where answers are counted in access logs. */
function answersIn({ setting, isSet }: Wires): Readonly<Record<keyof typeof GROUPS, AnswerMetrics>> {
  const logged = Object.values(GROUPS).some(({ arn }) => isSet(arn));
  const source = answerSource(logged ? 'access-logs' : 'target-group-metrics');
  const of = (side: keyof typeof GROUPS) => answerMetrics(source, (by) => setting(GROUPS[side][by]));
  return { canary: of('canary'), production: of('production') };
}
