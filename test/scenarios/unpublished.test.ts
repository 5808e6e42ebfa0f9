import { describe, expect, it } from 'vitest';
import { StateName } from '../../statemachine/contract/names.ts';
import { released, simulate } from '../../verify/simulation/scenario.ts';

/** The function was configured anew, by a value that only CloudFormation knew, and no version was published. */
function changed<T extends { readonly world: { unpublished: readonly string[] } }>(simulation: T): T {
  simulation.world.unpublished = ['Environment.STAGE', 'Timeout'];
  return simulation;
}

/** The newest. */
const ONLY_7 = { versions: { 7: 'healthy' } } as const;
const REFUSED = { status: 'FAILED', error: 'ConfigurationNotPublished', position: { state: StateName.refused } };

describe('a configuration that is not in the newest version', () => {
  it('makes a start that names no version red, where production runs the newest already', async () => {
    const simulation = changed(await released(ONLY_7));
    const execution = await simulation.finish(await simulation.start({}));
    expect(execution).toMatchObject(REFUSED);
    expect(execution.cause).toContain(
      'configured otherwise than version 7, the newest: Environment.STAGE, Timeout; publish a version that has it',
    );
    expect(simulation.world.state).toMatchObject({ split: '100/0', aliases: { production: '7', previous: '1' } });
  });

  it('is not released with older values either', async () => {
    const simulation = changed(simulate(ONLY_7));
    expect(await simulation.finish(await simulation.start({}))).toMatchObject(REFUSED);
    expect(simulation.world.state).toMatchObject({ split: '100/0', aliases: { production: '1', canary: '1' } });
  });

  it('is released by who names the version, and reverts need none', async () => {
    const simulation = changed(simulate(ONLY_7));
    expect((await simulation.finish(await simulation.start({ version: '7' }))).status).toBe('SUCCEEDED');
    expect((await simulation.finish(await simulation.start({ revert: true }))).status).toBe('SUCCEEDED');
  });

  it('makes a release on deploy red, also where the version was tried before', async () => {
    const simulation = changed(await released(ONLY_7));
    expect(await simulation.finish(await simulation.start({ onDeploy: true }))).toMatchObject(REFUSED);
  });

  it('is that of a version which was published since the execution began: the release goes on', async () => {
    const simulation = changed(simulate(ONLY_7));
    simulation.world.versions.add('8');
    expect((await simulation.finish(await simulation.start({}))).status).toBe('SUCCEEDED');
    expect(simulation.world.state).toMatchObject({ aliases: { production: '7' } });
  });
});
