import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { APP_DIR } from '../../local/cli/stage.ts';
import { synthesize } from 'local-aws';
import { MUTANTS } from '../../verify/mutants/list.ts';
import type { Mutant } from '../../verify/mutants/mutant.ts';
import { Rig } from '../../verify/mutants/support/rig.ts';

/** The sample with the shortest plan that has a step below 100 %. */
const PLAN = {
  steps: [
    { weight: 50, bakeSeconds: 60 },
    { weight: 100, bakeSeconds: 60 },
  ],
  checkSeconds: 60,
  settleSeconds: 60,
  watchSeconds: 60,
  minRequests: 0,
  extendSeconds: 60,
  holdSeconds: 600,
};

const folder = mkdtempSync(join(tmpdir(), 'lattice-canary-mutants-'));
let rig: Rig;

beforeAll(async () => {
  const assembly = async (release: string) => {
    await synthesize({ appDir: APP_DIR, outDir: join(folder, release), context: { release, canary: { plan: PLAN } } });
    return join(folder, release);
  };
  rig = await Rig.open(folder, await Promise.all([assembly('1.0.0'), assembly('2.0.0')]));
});
afterAll(async () => {
  await rig.close();
  rmSync(folder, { recursive: true, force: true });
});
beforeEach(() => rig.reset());

/** What the laptop says of a mutant, and whether it does so before anything runs. */
async function saidOf({
  mutate,
  exercise,
  watchdog,
}: Mutant): Promise<{ readonly refused: boolean; readonly text: string }> {
  const refusal = await rig.deploy(mutate).then(
    () => undefined,
    (error: Error) => error.message,
  );
  if (refusal !== undefined) return { refused: true, text: refusal };
  rig.watchdog = watchdog === true;
  return { refused: false, text: await exercise(rig) };
}

test('the template as it is releases version 2, and nothing complains', async () => {
  expect(await rig.run()).toContain('SUCCEEDED in Promoted');
  expect(rig.complaints()).toBe('');
});

describe.each(Object.entries(MUTANTS))('%s', (_, mutants) => {
  test.each(mutants.map((mutant) => [mutant.name, mutant] as const))('%s', async (_, mutant) => {
    const { refused, text } = await saidOf(mutant);
    expect({ refused, text, unnamed: mutant.names.filter((name) => !text.includes(name)) }).toEqual({
      refused: mutant.caughtBy === 'the deployment',
      // As soon as something does catch it, the list should say so.
      text: mutant.caughtBy === 'nothing' ? '' : text,
      unnamed: [],
    });
  });
});
