import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DEFAULT_PLAN, type Plan } from '../../statemachine/contract/plan.ts';
import {
  assignedOnEveryPath,
  callsApi,
  edges,
  expressions,
  reachable,
  stateOf,
  variablesRead,
  type AslState,
  type Definition,
} from '../../verify/asl-graph.ts';
import { definitionOf } from '../../verify/definition.ts';
import { anyPlan } from '../../verify/plans.ts';

/** Another one each time, and the same plans for every property: to render one takes longer than its properties do. */
const [seed = 0] = fc.sample(fc.integer(), 1);
const rendered = new Map<string, string>();

function definitionFor(plan: Plan): Definition {
  const key = JSON.stringify(plan);
  const text = rendered.get(key) ?? JSON.stringify(definitionOf(plan));
  rendered.set(key, text);
  return JSON.parse(text) as Definition;
}

/** With the states that only a listener of others has. */
const BEHIND_OTHERS = definitionOf(DEFAULT_PLAN, { existingListener: true });

const forAnyPlan = (check: (definition: Definition, plan: Plan) => void) => {
  fc.assert(
    fc.property(anyPlan, (plan) => check(definitionFor(plan), plan)),
    { numRuns: 25, seed },
  );
  check(BEHIND_OTHERS, DEFAULT_PLAN);
};

const named = (definition: Definition, type: AslState['Type']) =>
  Object.entries(definition.States).filter(([, state]) => state.Type === type);

/** Those that may end in `Refused`. */
const REFUSING_TASKS = ['Claim the rollout', 'Claim the revert', 'Claim the listener', 'Tell the rollout'];

/** The tasks behind `Roll back` have their own ending; the default of each Choice there, by hand. */
/** After a revert has moved production: an error there must not bring back what was reverted. */
const TOLD_ONLY_TASKS = ['Wake the version before', 'Confirm the reverted production', 'Check alarms after the revert'];
const ROLLBACK_TASKS = ['Roll back', 'Confirm production has everything', 'Announce the rollback'];
/** What the machine does without a function: whatever fails, it looks again. */
const API_TASKS = [
  'Read the record without Lambda',
  'Revoke the claim without Lambda',
  'Read the listener without Lambda',
  'Return traffic without Lambda',
];
const AGAIN = 'Wait until Lambda may answer';
const ROLLBACK_DEFAULTS: Record<string, string> = {
  'Is it about the open rollout?': AGAIN,
  'Is the default action ours?': AGAIN,
  'Anything to roll back?': 'Whose rollback failed?',
  'Everything back?': 'Roll back',
  'Who asked for the rollback?': 'Rolled back',
  'Whose rollback failed?': 'Left to the watchdog',
};

