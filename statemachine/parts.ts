import { Duration } from 'aws-cdk-lib/core';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import type { RetentionDays } from 'aws-cdk-lib/aws-logs';
import { Condition, Wait, WaitTime, type State } from 'aws-cdk-lib/aws-stepfunctions';
import type { Construct } from 'constructs';
import type { AlarmLimit } from './contract/alarm-limits.ts';
import type { ErrorName } from './contract/errors.ts';
import type { OptionalFunction, RolloutFunction } from './contract/functions.ts';
import type { Alias } from './contract/names.ts';
import type { AnswersFrom } from './contract/answer-metrics.ts';
import type { Plan } from './contract/plan.ts';
import { literal, jsonata, textOr } from './jsonata.ts';

/** The handlers that tasks invoke, by name; some plans do without some. */
export type RolloutFunctions = Readonly<Record<Exclude<RolloutFunction, OptionalFunction>, IFunction>> & {
  readonly [Name in OptionalFunction]?: IFunction;
};

/** A function that is none of the rollout's own. */
export interface UserFunction {
  /** The function, or one version or alias of it: the machine may invoke just that. */
  readonly fn: IFunction;
  /** Its own timeout, in seconds; its task waits 10 s longer, for a cold start. */
  readonly timeoutSeconds: number;
}

/** What the machine reads and writes by itself, while Lambda refuses to run the roll-back function. */
export interface OwnReach {
  readonly table: { readonly name: string; readonly arn: string };
  /** Key of the rollout record in it. */
  readonly serviceName: string;
  readonly listener: {
    readonly arn: string;
    readonly serviceId: string;
    readonly listenerId: string;
    readonly productionTargetGroupId: string;
    readonly canaryTargetGroupId: string;
  };
}

export interface RolloutMachineProps {
  readonly plan: Plan;
  /** The handlers, invoked unqualified; none of them may refer to the machine. */
  readonly functions: RolloutFunctions;
  readonly ownReach: OwnReach;
  /** Names of the alarms that judge the canary; at least one. */
  readonly canaryAlarmNames: readonly string[];
  /** Names of the alarms that judge production after the promotion; at least one. */
  readonly productionAlarmNames: readonly string[];
  /** When the canary's own alarms on errors go on. @default - production is not measured by them */
  readonly alarmLimits?: readonly AlarmLimit[];
  /** The newest published version: what the input `{}` releases. */
  readonly newestVersion: string;
  /** Path of the request that the smoke tests send. */
  readonly smokeTestPath: string;
  /** ARNs of the function's aliases: what hooks are told. */
  readonly aliasArns: Readonly<Record<Alias, string>>;
  /** Where the checks look for answers with status 5XX. @default 'target-group-metrics' */
  readonly answersFrom?: AnswersFrom;
  /** True where the listener is one of others, which must be adopted first. @default - it is the stack's own */
  readonly existingListener?: boolean;
  /** True where another machine is for answers; this one then lets nothing go on. @default - it does */
  readonly answersElsewhere?: boolean;
  /** @default ONE_WEEK: after a week the logs of the executions are deleted */
  readonly logRetention?: RetentionDays;
}

/** What every part of the machine is built from. */
export interface Parts extends RolloutMachineProps {
  readonly scope: Construct;
}

/** What a part of the rollout also needs: where it goes when it fails. */
export interface RolloutParts extends Parts {
  /** `Roll back`; whoever goes there assigns `trigger`. */
  readonly rollBack: State;
}

/** A wait of a fixed number of seconds. */
export const wait = (scope: Construct, name: string, seconds: number, comment: string): Wait =>
  Wait.jsonata(scope, name, { comment, time: WaitTime.duration(Duration.seconds(seconds)) });

/** True when a check advances that knew that somebody has to let it on: an older function would not have asked. */
export const advancesAtGate: Condition = Condition.jsonata(
  jsonata("$states.input.next = 'advance' and $states.input.approved = true"),
);

/** True when the string at `path` is `value`; false for anything else there, also for nothing. */
export const is = (path: string, value: string): Condition => Condition.jsonata(jsonata(`${path} = ${literal(value)}`));

/** For a transition to a rollback: under this name, with this cause. */
export const rollbackBecause = (error: ErrorName, cause: string) => ({ trigger: { kind: 'own', error, cause } });

/**
 * For a Choice: the rollback that its default leads to has the name and the cause that the answer before it gives, or
 * these where it gives none.
 */
export const rollbackAsAnswered = (error: ErrorName, cause: string) => ({
  trigger: {
    kind: 'own',
    error: jsonata(textOr('$states.input.error', error)),
    cause: jsonata(textOr('$states.input.cause', cause)),
  },
});
