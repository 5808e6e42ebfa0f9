import type { IMetric } from 'aws-cdk-lib/aws-cloudwatch';
import type { Alias } from 'aws-cdk-lib/aws-lambda';
import type { z } from 'zod';
import type { AlarmLimit } from '../../statemachine/contract/alarm-limits.ts';
import type { AnswerMetrics } from '../../statemachine/contract/answer-metrics.ts';

/** Whose requests an alarm is about. */
export type Side = 'canary' | 'production';

/** What the alarms of one side look at. */
export interface Watched {
  readonly alias: Alias;
  /** Of the target group behind the alias. */
  readonly answers: AnswerMetrics;
  /** How much later than Lambda's metrics answers are counted: who looks at the newest minute alone sees none. */
  readonly lateMinutes: number;
}

/**
 * What an alarm counts: what Lambda says of its invocations, or what is counted of the answers. The latter are
 * not made where nobody counts answers: they would be OK whatever users get.
 */
export type Counts = AlarmLimit['counts'];

/** All that a kind adds to the number of bad requests; what it leaves out is 0. */
export interface InNumbers extends Partial<Pick<AlarmLimit, 'ofAtLeast' | 'moreThan' | 'percent'>> {
  readonly minutes: number;
}

/** Everything that is to be said of one kind of alarm. There is one alarm of each kind on each side. */
export interface AlarmKind<Name extends string, Settings extends z.ZodRawShape> {
  /** An alarm is called `canary-<name>-<service>`, and its heading in RUNBOOK.md `canary-<name>`. */
  readonly name: Name;
  readonly constructId: string;
  readonly counts: Counts;
  /**
   * What a user may set under `alarms`, each with its default. Kinds may share a setting: the same schema under the
   * same name.
   */
  readonly settings: Settings;
  /** One value a period. A period without data counts as 0: a version without traffic is not at fault. */
  readonly metric: (watched: Watched, limits: Limits<Settings>) => IMetric;
  /** The alarm goes on above it. */
  readonly threshold: (limits: Limits<Settings>) => number;
  /**
   * The same in numbers, by which the claim measures production. Nothing for a kind that is no matter of bad requests.
   */
  readonly inNumbers?: (limits: Limits<Settings>, lateMinutes: Watched['lateMinutes']) => InNumbers;
  /** What people read in the alarm's description. */
  readonly text: {
    readonly happened: (side: Side, limits: Limits<Settings>, lateMinutes: Watched['lateMinutes']) => string;
    readonly whereToLook: (side: Side) => string;
    readonly whatToDo: (side: Side) => string;
  };
}

/** The settings of a kind, complete. */
export type Limits<Settings extends z.ZodRawShape> = z.infer<z.ZodObject<Settings>>;

/** Lets a row of the table read its own settings only. */
export const alarmKind = <const Name extends string, Settings extends z.ZodRawShape>(
  kind: AlarmKind<Name, Settings>,
): AlarmKind<Name, Settings> => kind;
