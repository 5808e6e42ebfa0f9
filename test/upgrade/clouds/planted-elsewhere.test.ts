import { expect, test } from 'vitest';
import { NEW_FIELDS, OTHER_LISTENER } from '../plants.ts';
import { chainWith, play, saying } from './with-plants.ts';

test('finds a listener that is replaced', async () => {
  const violations = await play(chainWith(OTHER_LISTENER), 'mid-bake', 'on');
  expect(violations).toEqual(
    saying('I7: the deploy writes or replaces an AWS::VpcLattice::Listener, which rollouts own'),
  );
  expect(violations).toEqual(saying('I7: the deploy writes the weights: production 100, canary 0'));
});

test('has nothing against fields that handlers of before do not know', async () => {
  const chain = chainWith(NEW_FIELDS);
  expect(await play(chain, 'promoting', 'on')).toEqual([]);
  expect(await play(chain, 'mid-bake', 'back')).toEqual([]);
});
