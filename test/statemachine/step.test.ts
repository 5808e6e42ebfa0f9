import { describe, expect, it } from 'vitest';
import { ErrorName } from '../../statemachine/contract/errors.ts';
import { checkArgs } from '../../statemachine/contract/rows/check.ts';
import { StateName } from '../../statemachine/contract/names.ts';
import type { AnswersFrom } from '../../statemachine/contract/answer-metrics.ts';
import { DEFAULT_COMPARE } from '../../statemachine/contract/compare.ts';
import { DEFAULT_PLAN, type Plan } from '../../statemachine/contract/plan.ts';
import { parseStateName } from '../../statemachine/contract/state-name.ts';
import { CAUGHT_CAUSE, CAUGHT_ERROR } from '../../statemachine/jsonata.ts';
import { edges, type Definition } from '../../verify/asl-graph.ts';
import { definitionOf, functionArn } from '../../verify/definition.ts';

const execution = {
  id: '{% $states.context.Execution.Id %}',
  redrives: '{% $exists($states.context.Execution.RedriveCount) ? $states.context.Execution.RedriveCount : 0 %}',
  startedAt: '{% $states.context.Execution.StartTime %}',
};
/** No task fails with the name that a check has for what hooks did. */
const verdicts = Object.values(ErrorName).filter((name) => name !== 'HookFailed' && name !== 'ConcurrencyNotReady');
const retry = [
  { ErrorEquals: verdicts, IntervalSeconds: 1, MaxAttempts: 0, BackoffRate: 1 },
  {
    ErrorEquals: ['Lambda.ServiceException', 'Lambda.AWSLambdaException', 'Lambda.SdkClientException'],
    IntervalSeconds: 1,
    MaxAttempts: 5,
    BackoffRate: 2,
  },
  {
    ErrorEquals: [
      'ThrottlingException',
      'Throttling',
      'ProvisionedThroughputExceededException',
      'RequestLimitExceeded',
      'TooManyRequestsException',
      'ConflictException',
      'ResourceConflictException',
      'Lambda.TooManyRequestsException',
    ],
    IntervalSeconds: 2,
    MaxAttempts: 20,
    BackoffRate: 2,
    MaxDelaySeconds: 60,
    JitterStrategy: 'FULL',
  },
  { ErrorEquals: ['States.Timeout', 'Sandbox.Timedout'], IntervalSeconds: 2, MaxAttempts: 2, BackoffRate: 1 },
  { ErrorEquals: ['States.ALL'], IntervalSeconds: 2, MaxAttempts: 3, BackoffRate: 2 },
];
/** A check that Lambda refuses gives up after 2 minutes: nobody looks meanwhile. */
const noRoom = {
  ErrorEquals: ['Lambda.TooManyRequestsException'],
  IntervalSeconds: 2,
  MaxAttempts: 7,
  BackoffRate: 2,
  MaxDelaySeconds: 30,
};
const intoRollback = [
  {
    ErrorEquals: ['States.ALL'],
    Assign: { trigger: { kind: 'own', error: `{% ${CAUGHT_ERROR} %}`, cause: `{% ${CAUGHT_CAUSE} %}` } },
    Next: 'Roll back',
  },
];

