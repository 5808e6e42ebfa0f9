import { Duration } from 'aws-cdk-lib/core';
import { Condition, Wait, WaitTime, type State } from 'aws-cdk-lib/aws-stepfunctions';
import type { Construct } from 'constructs';
import type { Plan } from './contract/plan.ts';
import { literal, jsonata } from './jsonata.ts';
import type { RolloutFunctions } from './task.ts';

/** What every part of the machine is built from. */
export interface Parts {
  readonly scope: Construct;
  readonly plan: Plan;
  readonly functions: RolloutFunctions;
  readonly canaryAlarms: readonly string[];
  readonly productionAlarms: readonly string[];
  readonly newestVersion: string;
  readonly smokeTestPath: string;
}

/** What a part of the rollout also needs: where it goes when it fails. */
export interface RolloutParts extends Parts {
  /** `Roll back`; whoever goes there assigns `trigger`. */
  readonly rollBack: State;
}

/** A wait of a fixed number of seconds. */
export const wait = (scope: Construct, name: string, seconds: number, comment: string): Wait =>
  Wait.jsonata(scope, name, { comment, time: WaitTime.duration(Duration.seconds(seconds)) });

/** True when the string at `path` is `value`; false for anything else there, also for nothing. */
export const is = (path: string, value: string): Condition => Condition.jsonata(jsonata(`${path} = ${literal(value)}`));
