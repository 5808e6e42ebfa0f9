import { describe, expect, it } from 'vitest';
import { synthesize } from './synthesized.ts';

const reservedIn = (canary: object) =>
  Object.fromEntries(
    synthesize({ canary })
      .all('AWS::Lambda::Function')
      .flatMap(({ Properties }) => {
        const reserved = Properties['ReservedConcurrentExecutions'];
        return reserved === undefined ? [] : [[Properties['Description'], reserved]];
      }),
  );

describe('concurrency', () => {
  it('is kept for the functions that bring users back, and for no other, where somebody asks for it', () => {
    expect(reservedIn({ reserveConcurrency: true })).toEqual({
      'Gives production every request': 5,
      'Repairs each minute what nobody reported': 1,
    });
  });

  it('is not touched unless somebody asks: an account may have none to spare', () => {
    expect(reservedIn({})).toEqual({});
  });
});
