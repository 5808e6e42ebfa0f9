import { join } from 'node:path';
import { expect, inject, onTestFinished, test } from 'vitest';
import { newFolder } from '../../live/support/live-stage.ts';
import { Chain, type Direction } from '../chain.ts';
import { readFiles, writeFiles } from '../files.ts';
import { keptVersions, readKept } from '../kept.ts';
import { type Change, planted } from '../plant.ts';
import { NEW_ARGUMENT, NEW_FIELDS, NEW_PHASE, OTHER_LISTENER } from '../plants.ts';
import { GOING_ON } from '../points.ts';

/** Updates between the newest version that is kept and the sources with a change planted in them. */
function chainWith(changes: readonly Change[]): Chain {
  const folder = newFolder();
  const version = keptVersions().at(-1) ?? '';
  writeFiles(folder.path, planted(readFiles(join(inject('upgrade'), 'current')), changes));
  const chain = new Chain(join(inject('upgrade'), version), readKept(version).states, folder.path);
  onTestFinished(async () => {
    await chain.close();
    folder.remove();
  });
  return chain;
}

async function play(chain: Chain, name: string, direction: Direction): Promise<readonly string[]> {
  const point = GOING_ON.find((each) => each.name === name);
  if (point === undefined) throw new Error(`no point ${name}`);
  return chain.play(point, direction);
}

const saying = (words: string): unknown => expect.arrayContaining([expect.stringContaining(words)]);

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
