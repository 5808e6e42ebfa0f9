import { expect, it } from 'vitest';
import { StateName } from '../../statemachine/contract/names.ts';
import { expectEnding, ROLLED_BACK } from './expect-ending.ts';
import { reaching } from '../../verify/simulation/scenario.ts';
import { CANARY_ALARM } from '../../verify/simulation/alarm-names.ts';

const PROMOTED = {
  status: 'SUCCEEDED',
  state: StateName.promoted,
  aliases: ['7', '7', '1'],
  last: { outcome: 'promoted', version: '7' },
  announced: ['started', 'promoted'],
} as const;

const notice = (state: string, at: Date) =>
  JSON.stringify({
    AlarmName: CANARY_ALARM,
    NewStateValue: state,
    NewStateReason: 'threshold crossed',
    StateChangeTime: at.toISOString().replace('Z', '+0000'),
  });

it.each([
  [
    'from an alarm',
    notice('ALARM', new Date('2026-01-05T12:00:00Z')),
    `alarm ${CANARY_ALARM} is on since 2026-01-05T12:00:00.000Z: threshold crossed`,
  ],
  ['from a person', '{"reason":"users report wrong prices"}', 'users report wrong prices'],
])(
  'a message %s gives production everything at once, and the rollout ends red at its next check',
  async (_, message, words) => {
    const { simulation, execution } = await reaching(StateName.bake(50));
    await simulation.message(message);
    expect(simulation.world.split).toBe('100/0');
    await simulation.finish(execution);

    expectEnding(simulation, { execution, ...ROLLED_BACK, cause: `version 7 was rolled back: ${words}` });
  },
);

it.each([
  ['that nobody can read', 'please stop', ['a message on the rollback topic cannot be read; nothing was changed']],
  ['of an alarm that went off', notice('OK', new Date('2026-01-05T12:00:00Z')), []],
  ['of an alarm older than the claim', notice('ALARM', new Date('2026-01-05T08:59:59Z')), []],
])('a message %s changes nothing', async (_, message, errors) => {
  const { simulation, execution } = await reaching(StateName.bake(10));
  await simulation.message(message);
  expect(simulation.world.split).toBe('90/10');
  expect(simulation.log.lines.filter(({ level }) => level === 'error').map(({ message }) => message)).toEqual(errors);
  await simulation.finish(execution);

  expectEnding(simulation, { execution, ...PROMOTED });
});

it('a message at rest changes nothing', async () => {
  const { simulation, execution } = await reaching(StateName.watch);
  await simulation.finish(execution);
  await simulation.message('{"reason":"too late"}');
  await simulation.pass(120);

  expectEnding(simulation, { execution, ...PROMOTED });
});
