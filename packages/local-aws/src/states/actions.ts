import { type Actions, on, onAll, text } from '../iam/actions.ts';

const onMachine = (action: string) => on(`states:${action}`, (input) => text(input, 'stateMachineArn'));
const onExecution = (action: string) => on(`states:${action}`, (input) => text(input, 'executionArn'));

export const STATES_ACTIONS: Actions = {
  DescribeExecution: onExecution('DescribeExecution'),
  DescribeStateMachine: onMachine('DescribeStateMachine'),
  DescribeStateMachineForExecution: onExecution('DescribeStateMachineForExecution'),
  GetExecutionHistory: onExecution('GetExecutionHistory'),
  ListExecutions: onMachine('ListExecutions'),
  ListStateMachines: onAll('states:ListStateMachines'),
  RedriveExecution: onExecution('RedriveExecution'),
  StartExecution: onMachine('StartExecution'),
  StopExecution: onExecution('StopExecution'),
};
