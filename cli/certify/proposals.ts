import type { AnswersFrom } from '../../statemachine/contract/answer-metrics.ts';
import { scheduleOf } from '../plan/schedule.ts';
import type { Definition } from '../story/definition.ts';
import type { Certificate } from './certificate.ts';

/** As much of a certificate as settings follow from. */
export type Measured = Pick<Certificate, 'resolutionSeconds' | 'targetGroups' | 'release'>;

/** What a machine that is deployed does, of what was measured. */
export interface Deployed {
  readonly settleSeconds: number;
  readonly answersFrom: AnswersFrom | undefined;
}

/** What a machine with this definition does. */
export function deployedIn(definition: Definition): Deployed {
  const { stretches, answersFrom } = scheduleOf(definition);
  return { settleSeconds: stretches[0]?.settleSeconds ?? 0, answersFrom };
}

export type Proposal = Certificate['proposals'][number];

/** Half as much again as the longest that was seen: one run has not seen the worst. */
const MARGIN = 1.5;
const ROUND_TO = 10;

/** How long the data plane took to follow a weight, at most, in seconds; undefined where no release showed it. */
export function followedWithin({ release, resolutionSeconds }: Measured): number | undefined {
  const { there, back } = release?.weightFollowedSeconds ?? {};
  const seen = [there, back].filter((each) => each !== undefined);
  return seen.length === 0 ? undefined : Math.max(...seen) + resolutionSeconds;
}

/** Settings of the service that what was measured speaks against, with what to set instead. */
export function proposalsFor(measured: Measured, { settleSeconds, answersFrom }: Deployed): readonly Proposal[] {
  const within = followedWithin(measured);
  const { reportedBy } = measured.targetGroups;
  return [
    ...(within !== undefined && within > settleSeconds
      ? [
          {
            setting: 'plan.settleSeconds',
            value: Math.ceil((within * MARGIN) / ROUND_TO) * ROUND_TO,
            because:
              `it is ${settleSeconds}, and VPC Lattice took up to ${Math.ceil(within)} s to follow a weight: what is ` +
              'counted before that is of the weight before',
          },
        ]
      : []),
    ...(readsTargetGroups(answersFrom) && reportedBy !== 'id' && reportedBy !== 'unknown'
      ? [{ setting: 'answersFrom', value: 'access-logs', because: WHY_NOT_METRICS[reportedBy] }]
      : []),
  ];
}

/** A machine from before the option reads them as well. */
const readsTargetGroups = (answersFrom: AnswersFrom | undefined): boolean =>
  answersFrom === undefined || answersFrom === 'target-group-metrics';

const WHY_NOT_METRICS = {
  nothing: 'target groups report nothing here: answers with status 5XX are not seen, and releases would be held',
  ARN: 'target groups report under their ARN, not their id: nothing is found, and releases would be held',
  'another value': 'target groups report under a value that is not their id: releases would be held',
} as const;
