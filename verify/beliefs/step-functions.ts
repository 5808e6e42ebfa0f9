import type { Beliefs } from './belief.ts';

export const STEP_FUNCTIONS: Beliefs = {
  service: 'Step Functions and CloudFormation',
  beliefs: [
    {
      belief: 'A stopped execution runs no Catch; one that timed out neither.',
      source: 'StopExecution, API reference; Error handling in Step Functions workflows',
      date: '2026-11',
      sure: 'documented',
      test: 'packages/local-aws/test/states/stop.test.ts',
    },
    {
      belief: 'States.ALL in a Catch catches States.DataLimitExceeded of a result.',
      source: 'Recorded in 2024; the guide says otherwise',
      date: '2026-11',
      sure: 'recorded',
      test: 'packages/local-aws/test/states/data-limit.test.ts',
    },
    {
      belief: 'A dead execution may be redriven for 14 days, from the state that failed, with its old input.',
      source: 'Restarting state machines with redrive, developer guide',
      date: '2026-11',
      sure: 'documented',
      faults: ['redriven'],
      test: 'test/verify/search.test.ts',
    },
    {
      belief: 'A running execution keeps its definition when the machine is updated.',
      source: 'UpdateStateMachine, API reference',
      date: '2026-11',
      sure: 'documented',
      test: 'packages/local-aws/test/states/states.test.ts',
    },
    {
      belief: 'A stack update compares templates, so weights and aliases that changed meanwhile stay.',
      source: 'Update behaviors of stack resources, CloudFormation user guide',
      date: '2026-11',
      sure: 'documented',
      test: 'test/scenarios/deploys.test.ts',
    },
    {
      belief: 'cdk deploy --hotswap moves an alias only if its resource names a version.',
      source: 'Seen with the real command line',
      date: '2026-11',
      sure: 'recorded',
      test: 'test/live/hotswap.test.ts',
    },
  ],
};
