import { describe, expect, it } from 'vitest';
import { serviceIn } from '../../cli/services.ts';

const service = (prefix: string, name: string) => ({ [`${prefix}ServiceName`]: name, [`${prefix}FunctionName`]: `${name}-fn`, [`${prefix}RecordTableName`]: `${name}-table`, [`${prefix}CanaryVersion`]: '3' });

describe('the service in the outputs of a stack', () => {
  it('is the only one', () => {
    expect(serviceIn({ ...service('', 'shop'), Other: 'x' }, 'stack Shop')).toEqual({ name: 'shop', functionName: 'shop-fn', table: 'shop-table', deployed: '3' });
  });

  it('is the one that was named, among several', () => {
    expect(serviceIn({ ...service('orders', 'shop-orders'), ...service('stock', 'shop-stock') }, 'stack Shop', 'shop-stock')).toMatchObject({ name: 'shop-stock', table: 'shop-stock-table' });
  });

  it.each<[string, Record<string, string>, string | undefined, string]>([
    ['several where none was named', { ...service('a', 'one'), ...service('b', 'two') }, undefined, 'stack Shop has several services (one, two); choose one with --service'],
    ['a name that no service has', service('', 'one'), 'two', 'stack Shop has no service "two"; it has one'],
    ['a stack without a service', { Url: 'x' }, undefined, 'stack Shop has no output RecordTableName'],
    ['a service without its function', { RecordTableName: 't', ServiceName: 's' }, undefined, 'stack Shop has the output RecordTableName but no FunctionName'],
  ])('rejects %s', (_what, outputs, wanted, message) => {
    expect(() => serviceIn(outputs, 'stack Shop', wanted)).toThrow(message);
  });
});
