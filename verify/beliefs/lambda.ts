import type { Beliefs } from './belief.ts';

const DOUBT = 'test/verify/doubt.test.ts';

export const LAMBDA: Beliefs = {
  service: 'Lambda',
  beliefs: [
    {
      belief: 'A new version behind an alias answers within the three minutes that are waited for it, and then always.',
      source: 'No figure is published',
      date: '2026-11',
      sure: 'guessed',
      doubts: ['aliases-50', 'aliases-uneven', 'weights-uneven'],
      local: ['aliases-50', 'aliases-uneven'],
      faults: ['data-plane'],
      test: DOUBT,
    },
    {
      belief: 'UpdateAlias with a RevisionId changes nothing if the alias was changed since.',
      source: 'UpdateAlias, API reference: PreconditionFailedException',
      date: '2026-11',
      sure: 'documented',
      test: 'test/handlers/ports/aws/lambda.test.ts',
    },
    {
      belief: 'A conflict on an alias is over soon, and the call may be repeated.',
      source: 'ResourceConflictException, API reference: how long is not said',
      date: '2026-11',
      sure: 'guessed',
      doubts: ['alias-conflicts'],
      local: ['alias-conflicts'],
      test: DOUBT,
    },
    {
      belief: 'A version that is not ready says so by an error of its own, for less than five minutes.',
      source: 'Invoke, API reference: the errors; how long is not said',
      date: '2026-11',
      sure: 'likely',
      doubts: ['version-pending'],
      local: ['version-pending'],
      test: DOUBT,
    },
    {
      belief: "With the account's concurrency used up every invocation is refused, a rollback's too.",
      source: 'Understanding Lambda function scaling, developer guide',
      date: '2026-11',
      sure: 'documented',
      doubts: ['no-concurrency'],
      notLocal: 'an account does not know how far a release is; --concurrency bounds all of it',
      faults: ['starved'],
      test: DOUBT,
    },
    {
      belief: 'A function goes on when the execution that called it is stopped.',
      source: 'StopExecution says nothing of tasks under way; seen by others',
      date: '2026-11',
      sure: 'likely',
      faults: ['killed', 'slow'],
      test: 'test/verify/search.test.ts',
    },
    {
      belief: 'A version is never given out twice, and one that an alias points at cannot be deleted.',
      source: 'Manage Lambda function versions, developer guide',
      date: '2026-11',
      sure: 'documented',
      test: 'test/cli/prune/decide.test.ts',
    },
    {
      belief: 'Errors counts exceptions and time-outs, and no answer with status 500; throttles are in neither count.',
      source: 'Types of metrics for Lambda functions, developer guide',
      date: '2026-11',
      sure: 'documented',
      test: 'test/infra/alarm-kinds.test.ts',
    },
    {
      belief: 'What a version is asked by its number is counted under that number, and under no alias.',
      source: 'Viewing metrics for Lambda functions ("By Resource"), developer guide',
      date: '2026-11',
      sure: 'documented',
      test: 'test/live/smoke.test.ts',
    },
  ],
};