describe('one step of the default plan', () => {
  const { States } = definitionOf();
  const group = Object.fromEntries(Object.entries(States).filter(([name]) => parseStateName(name)?.weight === 10));

  it('shifts, settles, bakes, checks and decides', () => {
    expect(group).toEqual({
      'Shift to 10%': {
        Type: 'Task',
        Comment: 'Send 10% of the requests to the canary',
        Resource: 'arn:aws:states:::lambda:invoke',
        TimeoutSeconds: 30,
        Arguments: {
          FunctionName: functionArn('shift'),
          Payload: { execution, version: '{% $version %}', weight: 10 },
        },
        Output: '{% $states.result.Payload %}',
        Assign: {
          shiftedAt: '{% $states.result.Payload.shiftedAt %}',
          firstShiftedAt: '{% $states.result.Payload.shiftedAt %}',
        },
        Retry: retry,
        Catch: intoRollback,
        Next: 'Settle at 10%',
      },
      'Settle at 10%': {
        Type: 'Wait',
        Comment: 'Give the data plane time to follow the new weights',
        Seconds: 90,
        Next: 'Bake at 10%',
      },
      'Bake at 10%': {
        Type: 'Wait',
        Comment: 'Alarms watch; the next look at them is in 60 s',
        Seconds: 60,
        Next: 'Check alarms at 10%',
      },
      'Check alarms at 10%': {
        Type: 'Task',
        Comment: 'Judge the canary by its alarms and its traffic; a hold goes on here',
        Resource: 'arn:aws:states:::lambda:invoke',
        TimeoutSeconds: 40,
        Arguments: {
          FunctionName: functionArn('check'),
          Payload: {
            execution,
            version: '{% $version %}',
            previousVersion: '{% $previousVersion %}',
            subject: 'canary',
            weight: 10,
            shiftedAt: '{% $shiftedAt %}',
            settleSeconds: 90,
            bakeSeconds: 300,
            extendSeconds: 600,
            minRequests: 19,
            alarms: ['canary-errors', 'canary-duration'],
            holdSeconds: 14_400,
            tooFewRequests: 'advance',
            compare: {
              errorRatio: 1.5,
              errorMargin: 0.001,
              slowness: 1.5,
              slowMargin: 0.05,
              alpha: 0.0005,
              endEarly: false,
              firstShiftedAt: '{% $firstShiftedAt %}',
            },
          },
        },
        Output: '{% $states.result.Payload %}',
        Retry: [noRoom, ...retry],
        Catch: intoRollback,
        Next: '10% healthy?',
      },
      '10% healthy?': {
        Type: 'Choice',
        Comment: 'Healthy for the whole time leads on, too early to tell goes on watching; everything else rolls back',
        Choices: [
          {
            Condition: "{% $states.input.next = 'advance' %}",
            Comment: 'Healthy for long enough',
            Next: 'Shift to 30%',
          },
          {
            Condition: "{% $states.input.next = 'keep baking' %}",
            Comment: 'Not long enough yet',
            Next: 'Bake at 10%',
          },
        ],
        Assign: {
          trigger: {
            kind: 'own',
            error:
              "{% ($type($states.input.error) = 'string' and $states.input.error != '' ? $states.input.error " +
              ": 'CanaryRolledBack') %}",
            cause:
              "{% ($type($states.input.cause) = 'string' and $states.input.cause != '' ? $states.input.cause " +
              ": 'the check gave no reason') %}",
          },
        },
        Default: 'Roll back',
      },
    });
  });
});

describe('a plan whose last weight is 95', () => {
  const steps = [10, 95].map((weight) => ({ weight, bakeSeconds: 300 }));
  const definition = definitionOf({ ...DEFAULT_PLAN, steps });
  const { States } = definition;

  it('has the states of a step at 95, and at 100 nothing but a shift and its settling, then the promotion', () => {
    const at = (weight: number) => Object.keys(States).filter((name) => parseStateName(name)?.weight === weight);
    expect(at(95).toSorted()).toEqual(
      ['Shift to 95%', 'Settle at 95%', 'Bake at 95%', 'Check alarms at 95%', '95% healthy?'].toSorted(),
    );
    expect(at(100).toSorted()).toEqual(['Settle at 100%', 'Shift to 100%']);
    const { Assign: _, ...ofStep } = definitionOf().States['Shift to 100%'] ?? {};
    expect(States['Shift to 100%']).toMatchObject(ofStep);
    expect(States['Settle at 100%']).toEqual({
      Type: 'Wait',
      Comment: 'Give the data plane time to follow the new weights',
      Seconds: 90,
      Next: 'Promote the canary',
    });
  });

  it('shifts to 100 only where the last check says advance', () => {
    expect(edges(definition).filter(({ to }) => to === 'Shift to 100%')).toMatchObject([{ from: '95% healthy?' }]);
    expect(States['95% healthy?']?.Choices?.[0]).toMatchObject({
      Condition: "{% $states.input.next = 'advance' %}",
      Next: 'Shift to 100%',
    });
  });

  it('tells each check that the canary is never alone, and of one that ends at 100 none', () => {
    for (const weight of [10, 95])
      expect(payloadOf(definition, StateName.check(weight))['compare']).toMatchObject({ neverAlone: true });
    for (const { weight } of DEFAULT_PLAN.steps)
      expect(payloadOf(definitionOf(), StateName.check(weight))['compare']).not.toHaveProperty('neverAlone');
    const none = definitionOf({ ...DEFAULT_PLAN, steps, compare: false });
    expect(payloadOf(none, StateName.check(95))).not.toHaveProperty('compare');
  });

  it('may be held where it bakes, and nowhere else', () => {
    expect(payloadOf(definition, StateName.claim)['weights']).toEqual([10, 95]);
  });
});

