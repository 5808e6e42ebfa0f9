import {
  DescribeExecutionCommand,
  DescribeStateMachineCommand,
  DescribeStateMachineForExecutionCommand,
  GetExecutionHistoryCommand,
  ListExecutionsCommand,
  ListStateMachinesCommand,
  RedriveExecutionCommand,
  StartExecutionCommand,
  StopExecutionCommand,
  UpdateStateMachineCommand,
} from '@aws-sdk/client-sfn';
import { until, yes } from '../../../src/core/until.ts';
import { ACCOUNT, type Case, REGION, type Shop } from '../shop.ts';
import { anyDate, anyText, textLike, textWith } from './matchers.ts';

const arnOf = (name: string) => `arn:aws:states:${REGION}:${ACCOUNT}:execution:shop:${name}`;

const ENDS = JSON.stringify({ QueryLanguage: 'JSONata', StartAt: 'End', States: { End: { Type: 'Succeed' } } });

export function statesCases({ states, out }: Shop): Case[] {
  const stateMachineArn = out('Machine');
  const start = (name: string | undefined, input: string) =>
    states.send(new StartExecutionCommand({ stateMachineArn, name, input }));
  const describe = (name: string) => states.send(new DescribeExecutionCommand({ executionArn: arnOf(name) }));
  const ended = (name: string) => until(async () => yes((await describe(name)).status !== 'RUNNING'));
  const list = (input: object = {}) => states.send(new ListExecutionsCommand({ stateMachineArn, ...input }));
  const history = (name: string, input: object = {}) =>
    states.send(new GetExecutionHistoryCommand({ executionArn: arnOf(name), ...input }));
  /** 262,144 bytes of UTF-8, in fewer characters. */
  const largest = `"${'ü'.repeat(131_071)}"`;
  const unknownMachine = `${stateMachineArn}s`;

  return [
    {
      title: 'StartExecution starts it',
      run: () => start('waits', '{"do":"wait"}'),
      answers: { executionArn: arnOf('waits'), startDate: anyDate },
    },
    {
      title: 'StartExecution answers the same name and input with the same execution',
      run: () => start('waits', '{"do":"wait"}'),
      answers: { executionArn: arnOf('waits') },
    },
    {
      title: 'StartExecution with another input',
      run: () => start('waits', '{}'),
      fails: ['ExecutionAlreadyExists', 400, /Execution Already Exists/],
    },
    {
      title: 'StartExecution takes the longest name, with all that a name may have',
      run: () => start(`Ä-${'n'.repeat(76)}_.`, '{}'),
      answers: { startDate: anyDate },
    },
    { title: 'StartExecution makes up a name', run: () => start(undefined, '{}'), answers: { startDate: anyDate } },
    {
      title: 'StartExecution with a name too long',
      run: () => start('n'.repeat(81), '{}'),
      fails: ['InvalidName', 400],
    },
    ...['a b', 'a/b', 'a:b', 'a*', 'a?', 'a#b', '{a}', 'a\\b', 'a"b', 'a|b', 'a~b', 'a\u0007b'].map((name): Case => ({
      title: `StartExecution with the name ${JSON.stringify(name)}`,
      run: () => start(name, '{}'),
      fails: ['InvalidName', 400],
    })),
    {
      title: 'StartExecution takes an input of exactly 256 KiB',
      run: () => start('large', largest),
      answers: { startDate: anyDate },
    },
    {
      title: 'StartExecution with a byte more',
      run: () => start('larger', `${largest} `),
      fails: ['InvalidExecutionInput', 400, /262144 bytes/],
    },
    {
      title: 'StartExecution with an input that is not JSON',
      run: () => start('broken', '{'),
      fails: ['InvalidExecutionInput', 400],
    },
    {
      title: 'StartExecution of an unknown machine',
      run: () => states.send(new StartExecutionCommand({ stateMachineArn: unknownMachine })),
      fails: ['StateMachineDoesNotExist', 400],
    },
    {
      title: 'StartExecution of what is no machine',
      run: () => states.send(new StartExecutionCommand({ stateMachineArn: arnOf('waits') })),
      fails: ['InvalidArn', 400, /a state machine/],
    },
    {
      title: 'StartExecution with a member that is too long',
      run: () => states.send(new StartExecutionCommand({ stateMachineArn: 'a'.repeat(300) })),
      fails: ['ValidationException', 400, /stateMachineArn/],
    },
    {
      title: 'DescribeExecution of one that runs',
      run: () => describe('waits'),
      answers: { status: 'RUNNING', input: '{"do":"wait"}', redriveStatus: 'NOT_REDRIVABLE', redriveCount: 0 },
    },
    {
      title: 'DescribeExecution of one that failed',
      run: async () => {
        await start('fails', '{"do":"fail"}');
        await ended('fails');
        return describe('fails');
      },
      answers: {
        status: 'FAILED',
        error: 'OutOfStock',
        cause: 'nothing left',
        stopDate: anyDate,
        redriveStatus: 'REDRIVABLE',
      },
    },
    {
      title: 'DescribeExecution of what is no execution',
      run: () => states.send(new DescribeExecutionCommand({ executionArn: stateMachineArn })),
      fails: ['InvalidArn', 400, /an execution/],
    },
    { title: 'DescribeExecution of nobody', run: () => describe('nobody'), fails: ['ExecutionDoesNotExist', 400] },
    {
      title: 'ListExecutions filters by status',
      run: () => list({ statusFilter: 'RUNNING' }),
      answers: { executions: [{ name: 'waits', status: 'RUNNING' }] },
    },
    {
      title: 'ListExecutions goes page by page, the newest first',
      run: async () => {
        const first = await list({ maxResults: 2 });
        const second = await list({ maxResults: 1000, nextToken: first.nextToken });
        return {
          names: [...(first.executions ?? []), ...(second.executions ?? [])].map(({ name }) => name),
          more: second.nextToken,
        };
      },
      answers: {
        names: ['fails', 'large', textLike(/^[0-9a-f-]{36}$/), `Ä-${'n'.repeat(76)}_.`, 'waits'],
        more: undefined,
      },
    },
    {
      title: 'ListExecutions with a token that no answer gave',
      run: () => list({ nextToken: 'bm9ib2R5' }),
      fails: ['InvalidToken', 400],
    },
    {
      title: 'ListExecutions of an unknown machine',
      run: () => states.send(new ListExecutionsCommand({ stateMachineArn: unknownMachine })),
      fails: ['StateMachineDoesNotExist', 400],
    },
    {
      title: 'GetExecutionHistory tells each event with what belongs to it',
      run: () => history('fails'),
      answers: {
        events: [
          {
            id: 1,
            previousEventId: 0,
            type: 'ExecutionStarted',
            executionStartedEventDetails: { input: '{"do":"fail"}', inputDetails: { truncated: false } },
          },
          {
            id: 2,
            previousEventId: 0,
            type: 'ChoiceStateEntered',
            stateEnteredEventDetails: { name: 'What now?', input: '{"do":"fail"}' },
          },
          {
            id: 3,
            previousEventId: 2,
            type: 'ChoiceStateExited',
            stateExitedEventDetails: { name: 'What now?', output: '{"do":"fail"}' },
          },
          { id: 4, previousEventId: 3, type: 'FailStateEntered', stateEnteredEventDetails: { name: 'Fail' } },
          {
            id: 5,
            previousEventId: 4,
            type: 'ExecutionFailed',
            executionFailedEventDetails: { error: 'OutOfStock', cause: 'nothing left' },
          },
        ],
      },
    },
    {
      title: 'GetExecutionHistory goes backwards, without data, in pages',
      run: () => history('fails', { reverseOrder: true, includeExecutionData: false, maxResults: 1 }),
      answers: { events: [{ id: 5 }], nextToken: anyText },
    },
    { title: 'GetExecutionHistory of nobody', run: () => history('nobody'), fails: ['ExecutionDoesNotExist', 400] },
    {
      title: 'DescribeStateMachine',
      run: () => states.send(new DescribeStateMachineCommand({ stateMachineArn })),
      answers: {
        stateMachineArn,
        name: 'shop',
        type: 'STANDARD',
        status: 'ACTIVE',
        definition: textWith('"StartAt":"What now?"'),
        roleArn: textWith(':role/'),
        creationDate: anyDate,
      },
    },
    {
      title: 'DescribeStateMachine of nobody',
      run: () => states.send(new DescribeStateMachineCommand({ stateMachineArn: unknownMachine })),
      fails: ['StateMachineDoesNotExist', 400],
    },
    {
      title: 'DescribeStateMachineForExecution',
      run: () => states.send(new DescribeStateMachineForExecutionCommand({ executionArn: arnOf('waits') })),
      answers: { stateMachineArn, name: 'shop', updateDate: anyDate },
    },
    {
      title: 'DescribeStateMachineForExecution of nobody',
      run: () => states.send(new DescribeStateMachineForExecutionCommand({ executionArn: arnOf('nobody') })),
      fails: ['ExecutionDoesNotExist', 400],
    },
    {
      title: 'ListStateMachines',
      run: () => states.send(new ListStateMachinesCommand({})),
      answers: { stateMachines: [{ name: 'shop', type: 'STANDARD' }] },
    },
    {
      title: 'ListStateMachines in pages that are too large',
      run: () => states.send(new ListStateMachinesCommand({ maxResults: 1001 })),
      fails: ['ValidationException', 400, /maxResults/],
    },
    {
      title: 'StopExecution',
      run: () =>
        states.send(
          new StopExecutionCommand({ executionArn: arnOf('waits'), error: 'Closed', cause: 'no more orders' }),
        ),
      answers: { stopDate: anyDate },
    },
    {
      title: 'StopExecution left it aborted',
      run: () => describe('waits'),
      answers: { status: 'ABORTED', error: 'Closed', cause: 'no more orders' },
    },
    {
      title: 'StopExecution with a cause that is too long',
      run: () => states.send(new StopExecutionCommand({ executionArn: arnOf('waits'), cause: 'c'.repeat(32_769) })),
      fails: ['ValidationException', 400, /cause/],
    },
    {
      title: 'StopExecution of nobody',
      run: () => states.send(new StopExecutionCommand({ executionArn: arnOf('nobody') })),
      fails: ['ExecutionDoesNotExist', 400],
    },
    {
      title: 'RedriveExecution',
      run: () => states.send(new RedriveExecutionCommand({ executionArn: arnOf('waits') })),
      answers: { redriveDate: anyDate },
    },
    {
      title: 'RedriveExecution of one that runs',
      run: () => states.send(new RedriveExecutionCommand({ executionArn: arnOf('waits') })),
      fails: ['ExecutionNotRedrivable', 400, /RUNNING/],
    },
    {
      title: 'UpdateStateMachine',
      run: () => states.send(new UpdateStateMachineCommand({ stateMachineArn, definition: ENDS })),
      answers: { updateDate: anyDate },
    },
    {
      title: 'UpdateStateMachine with what is no definition',
      run: () => states.send(new UpdateStateMachineCommand({ stateMachineArn, definition: '{}' })),
      fails: ['InvalidDefinition', 400],
    },
  ];
}
