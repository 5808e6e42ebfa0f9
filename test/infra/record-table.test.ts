import { describe, expect, it } from 'vitest';
import { synthesize } from './synthesized.ts';

const synth = synthesize();

describe('the record table', () => {
  const table = synth.at('Canary/Records/Table');

  it('is keyed by service and item', () => {
    expect(table.Properties['KeySchema']).toEqual([
      { AttributeName: 'service', KeyType: 'HASH' },
      { AttributeName: 'item', KeyType: 'RANGE' },
    ]);
    expect(table.Properties['AttributeDefinitions']).toEqual([
      { AttributeName: 'service', AttributeType: 'S' },
      { AttributeName: 'item', AttributeType: 'S' },
    ]);
  });

  it('is paid on demand', () => {
    expect(table.Properties['BillingMode']).toBe('PAY_PER_REQUEST');
  });

  it('can be restored to any point in time', () => {
    expect(table.Properties['PointInTimeRecoverySpecification']).toEqual({ PointInTimeRecoveryEnabled: true });
  });

  it('outlives the stack', () => {
    expect(table).toMatchObject({ DeletionPolicy: 'Retain', UpdateReplacePolicy: 'Retain' });
  });
});
