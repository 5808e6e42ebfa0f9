import { beforeEach, describe, expect, it } from 'vitest';
import type { Execution } from 'local-aws/states';
import { StateName } from '../../statemachine/contract/names.ts';
import { simulate } from '../../verify/simulation/scenario.ts';
import type { Simulation } from '../../verify/simulation/simulation.ts';

/** Version 5 was released by hand; 7, the newest, was deployed meanwhile and refused. */
let simulation: Simulation;
let first: string;
let refused: Execution;
const run = async (input: unknown) => simulation.finish(await simulation.start(input));
const follow = async (after = first) => run({ onDeploy: true, after });
const production = () => simulation.world.alias('production').version;
const why = async (after?: string) => JSON.stringify((await follow(after)).output);

beforeEach(async () => {
  simulation = simulate({ versions: { 3: 'healthy', 5: 'healthy', 7: 'healthy' } });
  const release = await simulation.start({ version: '5' });
  await simulation.reach(release, StateName.bake(30));
  refused = await run({ onDeploy: true });
  await simulation.finish(release);
  first = release.arn;
});

describe('what was deployed while a release ran', () => {
  it('was refused', () => {
    expect(refused.error).toBe('RolloutInProgress');
  });

  it('is released once that was promoted', async () => {
    expect(await follow()).toMatchObject({ status: 'SUCCEEDED', position: { state: StateName.promoted } });
    expect(production()).toBe('7');
  });

  it('is released once: the same event again does nothing, while it runs and afterwards', async () => {
    const running = await simulation.start({ onDeploy: true, after: first });
    await simulation.reach(running, StateName.bake(10));
    expect(await why()).toContain('version 7 is being tried right now');
    await simulation.finish(running);
    expect(await why()).toContain('version 7 was tried before (promoted)');
    expect(production()).toBe('7');
  });

  it('does not start another by its own promotion: then nothing is new', async () => {
    const second = await follow();
    expect(await why(second.arn)).toContain('nothing to release: version 7 was tried before');
    expect(simulation.world.announcements.filter(({ kind }) => kind === 'started')).toHaveLength(2);
  });

  it('is tried once: what is rolled back does not come again', async () => {
    const running = await simulation.start({ onDeploy: true, after: first });
    await simulation.reach(running, StateName.bake(10));
    await simulation.message('{"reason":"a doubt"}');
    await simulation.finish(running);
    expect(await why()).toContain('version 7 was tried before (rolled back)');
    expect(production()).toBe('5');
  });

  it.each([
    ['a revert', { revert: true }],
    ['another release', { version: '3' }],
  ])('is not released by an event that comes after %s', async (_what, input) => {
    const since = await run(input);
    const before = production();
    expect(await why()).toContain(`${since.arn.split(':').at(-1)} came since`);
    expect(production()).toBe(before);
  });

  it('is not released by one that comes after a release that a person has rolled back', async () => {
    const other = await simulation.start({ version: '3' });
    await simulation.reach(other, StateName.bake(10));
    await simulation.message('{"reason":"a doubt"}');
    await simulation.finish(other);
    expect(await why()).toContain('came since');
    expect(production()).toBe('5');
  });

  it('is not released, nor refused, while somebody else releases', async () => {
    const other = await simulation.start({ version: '3' });
    await simulation.reach(other, StateName.bake(10));
    expect(await follow()).toMatchObject({ status: 'SUCCEEDED', position: { state: StateName.nothingToRelease } });
    await simulation.finish(other);
    expect(production()).toBe('3');
  });

  it('is released by the next deploy all the same when the event was lost', async () => {
    expect(await run({ onDeploy: true })).toMatchObject({ position: { state: StateName.promoted } });
    expect(production()).toBe('7');
  });

  it('is refused by name where the function is configured otherwise', async () => {
    simulation.world.unpublished = ['Environment.STAGE'];
    expect((await follow()).error).toBe('ConfigurationNotPublished');
  });
});

it('where nothing was deployed meanwhile nothing is released, nor refused for the configuration', async () => {
  const second = await follow();
  simulation.world.unpublished = ['Environment.STAGE'];
  expect(await follow(second.arn)).toMatchObject({ position: { state: StateName.nothingToRelease } });
});

it.each([{ after: 'x' }, { version: '7', after: 'x' }, { onDeploy: true, after: '' }])('rejects %j', async (input) => {
  expect((await run(input)).error).toBe('InvalidInput');
});
