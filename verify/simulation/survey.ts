import { RELEASE, type CallPlace, type Case } from './case.ts';
import { conduct } from './conduct.ts';

export interface SurveyedCall {
  readonly place: CallPlace;
  readonly name: string;
  /** Whether it changes anything but metrics. */
  readonly changes: boolean;
}

export interface SurveyedState {
  readonly execution: string;
  readonly state: string;
  /** Simulated seconds since the start. */
  readonly second: number;
}

/**
 * Where a story goes through when nothing disturbs it: every call of every function but the watchdog's regular rounds,
 * and every state.
 */
export interface Survey {
  readonly calls: readonly SurveyedCall[];
  readonly states: readonly SurveyedState[];
}

const CHANGES = [
  'listener.write',
  'existing.writeAction',
  'versions.pointAlias',
  'preview.pointAlias',
  'concurrency.put',
  'concurrency.remove',
  'records.compareAndSet',
  'records.archive',
  'announcer.publish',
];

export async function survey(one: Case): Promise<Survey> {
  const calls: SurveyedCall[] = [];
  const { simulation, start } = await conduct(one, {
    seed: 1,
    onCall: ({ invocation: { fn, nth }, index, name }) => {
      if (fn !== 'watchdog' && fn !== 'machine')
        calls.push({ place: { fn, nth, index }, name, changes: CHANGES.includes(name) });
    },
  });
  const seen = new Set<string>();
  const states: SurveyedState[] = [];
  for (const entry of simulation.trace.entries) {
    if (entry.what !== 'entered') continue;
    const execution = entry.actor.split(':').at(-1) ?? '';
    if (seen.has(`${execution} ${entry.state}`)) continue;
    seen.add(`${execution} ${entry.state}`);
    states.push({ execution, state: entry.state, second: Math.ceil((entry.at - start) / 1000) });
  }
  return { calls, states };
}

/** States in which an execution stays long enough to be stopped, the release's own. */
export const statesOf = ({ states }: Survey, execution = RELEASE): readonly SurveyedState[] =>
  states.filter((state) => state.execution === execution);
