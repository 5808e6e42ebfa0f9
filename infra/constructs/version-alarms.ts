import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import { Construct } from 'constructs';
import type { AlarmLimit } from '../../statemachine/contract/alarm-limits.ts';
import type { Side, Watched } from './alarm-kind.ts';
import { ALARM_KINDS, type AlarmKindName, type AlarmThresholds } from './alarm-kinds.ts';
import { alarmText } from './alarm-text.ts';

export interface VersionAlarmsProps extends Watched {
  readonly side: Side;
  /** Literal, unique in account and Region: the last part of every alarm's name. */
  readonly serviceName: string;
  readonly thresholds: AlarmThresholds;
  /** False makes none of the kinds that count answers. */
  readonly answersCounted: boolean;
}

/**
 * By the name of their kind, in the order of the table. With `answersFrom: 'none'` those on answers are not there,
 * whatever the type says.
 */
export type AlarmsByKind = Readonly<Record<AlarmKindName, cloudwatch.Alarm>>;

/** The alarms that are created here, such as `alarms.canary['lattice-5xx']`. */
export interface CanaryAlarms {
  /** Each rolls back, and refuses a start while it is on. */
  readonly canary: AlarmsByKind;
  /** Nobody hears of them unless told: a rollout that has just promoted looks at them, and so should people. */
  readonly production: AlarmsByKind;
  /** An event could not be delivered. Told to the release events, and never to the rollback topic. */
  readonly rollbackUndelivered: cloudwatch.Alarm;
  /** The watchdog fails. Told to the release events, and never to the rollback topic. */
  readonly watchdogErrors: cloudwatch.Alarm;
}

const CONSEQUENCE: Readonly<Record<Side, string>> = {
  canary: 'The running rollout is rolled back, and none begins while the alarm is on.',
  production: 'It starts no rollback by itself; a rollout that has just promoted looks at it before it ends.',
};

const kindsFor = (answersCounted: boolean) =>
  ALARM_KINDS.filter(({ counts }) => answersCounted || counts !== 'answers');

/** When the alarms that count bad requests go on, in numbers. */
export function limitsOf(
  props: Pick<VersionAlarmsProps, 'side' | 'thresholds' | 'answersCounted' | 'lateMinutes'>,
): readonly AlarmLimit[] {
  return kindsFor(props.answersCounted).flatMap(({ name, counts, settings, inNumbers }) =>
    inNumbers === undefined
      ? []
      : {
          alarm: `${props.side}-${name}`,
          settings: Object.keys(settings).map((setting) => `alarms.${setting}`),
          counts,
          ofAtLeast: 0,
          moreThan: 0,
          percent: 0,
          ...inNumbers(props.thresholds, props.lateMinutes),
        },
  );
}

/**
 * The alarms that watch one alias, one of each kind. Every alarm looks at one period, 1 of 1. CloudWatch evaluates it
 * each minute over a window that slides, so the length of the period delays nothing: it is how much evidence is looked
 * at together.
 */
export class VersionAlarms extends Construct {
  /** Names as literals, so that whoever names an alarm does not depend on it. */
  readonly names: readonly string[];
  readonly byKind: AlarmsByKind;
  /** When those that count bad requests go on, in numbers. */
  readonly limits: readonly AlarmLimit[];

  constructor(scope: Construct, id: string, props: VersionAlarmsProps) {
    super(scope, id);
    const { side, serviceName, thresholds, answersCounted, ...watched } = props;
    const kinds = kindsFor(answersCounted);
    const nameOf = (kind: AlarmKindName) => `${side}-${kind}-${serviceName}`;
    this.names = kinds.map(({ name }) => nameOf(name));
    this.limits = limitsOf(props);
    const alarms = kinds.map((kind) => {
      const alarm = new cloudwatch.Alarm(this, kind.constructId, {
        alarmName: nameOf(kind.name),
        alarmDescription: alarmText({
          description: `${kind.text.happened(side, thresholds, watched.lateMinutes)} ${CONSEQUENCE[side]}`,
          investigation: kind.text.whereToLook(side),
          resolution: kind.text.whatToDo(side),
          entry: `${side}-${kind.name}`,
        }),
        metric: kind.metric(watched, thresholds),
        threshold: kind.threshold(thresholds),
        comparisonOperator: cloudwatch.ComparisonOperator.GREATER_THAN_THRESHOLD,
        evaluationPeriods: 1,
        datapointsToAlarm: 1,
        // A version without traffic reports nothing, and that is not its fault. Whether there was enough traffic
        // to judge it is asked by the rollout's own check, which never advances on silence.
        treatMissingData: cloudwatch.TreatMissingData.NOT_BREACHING,
      });
      return [kind.name, alarm] as const;
    });
    this.byKind = Object.fromEntries(alarms) as AlarmsByKind;
  }
}
