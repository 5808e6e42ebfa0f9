import { describe, expect, it } from 'vitest';
import { DEFAULT_PLAN } from '../../statemachine/contract/plan.ts';
import { definitionOf } from '../../verify/definition.ts';
import { simulate } from '../../verify/simulation/scenario.ts';

/** As with `alarms.errorsPercent: 2`. */
const definition = JSON.stringify(
  definitionOf(DEFAULT_PLAN, {
    alarmLimits: [
      {
        alarm: 'canary-errors',
        settings: ['alarms.errorsPercent'],
        counts: 'invocations',
        minutes: 10,
        ofAtLeast: 0,
        moreThan: 5,
        percent: 2,
      },
    ],
  }),
);

/** A service whose production throws at this share of its requests, whatever it runs. */
function failingAt(share: number) {
  const simulation = simulate({ definition });
  const { minutes } = simulation.world;
  simulation.world.minutes = (from, to) =>
    minutes(from, to).map((each) => ({
      ...each,
      production: { ...each.production, errors: share * each.production.invocations },
    }));
  return simulation;
}

describe('a release over a production that fails by itself', () => {
  it('is refused at 3 % of errors where 2 % ring the alarm, and touches nothing', async () => {
    const simulation = failingAt(0.03);
    await simulation.pass(4 * 3600);
    const written = simulation.world.written.length;
    const { error, cause } = await simulation.finish(await simulation.start({}));
    expect({ error, cause }).toEqual({
      error: 'ProductionTripsAlarms',
      cause: expect.stringContaining('set alarms.errorsPercent above what is usual; {"version":"7"}') as string,
    });
    expect(simulation.world.written).toHaveLength(written);
  });

  it('is not refused where somebody names the version, which may be the one that mends it', async () => {
    const simulation = failingAt(0.03);
    await simulation.pass(4 * 3600);
    expect((await simulation.finish(await simulation.start({ version: '7' }))).status).toBe('SUCCEEDED');
  });

  it.each([
    ['at 0.1 % of errors', 0.001],
    ['without errors', 0],
  ])('is not refused %s', async (_what, share) => {
    const simulation = failingAt(share);
    await simulation.pass(4 * 3600);
    expect((await simulation.finish(await simulation.start({}))).status).toBe('SUCCEEDED');
  });

  it('is not refused where production is new, and nobody asks CloudWatch', async () => {
    const simulation = failingAt(0.03);
    await simulation.finish(await simulation.start({ version: '7' }));
    await simulation.pass(2 * 3600);
    const asked: string[] = [];
    simulation.world.hook = ({ name, moment }) => void (moment === 'before' && asked.push(name));
    simulation.update(definition.replaceAll('"newestVersion":"7"', '"newestVersion":"8"'));
    expect((await simulation.finish(await simulation.start({}))).status).toBe('SUCCEEDED');
    expect(simulation.world.alias('production').version).toBe('8');
    expect(asked).not.toContain('minutes.sums');
  });

  it('goes on and says so where CloudWatch does not answer', async () => {
    const simulation = failingAt(0.03);
    await simulation.pass(4 * 3600);
    simulation.world.hook = ({ name }) => {
      if (name === 'minutes.sums') throw new Error('Rate exceeded');
    };
    expect((await simulation.finish(await simulation.start({}))).status).toBe('SUCCEEDED');
    expect(simulation.world.announcements[0]?.message).toMatch(
      / releases version 7 over version 1; whether production alone trips the alarms is not known: Rate exceeded$/,
    );
  });
});
