import { ErrorName } from '../../statemachine/contract/errors.ts';
import { StateName } from '../../statemachine/contract/names.ts';
import type { Expectation, Scenario } from './scenario.ts';

/** The release that production runs when a scenario begins. */
export const FIRST_RELEASE = '1.0.0';

/** 4 minutes, CloudWatch's own delay of up to 96 s after the end of a minute included. */
const BACK_WITHIN_4_MINUTES = { seconds: 240, of: 'the first bad answer' } as const;
const BACK_WITHIN_30_SECONDS = { seconds: 30, of: 'being asked' } as const;

const rolledBack: Expectation = {
  ending: 'rolled back',
  status: 'FAILED',
  error: ErrorName.CanaryRolledBack,
  candidateMeetsUsers: true,
  candidateHealthy: false,
};

/** Two rounds of the watchdog, and the time that the second takes: what a rollback may need that nobody asked for. */
const BACK_WITHIN_TWO_ROUNDS = { seconds: 140, of: "the canary's first alarm" } as const;

const IN_MID_ROLLOUT = StateName.bake(30);

export const SCENARIOS: readonly Scenario[] = [
  {
    name: 'healthy',
    story: '2.0.0 is fine: it should go through every step, become production and stay.',
    candidate: '2.0.0',
    expect: { ending: 'promoted', status: 'SUCCEEDED', candidateMeetsUsers: true, candidateHealthy: true },
  },
  {
    name: 'errors',
    story: '2.1.0-errors passes its smoke test and then answers users with status 500: alarms should take it back.',
    candidate: '2.1.0-errors',
    expect: { ...rolledBack, backWithin: BACK_WITHIN_4_MINUTES },
  },
  {
    name: 'throws',
    story: '2.1.0-throws passes its smoke test and then throws when users come: alarms should take it back.',
    candidate: '2.1.0-throws',
    expect: { ...rolledBack, backWithin: BACK_WITHIN_4_MINUTES },
  },
  {
    name: 'slow',
    story:
      '2.1.0-slow answers rightly, but lets users wait for 6 seconds: the comparison with production should take it ' +
      'back, or the duration alarm, whichever sees it first.',
    candidate: '2.1.0-slow',
    expect: rolledBack,
  },
  {
    name: 'dead',
    story: '2.1.0-dead fails its smoke test: it should be turned away before any user meets it.',
    candidate: '2.1.0-dead',
    expect: { ...rolledBack, candidateMeetsUsers: false },
  },
  {
    name: 'abort',
    story:
      '2.0.0 is fine, but somebody stops the execution at 30 %: production should have every request again at once.',
    candidate: '2.0.0',
    act: { kind: 'stop the execution', onEntering: IN_MID_ROLLOUT },
    expect: {
      ending: 'rolled back',
      status: 'ABORTED',
      candidateMeetsUsers: true,
      candidateHealthy: true,
      backWithin: BACK_WITHIN_30_SECONDS,
    },
  },
  {
    name: 'sns',
    story:
      '2.0.0 is fine, but at 30 % another monitor asks for a rollback through the SNS topic: production ' +
      'should have every request again at once.',
    candidate: '2.0.0',
    act: {
      kind: 'publish to the rollback topic',
      onEntering: IN_MID_ROLLOUT,
      reason: 'the checkout monitor sees fewer orders',
    },
    expect: { ...rolledBack, candidateHealthy: true, backWithin: BACK_WITHIN_30_SECONDS },
  },
  {
    name: 'blind',
    story:
      '2.0.0 is fine, but VPC Lattice counts nothing of its target group: it should be held and say why, until ' +
      'somebody rolls it back.',
    candidate: '2.0.0',
    doubts: ['silent-target-groups'],
    act: {
      kind: 'publish to the rollback topic',
      onEntering: { hearing: /VPC Lattice no answer: .* held until it is counted/ },
      reason: 'nobody counts its answers',
    },
    expect: { ...rolledBack, candidateHealthy: true, backWithin: BACK_WITHIN_30_SECONDS },
  },
  {
    name: 'starved',
    story:
      '2.1.0-hangs lets users wait for 14 seconds and uses up the 20 functions that the account may run at ' +
      'once, so that Lambda refuses everybody, the rollback too: production should have every request again all the ' +
      'same.',
    candidate: '2.1.0-hangs',
    concurrency: 20,
    expect: { ...rolledBack, backWithin: BACK_WITHIN_TWO_ROUNDS, lambdaRefuses: true },
  },
];
