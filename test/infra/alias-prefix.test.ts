import { describe, expect, it } from 'vitest';
import { Env } from '../../statemachine/contract/names.ts';
import { ownFunction, ownStack } from './own-app.ts';

type Variables = { readonly Environment?: { readonly Variables?: Readonly<Record<string, unknown>> } };

/** A service whose function has an alias `production` already, for purposes of its own. */
const prefixed = () =>
  ownStack((stack) => {
    const fn = ownFunction(stack);
    fn.addAlias('production');
    return { fn, aliasPrefix: 'lattice-', preview: { value: 'for-testers' } };
  }).synthesize();

describe('aliasPrefix', () => {
  it('names the aliases of a function that has aliases of those names already', () => {
    const names = prefixed()
      .all('AWS::Lambda::Alias')
      .map(({ Properties }) => String(Properties['Name']));
    expect(names.toSorted()).toEqual([
      'lattice-canary',
      'lattice-preview',
      'lattice-previous',
      'lattice-production',
      'production',
    ]);
  });

  it('is told to each function that knows the service’s, and to no other', () => {
    const told = prefixed()
      .all('AWS::Lambda::Function')
      .map(({ Properties }) => (Properties as Variables).Environment?.Variables ?? {});
    const prefixes = told.filter((variables) => Env.functionName in variables).map((each) => each[Env.aliasPrefix]);
    expect(new Set(prefixes)).toEqual(new Set(['lattice-']));
    expect(told.filter((variables) => Env.aliasPrefix in variables)).toHaveLength(prefixes.length);
  });

  it('is in the alarms’ dimensions, and not in their names', () => {
    const alarm = prefixed().properties('Canary/CanaryAlarms/LambdaErrors');
    expect(alarm['AlarmName']).toMatch(/^canary-lambda-errors-/);
    expect(JSON.stringify(alarm)).toContain('lattice-canary');
  });

  it.each(['', '7', 'a b', 'a'.repeat(33)])('rejects %j, naming what it got', (aliasPrefix) => {
    expect(() => ownStack({ aliasPrefix })).toThrow(/aliasPrefix.*got/s);
  });
});