function payloadOf({ States }: Definition, state: string): Readonly<Record<string, unknown>> {
  return States[state]?.Arguments?.Payload ?? {};
}

it('a step asks for its own requests where it names them, for those of the plan otherwise', () => {
  const steps = [
    { weight: 10, bakeSeconds: 300, minRequests: 200 },
    { weight: 50, bakeSeconds: 300, minRequests: 0 },
    { weight: 100, bakeSeconds: 300 },
  ];
  const definition = definitionOf({ ...DEFAULT_PLAN, steps, minRequests: 19 });
  const needed = ['Check alarms at 10%', 'Check alarms at 50%', 'Check alarms at 100%'].map(
    (state) => payloadOf(definition, state)['minRequests'],
  );
  expect(needed).toEqual([200, 0, 19]);
});

it('a step passes on what else is compared, and a check takes arguments with and without it', () => {
  const count = {
    namespace: 'Shop',
    metricName: 'Checkouts',
    canary: { alias: 'canary' },
    production: { alias: 'production' },
  };
  const metrics = [{ noun: 'failed checkouts', bad: { ...count, metricName: 'FailedCheckouts' }, all: count }];
  const { compare, ...rest } = payloadOf(
    definitionOf({ ...DEFAULT_PLAN, compare: { ...DEFAULT_COMPARE, metrics } }),
    'Check alarms at 10%',
  );
  expect(compare).toMatchObject({ metrics });
  const args = {
    ...rest,
    execution: { id: 'e', redrives: 0 },
    version: '7',
    previousVersion: '1',
    shiftedAt: '2026-01-05T09:00:00Z',
  };
  const compared = { ...(compare as object), firstShiftedAt: '2026-01-05T09:00:00Z' };
  expect(checkArgs.parse({ ...args, compare: compared }).compare?.metrics).toEqual(metrics);
  const { metrics: _metrics, ...before } = { ...compared, metrics };
  expect(
    checkArgs.parse({ ...args, tooFewRequests: 'roll back', compare: { ...before, fromALaterOne: 1 } }).compare,
  ).toEqual(before);
});

it('a check says where answers are counted only where it could not know', () => {
  const told = (plan: Plan) => payloadOf(definitionOf(plan), 'Check alarms at 10%')['answersFrom'];
  expect(told(DEFAULT_PLAN)).toBeUndefined();
  expect(told({ ...DEFAULT_PLAN, compare: false })).toBe('target-group-metrics');
  expect(payloadOf(definitionOf({ ...DEFAULT_PLAN, compare: false }), 'Check alarms of production')).not.toHaveProperty(
    'answersFrom',
  );
});

const told = (answersFrom: AnswersFrom, state: string) =>
  payloadOf(definitionOf(DEFAULT_PLAN, { answersFrom }), state)['answersFrom'];

it('check and claim are told of answers that come late, and nobody is of others', () => {
  expect(told('access-logs', 'Check alarms at 10%')).toBe('access-logs');
  expect(told('access-logs', StateName.claim)).toBe('access-logs');
  expect(told('none', StateName.claim)).toBeUndefined();
  expect(told('target-group-metrics', StateName.claim)).toBeUndefined();
});