describe('the graph of any plan', () => {
  it('reaches every state', () => {
    forAnyPlan((definition) => {
      expect([...reachable(definition, definition.StartAt)].sort()).toEqual(Object.keys(definition.States).sort());
    });
  });

  it('catches every error of every task of the rollout into Roll back, with a trigger', () => {
    forAnyPlan((definition) => {
      for (const [name, state] of named(definition, 'Task').filter(
        ([name]) => ![...ROLLBACK_TASKS, ...TOLD_ONLY_TASKS, ...API_TASKS].includes(name),
      )) {
        const last = state.Catch?.at(-1);
        expect({ name, errors: last?.ErrorEquals, next: last?.Next }).toEqual({
          name,
          errors: ['States.ALL'],
          next: 'Roll back',
        });
        expect(last?.Assign).toMatchObject({ trigger: { kind: 'own' } });
        expect(state.Catch?.length).toBe(REFUSING_TASKS.includes(name) ? 2 : 1);
      }
    });
  });

  it(
    'goes on after a moved revert whatever cannot be asked or seen, and rolls it back only for what somebody ' +
      'else did',
    () => {
      forAnyPlan((definition) => {
        const ways = (name: string) =>
          stateOf(definition, name).Catch?.map((catcher) => [catcher.ErrorEquals, catcher.Next]);
        // Nothing has moved yet.
        expect(ways('Wake the version before')).toEqual([[['States.ALL'], 'Put production back on previous']]);
        expect(ways('Confirm the reverted production')).toEqual([
          [['VersionNotVisible'], 'Roll back'],
          [['States.ALL'], 'Watch the reverted production'],
        ]);
        expect(ways('Check alarms after the revert')).toEqual([
          [['ClaimLost', 'WeightsDrifted', 'VersionDrifted'], 'Roll back'],
          [['States.ALL'], 'Close the revert'],
        ]);
      });
    },
  );

  it('catches every error of the rollback into its ending', () => {
    forAnyPlan((definition) => {
      for (const name of ROLLBACK_TASKS) {
        expect(stateOf(definition, name).Catch?.map((catcher) => [catcher.ErrorEquals, catcher.Next])).toEqual([
          ...(name === 'Roll back' ? [[['Lambda.TooManyRequestsException'], 'Read the record without Lambda']] : []),
          [['States.ALL'], 'Whose rollback failed?'],
        ]);
      }
    });
  });

  it('asks Lambda again, after a wait, whatever becomes of what it does without a function', () => {
    forAnyPlan((definition) => {
      expect(Object.keys(definition.States).filter((name) => callsApi(stateOf(definition, name)))).toEqual(
        API_TASKS.filter((name) => name in definition.States),
      );
      for (const name of API_TASKS.filter((each) => each in definition.States)) {
        const { Catch, Retry } = stateOf(definition, name);
        expect({ name, Catch, Retry }).toEqual({
          name,
          Catch: [{ ErrorEquals: ['States.ALL'], Next: AGAIN }],
          Retry: undefined,
        });
      }
      expect(stateOf(definition, AGAIN).Next).toBe('Roll back');
    });
  });

  it('has a default in every Choice, and it is the rollback or the safe ending', () => {
    forAnyPlan((definition) => {
      for (const [name, state] of named(definition, 'Choice'))
        expect({ name, default: state.Default }).toEqual({ name, default: ROLLBACK_DEFAULTS[name] ?? 'Roll back' });
    });
  });

  it('assigns a trigger on every way into Roll back', () => {
    forAnyPlan((definition) => {
      const ways = edges(definition).filter((way) => way.to === 'Roll back');
      expect(ways.length).toBeGreaterThan(0);
      for (const way of ways) expect(way).toMatchObject({ assigns: ['trigger'] });
    });
  });

  it('assigns every variable on every path to its use', () => {
    forAnyPlan((definition) => {
      const assigned = assignedOnEveryPath(definition);
      for (const [name, state] of Object.entries(definition.States)) {
        const missing = expressions(state)
          .flatMap(variablesRead)
          .filter((variable) => !assigned.get(name)?.has(variable));
        expect({ name, missing }).toEqual({ name, missing: [] });
      }
    });
  });

  it('writes the weights of the plan in order, 100 once all have baked, and 0 at the end', () => {
    forAnyPlan((definition, plan) => {
      const weights = plan.steps.map((step) => step.weight);
      expect(weightsOnTheHealthyPath(definition)).toEqual([...new Set([...weights, 100]), 0]);
    });
  });

  it('promotes only once it has settled at 100', () => {
    forAnyPlan((definition) => {
      const around = reachable(definition, definition.StartAt, ['Settle at 100%', 'Roll back']);
      expect([...around]).not.toContain('Promote the canary');
    });
  });

  it('ends well after a shift only by way of the promotion and the close, or of the rollback', () => {
    forAnyPlan((definition) => {
      const shifts = named(definition, 'Task').filter(
        ([, state]) =>
          !callsApi(state) &&
          typeof state.Arguments?.Payload['weight'] === 'number' &&
          !('subject' in state.Arguments.Payload),
      );
      for (const [shift] of shifts.filter(([name]) => name !== 'Return traffic to production')) {
        for (const gate of ['Promote the canary', 'Close the rollout']) {
          const good = [...reachable(definition, shift, [gate, 'Roll back'])].filter(
            (name) => stateOf(definition, name).Type === 'Succeed',
          );
          expect({ shift, gate, good }).toEqual({ shift, gate, good: [] });
        }
      }
    });
  });

  it('waits in every loop', () => {
    forAnyPlan((definition) => {
      const waits = named(definition, 'Wait').map(([name]) => name);
      for (const name of Object.keys(definition.States).filter((each) => !waits.includes(each))) {
        const followers = edges(definition)
          .filter((way) => way.from === name)
          .flatMap((way) => [...reachable(definition, way.to, waits)]);
        expect({ name, comesBackAtOnce: followers.includes(name) }).toEqual({ name, comesBackAtOnce: false });
      }
    });
  });

  it('waits for literal numbers of seconds', () => {
    forAnyPlan((definition, plan) => {
      const seconds = new Set(named(definition, 'Wait').map(([, state]) => state.Seconds));
      const { checkSeconds, pausedCheckSeconds = checkSeconds, settleSeconds } = plan;
      expect(seconds).toEqual(new Set([checkSeconds, pausedCheckSeconds, settleSeconds, 30]));
    });
  });

  it('says in every state what it is for', () => {
    forAnyPlan((definition) => {
      for (const [name, state] of Object.entries(definition.States))
        expect({ name, comment: state.Comment ?? '' }).not.toEqual({ name, comment: '' });
    });
  });
});

/** Follows Next, and of each Choice the first rule, which is the good one, down to the end. */
function weightsOnTheHealthyPath(definition: Definition): unknown[] {
  const weights: unknown[] = [];
  const passed = new Set<string>();
  for (let name: string | undefined = definition.StartAt; name !== undefined;) {
    if (passed.has(name)) throw new Error(`the healthy path comes back to ${name}`);
    passed.add(name);
    const state: AslState = stateOf(definition, name);
    if (state.Arguments?.FunctionName?.endsWith(':shift')) weights.push(state.Arguments.Payload['weight']);
    name = state.Next ?? state.Choices?.[0]?.Next;
  }
  return weights;
}
