import { expect, test } from 'vitest';
import { identityOf, servicesOf } from '../../../local/console/services.ts';

const OUTPUTS = {
  StateMachineArn: 'machine',
  RollbackTopicArn: 'topic',
  FunctionName: 'function',
  ServiceName: 'shop',
  RecordTableName: 'table',
  ServiceId: 'svc-1',
  ListenerId: 'listener',
  CanaryTargetGroupId: 'group',
};
const stack = (outputs: Readonly<Record<string, string>>) => ({
  Outputs: Object.entries(outputs).map(([OutputKey, OutputValue]) => ({ OutputKey, OutputValue })),
});

test('a page learns whom a go on is said to, where that is another machine', () => {
  const own = { id: 'svc-1', name: 'shop', machineArn: 'machine', rollbackTopicArn: 'topic' };
  expect(servicesOf([stack(OUTPUTS)]).map(identityOf)).toEqual([own]);
  expect(servicesOf([stack({ ...OUTPUTS, AnswerMachineArn: 'answers' })]).map(identityOf)).toEqual([
    { ...own, answerMachineArn: 'answers' },
  ]);
});
