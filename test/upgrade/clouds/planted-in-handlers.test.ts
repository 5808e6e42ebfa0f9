import { expect, test } from 'vitest';
import { NEW_ARGUMENT, NEW_PHASE } from '../plants.ts';
import { chainWith, play, saying } from './with-plants.ts';

test('finds a new phase in the record: handlers of before cannot read it', async () => {
  const violations = await play(chainWith(NEW_PHASE), 'promoting', 'back');
  expect(violations).toEqual(saying('the handlers: RollBack: UnreadableRecord: item "rollout" of service'));
  expect(violations).toEqual(
    saying('rollout.phase: expected one of "advancing"|"promoting"|"held"|"rolling back", got "switching"'),
  );
  expect(violations).toEqual(saying('the release: should end SUCCEEDED, got FAILED RollbackFailed: '));
  expect(violations).toEqual(saying('still holds the claim'));
});

test('finds an argument that handlers of before refuse: the machine that runs goes on sending it', async () => {
  const violations = await play(chainWith(NEW_ARGUMENT), 'mid-bake', 'back');
  expect(violations).toEqual(
    saying('the handlers: Check: InvalidInput: the argument of check is not as documented: tooFewRequests'),
  );
  expect(violations).toEqual(saying('the release: should end SUCCEEDED, got FAILED CanaryRolledBack: '));
});
