import { describe, expect, it } from 'vitest';
import { StateName } from '../../statemachine/contract/names.ts';
import { expectEnding } from './expect-ending.ts';
import { reaching, released, simulate } from '../../verify/simulation/scenario.ts';

const RELEASE = ['started', 'promoted'] as const;
const PROMOTED = {
  status: 'SUCCEEDED',
  state: StateName.promoted,
  aliases: ['7', '7', '1'],
  last: { outcome: 'promoted', version: '7' },
  announced: RELEASE,
} as const;
const ROLLED_BACK = ['started', 'rolled back'] as const;

it('of two starts at once one wins, and the other is refused by name and disturbs nothing', async () => {
  const simulation = simulate();
  const executions = [await simulation.start({}, 'first'), await simulation.start({}, 'second')];
  await Promise.all(executions.map((execution) => simulation.finish(execution)));
  const [winner, loser] = executions.toSorted((a, b) => b.status.localeCompare(a.status));
  if (!winner || !loser) throw new Error('two executions were started');

  expectEnding(simulation, { execution: winner, ...PROMOTED });
  expectEnding(simulation, {
    execution: loser,
    ...PROMOTED,
    status: 'FAILED',
    state: StateName.refused,
    error: 'RolloutInProgress',
    cause: 'another rollout holds the service',
  });
});

it.each([StateName.smokeTest, StateName.bake(10), StateName.bake(100), StateName.settlePromotion, StateName.watch])(
  'a start while another rollout is in "%s" is refused, naming it, and the other is not disturbed',
  async (state) => {
    const { simulation, execution } = await reaching(state);
    const before = simulation.world.written.length;
    const refused = await simulation.start({ version: '8' });
    await simulation.clock.runWhile(() => refused.status === 'RUNNING', simulation.clock.now());
    expect(refused).toMatchObject({
      status: 'FAILED',
      error: 'RolloutInProgress',
      position: { state: StateName.refused },
    });
    expect(refused.cause).toContain(`another rollout holds the service: ${execution.name} (version 7, `);
    expect(simulation.world.written.slice(before).filter(({ actor }) => actor === refused.arn)).toEqual([]);
    await simulation.finish(execution);

    expectEnding(simulation, { execution, ...PROMOTED });
  },
);

it('a start while another rollout is being rolled back is refused, and that goes on', async () => {
  const { simulation, execution } = await reaching(StateName.bake(10));
  await simulation.message('{"reason":"stop"}');
  await simulation.reach(execution, StateName.settleRollback);
  const refused = await simulation.finish(await simulation.start({ version: '8' }));
  expect(refused).toMatchObject({ status: 'FAILED', error: 'RolloutInProgress' });
  await simulation.finish(execution);

  expectEnding(simulation, {
    execution,
    status: 'FAILED',
    state: StateName.rolledBack,
    error: 'CanaryRolledBack',
    cause: 'stop',
    aliases: ['1', '7', '1'],
    last: { outcome: 'rolled back' },
    announced: ROLLED_BACK,
  });
});

it('the release after a rollback starts from the version that stayed in production', async () => {
  const simulation = simulate({ versions: { 7: 'fails smoke test', 8: 'healthy' } });
  await simulation.finish(await simulation.start({ version: '7' }));
  const execution = await simulation.finish(await simulation.start({ version: '8' }));

  expectEnding(simulation, {
    execution,
    status: 'SUCCEEDED',
    state: StateName.promoted,
    aliases: ['8', '8', '1'],
    last: { outcome: 'promoted', version: '8', previousVersion: '1' },
    announced: [...ROLLED_BACK, ...RELEASE],
  });
});

it('the release after a promotion starts from the version that was promoted', async () => {
  const simulation = await released();
  const execution = await simulation.finish(await simulation.start({ version: '8' }));

  expectEnding(simulation, {
    execution,
    status: 'SUCCEEDED',
    state: StateName.promoted,
    aliases: ['8', '8', '7'],
    last: { outcome: 'promoted', version: '8', previousVersion: '7' },
    announced: [...RELEASE, ...RELEASE],
  });
});

