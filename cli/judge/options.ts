import { InvalidArgumentError } from 'commander';
import type { Side } from '../../handlers/ports/aws/cloudwatch-sums.ts';
import type { Fault } from './fault.ts';
import { minuteIn } from './lines.ts';

/** What Lambda's metrics are read of: a function, or one of its versions or aliases. */
export interface Source {
  /** `greetings:4` */
  readonly text: string;
  readonly dimensions: Readonly<Record<string, string>>;
}

export interface JudgeOptions extends Partial<Readonly<Record<Side, Source>>> {
  readonly from?: Date;
  readonly to?: Date;
  readonly file?: string;
  readonly plan?: string;
  readonly aloneFrom?: Date;
  readonly fault: readonly Fault[];
  readonly faultFrom?: Date;
  readonly seed: number;
  readonly json?: boolean;
}

/** @throws InvalidArgumentError */
export function minuteOption(text: string): Date {
  const minute = minuteIn(text);
  if (minute === undefined)
    throw new InvalidArgumentError('It must be the start of a minute, in UTC, such as 2026-11-01T10:00Z.');
  return minute;
}

/**
 * Lambda's dimension `FunctionName` is of all versions and aliases, `Resource` of one ("Viewing metrics on the
 * CloudWatch console" in its guide). Whether what came through an alias counts for its version too is not documented.
 * @throws InvalidArgumentError
 */
export function sourceOption(text: string): Source {
  const [, FunctionName, qualifier] = /^([\w-]{1,64})(?::([\w-]{1,128}|\$LATEST))?$/.exec(text) ?? [];
  if (FunctionName === undefined)
    throw new InvalidArgumentError('It must be NAME, NAME:VERSION or NAME:ALIAS of a function.');
  return { text, dimensions: { FunctionName, ...(qualifier !== undefined && { Resource: text }) } };
}

/** One more of them. @throws InvalidArgumentError */
export function faultOption(text: string, before: readonly Fault[] = []): readonly Fault[] {
  const [, kind, number = '', percent] = /^(errors|answers|times)=(\d+(?:\.\d+)?)(%?)$/.exec(text) ?? [];
  const value = Number(number);
  if (kind === 'times' && percent === '' && value > 1 && value <= 100) return [...before, { text, kind, size: value }];
  if ((kind === 'errors' || kind === 'answers') && percent === '%' && value > 0 && value <= 100)
    return [...before, { text, kind, size: value / 100 }];
  throw new InvalidArgumentError('It must be errors=2%, answers=2% (above 0 to 100 %) or times=1.7 (above 1 to 100).');
}

/** @throws InvalidArgumentError */
export function seedOption(text: string): number {
  if (!/^\d{1,9}$/.test(text)) throw new InvalidArgumentError('It must be a whole number of up to nine digits.');
  return Number(text);
}
