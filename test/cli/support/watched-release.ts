import { executionArn, FakeCloud, open, promoted, START } from './fake-cloud.ts';
import { run, type RunOptions } from './run.ts';

export const E1 = executionArn('e1');
const shifted = (weight: number) => [
  { type: 'TaskStateEntered', state: `Shift to ${weight}%` },
  { type: 'TaskStateExited', state: `Shift to ${weight}%`, output: { weight, message: `the canary has ${weight} %` } },
  { type: 'WaitStateEntered', state: `Settle at ${weight}%` },
];

/** A release at 10 %, in its first minute. */
export function begun(): FakeCloud {
  const cloud = new FakeCloud();
  cloud.record = { revision: 2, rollout: open };
  cloud.weights = { production: 90, canary: 10 };
  cloud.runs(E1);
  cloud.tell(
    E1,
    { type: 'ExecutionStarted' },
    { type: 'TaskStateEntered', state: 'Claim the rollout' },
    {
      type: 'TaskStateExited',
      state: 'Claim the rollout',
      output: { message: 'e1 releases version 2 over version 1' },
    },
  );
  cloud.nowAt = START + 60_000;
  cloud.tell(E1, ...shifted(10));
  cloud.traffic = {
    production: [{ at: START, requests: 1334, errors: 0 }],
    canary: [{ at: START, requests: 100, errors: 3 }],
  };
  return cloud;
}

export function isPromoted(cloud: FakeCloud): void {
  cloud.nowAt = START + 2_100_000;
  cloud.weights = { production: 100, canary: 0 };
  cloud.record = { revision: 9, last: promoted };
  cloud.tell(
    E1,
    { type: 'TaskStateEntered', state: 'Return traffic to production' },
    { type: 'TaskStateExited', state: 'Return traffic to production', output: { weight: 0, message: 'back' } },
    { type: 'SucceedStateEntered', state: 'Promoted' },
    { type: 'ExecutionSucceeded' },
  );
  cloud.ends(E1, 'SUCCEEDED');
}

/** Runs `watch`; something changes before each look. */
export const watching = (cloud: FakeCloud, change: (pause: number) => void, more: RunOptions = {}) =>
  run('watch', { cloud, meanwhile: change, ...more });
