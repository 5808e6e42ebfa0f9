import type { Place } from '../core/types.ts';
import { type EventTest, compilePattern, missingFields } from './pattern.ts';
import { parseRate } from './schedule.ts';
import { type Send, type TargetServices, compileTarget } from './target.ts';
import { type InputSettings, type RenderInput, compileInput } from './target-input.ts';

/** A target as the API describes it. */
export interface TargetConfig extends InputSettings {
  readonly Id: string;
  readonly Arn: string;
  readonly RoleArn?: string | undefined;
  readonly DeadLetterConfig?: { readonly Arn: string } | undefined;
  readonly RetryPolicy?:
    | { readonly MaximumRetryAttempts?: number | undefined; readonly MaximumEventAgeInSeconds?: number | undefined }
    | undefined;
}

export interface RuleConfig {
  readonly name: string;
  readonly description?: string;
  readonly pattern?: unknown;
  /** `rate(...)` */
  readonly scheduleExpression?: string;
  readonly enabled: boolean;
  readonly targets: readonly TargetConfig[];
}

export interface Target {
  readonly arn: string;
  readonly render: RenderInput;
  readonly send: Send;
  readonly maxRetries: number;
  readonly maxAgeMs: number;
  readonly deadLetterArn?: string;
}

/** A rule ready to run. */
export interface Rule {
  readonly name: string;
  readonly arn: string;
  readonly config: RuleConfig;
  readonly enabled: boolean;
  readonly matches: EventTest;
  /** Fields of the pattern that an event of its kind lacks. */
  readonly missing: (event: object) => readonly string[];
  readonly everyMs?: number;
  readonly targets: readonly Target[];
}

/** EventBridge's defaults: 185 retries in 24 hours. */
const DEFAULT_RETRIES = 185;
const DEFAULT_AGE_SECONDS = 86_400;

/** @throws Error when EventBridge would not take the rule, naming the field */
export function compileRule(config: RuleConfig, place: Place, services: TargetServices): Rule {
  const { name, pattern, scheduleExpression } = config;
  if (pattern === undefined && scheduleExpression === undefined)
    throw new Error('a rule needs an EventPattern or a ScheduleExpression');
  const arn = `arn:aws:events:${place.region}:${place.account}:rule/${name}`;
  return {
    name,
    arn,
    config,
    enabled: config.enabled,
    matches: pattern === undefined ? () => false : compilePattern(pattern),
    missing: pattern === undefined ? () => [] : missingFields(pattern),
    ...(scheduleExpression === undefined ? {} : { everyMs: parseRate(scheduleExpression) }),
    targets: config.targets.map((target) => compile(target, arn, services)),
  };
}

function compile(target: TargetConfig, ruleArn: string, services: TargetServices): Target {
  const { Arn: arn, RoleArn: roleArn, RetryPolicy: retry, DeadLetterConfig: dead } = target;
  return {
    arn,
    render: compileInput(target),
    send: compileTarget({ arn, ruleArn, ...(roleArn === undefined ? {} : { roleArn }) }, services),
    maxRetries: retry?.MaximumRetryAttempts ?? DEFAULT_RETRIES,
    maxAgeMs: (retry?.MaximumEventAgeInSeconds ?? DEFAULT_AGE_SECONDS) * 1000,
    ...(dead === undefined ? {} : { deadLetterArn: dead.Arn }),
  };
}
