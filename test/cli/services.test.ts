import { describe, expect, it } from 'vitest';
import { hasService, serviceIn } from '../../cli/services.ts';
import { MACHINE, outputsOf } from './support/fake-cloud.ts';

const answers = (outputs: object) => serviceIn({ ...outputsOf(), ...outputs }, 'Shop').answerMachineArn;

describe('the service in the outputs of a stack', () => {
  it('is the only one', () => {
    expect(serviceIn({ ...outputsOf(), Other: 'x' }, 'Shop')).toMatchObject({
      stack: 'Shop',
      prefix: '',
      name: 'Shop',
      functionName: 'Shop-fn',
      table: 'Shop-table',
      newestVersion: '2',
      canaryTargetGroupId: 'tg-canary',
    });
  });

  it('hears answers by a machine of its own where it has one, otherwise by the one that releases', () => {
    expect([answers({}), answers({ AnswerMachineArn: 'answers' })]).toEqual([MACHINE, 'answers']);
  });

  it.each(['Stock', 'shop-stock'])('is the one that was named by prefix or by name, %s', (wanted) => {
    expect(
      serviceIn({ ...outputsOf('Orders', 'shop-orders'), ...outputsOf('Stock', 'shop-stock') }, 'Shop', wanted),
    ).toMatchObject({ prefix: 'Stock', table: 'shop-stock-table' });
  });

  it.each<[string, Record<string, string>, string | undefined, string]>([
    [
      'several where none was named',
      { ...outputsOf('A', 'one'), ...outputsOf('B', 'two') },
      undefined,
      '--service: Shop has several services; choose one of A, B',
    ],
    [
      'a name that no service has',
      { ...outputsOf('Orders', 'one'), ...outputsOf('Stock', 'two') },
      'Order',
      '--service: Shop has no service "Order"; it has Orders, Stock; did you mean Orders?',
    ],
    ['a stack without a service', { Url: 'x' }, undefined, 'Shop has no output RecordTableName'],
    [
      'a service without its function',
      { RecordTableName: 't', ServiceName: 's' },
      undefined,
      'Shop has the output RecordTableName but no FunctionName',
    ],
  ])('rejects %s', (_what, outputs, wanted, message) => {
    expect(() => serviceIn(outputs, 'Shop', wanted)).toThrow(message);
  });

  it('is there when a stack has a record table', () => {
    expect([hasService(outputsOf('Orders')), hasService({ Url: 'x' })]).toEqual([true, false]);
  });
});