it('a version that production runs already ends well as nothing to release', async () => {
  const simulation = await released();
  const execution = await simulation.finish(await simulation.start({ version: '7' }));

  expectEnding(simulation, { execution, ...PROMOTED, state: StateName.nothingToRelease });
});

describe('on deploy', () => {
  it('the newest version is released', async () => {
    const simulation = simulate();
    const execution = await simulation.finish(await simulation.start({ onDeploy: true }));

    expectEnding(simulation, { execution, ...PROMOTED });
    expect(simulation.world.record.newestTried).toBe('7');
  });

  it('a version that was rolled back before is left alone, until somebody starts it by hand', async () => {
    const simulation = simulate({ versions: { 7: 'fails smoke test' } });
    await simulation.finish(await simulation.start({ onDeploy: true }));
    const execution = await simulation.finish(await simulation.start({ onDeploy: true }));

    expectEnding(simulation, {
      execution,
      status: 'SUCCEEDED',
      state: StateName.nothingToRelease,
      aliases: ['1', '7', '1'],
      last: { outcome: 'rolled back', version: '7' },
      announced: ROLLED_BACK,
    });
    expect(JSON.stringify(execution.output)).toContain(
      'nothing to release: version 7 was tried before (rolled back): start it by hand',
    );

    const byHand = await simulation.finish(await simulation.start({ version: '7' }));
    expect(byHand).toMatchObject({ status: 'FAILED', error: 'CanaryRolledBack' });
  });

  it('a version that was reverted is left alone', async () => {
    const simulation = await released();
    await simulation.finish(await simulation.start({ revert: true }));
    const execution = await simulation.finish(await simulation.start({ onDeploy: true }));

    expectEnding(simulation, {
      execution,
      status: 'SUCCEEDED',
      state: StateName.nothingToRelease,
      aliases: ['1', '7', '1'],
      last: { kind: 'revert', version: '1' },
      announced: [...RELEASE, 'started', 'reverted'],
    });
  });

  it('a deploy that is reported twice starts one rollout, and the other ends well', async () => {
    const { simulation, execution } = await reaching(StateName.bake(10), {}, { onDeploy: true });
    const again = await simulation.finish(await simulation.start({ onDeploy: true }));
    expect(again).toMatchObject({ status: 'SUCCEEDED', position: { state: StateName.nothingToRelease } });
    expect(JSON.stringify(again.output)).toContain('version 7 is being tried right now');
    await simulation.finish(execution);

    expectEnding(simulation, { execution, ...PROMOTED });
  });

  it('a deploy while another version is being released is refused, and that is not disturbed', async () => {
    const { simulation, execution } = await reaching(
      StateName.bake(10),
      { versions: { 5: 'healthy', 7: 'healthy' } },
      { version: '5' },
    );
    const refused = await simulation.finish(await simulation.start({ onDeploy: true }));
    expect(refused).toMatchObject({
      status: 'FAILED',
      error: 'RolloutInProgress',
      position: { state: StateName.refused },
    });
    await simulation.finish(execution);

    expectEnding(simulation, {
      execution,
      ...PROMOTED,
      aliases: ['5', '5', '1'],
      last: { outcome: 'promoted', version: '5' },
    });
  });

  it.each([{ onDeploy: false }, { onDeploy: true, version: '7' }])('%j is refused', async (input) => {
    const simulation = simulate();
    const execution = await simulation.finish(await simulation.start(input));

    expectEnding(simulation, {
      execution,
      status: 'FAILED',
      state: StateName.refused,
      error: 'InvalidInput',
      cause: 'onDeploy',
      aliases: ['1', '1', '1'],
      last: undefined,
      announced: [],
    });
  });
});
