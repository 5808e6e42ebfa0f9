import type { Unseen } from '../evidence/unseen.ts';
import { secondsBetween } from '../time.ts';
import type { AliasMinute, ComparedMinute } from './minutes.ts';

/** What a comparison reads of a minute. */
export type Part = 'errors' | 'answers' | 'times';

const NOUNS: Readonly<Record<Part, string>> = {
  errors: 'errors',
  answers: 'answers with status 5XX',
  times: 'times',
};

/** What is minutes late is there after so long, in seconds; what is not may never come. */
const LATE_SECONDS = 300;

/**
 * Whether all of a part is published of a minute, on both sides, by the counts themselves: Lambda writes `Duration` and
 * `Errors` of every invocation, VPC Lattice counts each answer under one kind of status. Of an
 * access log a line is there with its status, or not at all. Less may look like anything:
 * errors without their requests, requests without their errors. True where nobody asked for proof.
 *
 * An older guide of Lambda's has it that `Errors` is written only where there is one. So an old minute with all its
 * times has all its errors as well, if it has as many as were written.
 */
export function isWhole(minute: ComparedMinute, part: Part, now: Date): boolean {
  return isWholeSide(minute.canary, part, minute, now) && isWholeSide(minute.production, part, minute, now);
}

function isWholeSide(side: AliasMinute, part: Part, minute: ComparedMinute, now: Date): boolean {
  const { errors, invocations, proof, requests, serverErrors } = side;
  if (proof === undefined) return true;
  const allTimes = proof.timeSamples === invocations;
  switch (part) {
    case 'errors':
      return proof.errorSamples === invocations || (allTimes && isOld(minute, now) && proof.errorSamples === errors);
    case 'answers':
      return proof.otherAnswers === undefined || proof.otherAnswers + serverErrors === requests;
    case 'times':
      return allTimes;
  }
}

const isOld = ({ start }: ComparedMinute, now: Date): boolean => secondsBetween(start, now) >= 60 + LATE_SECONDS;

/** How many minutes are left out of one comparison or another, for everybody to read; nothing when none is. */
export function describeLeftOut(minutes: readonly ComparedMinute[], now: Date): readonly string[] {
  const parts = Object.keys(NOUNS) as Part[];
  const missing = minutes.filter((minute) => parts.some((part) => !isWhole(minute, part, now))).length;
  return missing === 0 ? [] : [`compared without ${missing} of ${minutes.length} minutes, which are not all published`];
}

/**
 * Where most minutes never come whole, what looks worse in them can be neither believed nor dismissed.
 * @param condemned what looked worse by all minutes, whole or not
 */
export function neverWhole(minutes: readonly ComparedMinute[], condemned: readonly Part[], now: Date): Unseen[] {
  const old = minutes.filter((minute) => isOld(minute, now) && minute.canary.invocations > 0);
  return condemned.flatMap((part) => {
    const missing = old.filter((minute) => !isWhole(minute, part, now)).length;
    if (missing * 2 <= old.length) return [];
    const words =
      `${NOUNS[part]} look worse, and CloudWatch lacks some of them in ${missing} of ${old.length} minutes ` +
      '(RUNBOOK.md#blindtoanswers)';
    return [{ words, silent: true }];
  });
}
