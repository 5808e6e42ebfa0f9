import { describe, expect, it } from 'vitest';
import { atMoment, crashAt, momentsOf, untilCrash } from '../../verify/memory/hooks.ts';
import {
  arn,
  askedTrigger,
  bringTo,
  ended,
  memoryService,
  ownTrigger,
  type MemoryExecution,
  type MemoryService,
  type Stage,
} from '../../verify/memory/service.ts';

/** Every moment at which one call can overtake, or end, another. */

type Setup = () => Promise<MemoryService>;

const at =
  (stage: Stage): Setup =>
  async () => {
    const service = memoryService(['1', '2', '3']);
    await bringTo(service, service.execution('a'), stage);
    return service;
  };

const atRest: Setup = async () => memoryService(['1', '2', '3']);

/** Promoted, and then nobody is left to go on. */
const abandoned: Setup = async () => {
  const service = await at('promoted')();
  service.world.executions.set(arn('a'), 'ABORTED');
  return service;
};

const roll = (service: MemoryService) => service.execution('r').rollBack(askedTrigger(ended('a')));

async function moments(
  setup: Setup,
  run: (service: MemoryService) => Promise<unknown>,
  actor = 'a',
): Promise<number[]> {
  const service = await setup();
  const count = await momentsOf(service.world, actor, () => run(service));
  return Array.from({ length: count }, (_, n) => n);
}

const error = (failure: unknown) => (failure instanceof Error ? failure.name : 'nothing');

describe('two claims at once', () => {
  it('one wins, the other is refused by name and disturbs nothing', async () => {
    for (const n of await moments(atRest, (service) => service.execution('a').claim())) {
      const service = await atRest();
      const a = service.execution('a');
      const b = service.execution('b', { version: '3' });
      let second: unknown;
      service.world.hook = atMoment('a', n, async () => {
        second = await b.claim().catch((failure: unknown) => failure);
      });
      const first: unknown = await a.claim().catch((failure: unknown) => failure);
      const [winner, loser, version] = first instanceof Error ? ['b', first, '3'] : ['a', second, '2'];
      expect(error(loser)).toBe('RolloutInProgress');
      expect(service.world.record.rollout).toMatchObject({ id: arn(winner), version });
      expect(service.world.alias('canary').version).toBe(version);
      expect(service.world.announcements.map((event) => event.rollout)).toEqual([arn(winner)]);
    }
  });
});

describe('close against rollback', () => {
  it('exactly one wins, whenever the rollback comes', async () => {
    for (const n of await moments(at('returned'), (service) => service.execution('a').close())) {
      const service = await at('returned')();
      let asked: unknown;
      service.world.hook = atMoment('a', n, async () => {
        asked = await service.execution('r').rollBack(askedTrigger(ended('a')));
      });
      const closed: unknown = await service
        .execution('a')
        .close()
        .catch((failure: unknown) => failure);
      const { world } = service;
      const outcome = {
        closed: closed instanceof Error ? closed.name : 'closed',
        asked: asked instanceof Error ? asked.name : (asked as { outcome: string }).outcome,
        production: world.alias('production').version,
        announced: world.announcements.some(({ kind }) => kind === 'promoted'),
        closedAs: world.record.last?.outcome,
      };
      expect([
        { closed: 'ClaimLost', asked: 'settle', production: '1', announced: false, closedAs: undefined },
        { closed: 'closed', asked: 'nothing', production: '2', announced: true, closedAs: 'promoted' },
      ]).toContainEqual(outcome);
      expect(world.split).toBe('100/0');
    }
  });
});

describe.each([
  ['a claim', atRest, (service: MemoryService) => service.execution('a').claim()],
  ['a close after a promotion', at('returned'), (service: MemoryService) => service.execution('a').close()],
] as const)('%s', (_, setup, run) => {
  it('crashed at any moment and called again, ends as if it had never crashed', async () => {
    const straight = await setup();
    await run(straight);
    for (const n of await moments(setup, run)) {
      const service = await setup();
      service.world.hook = crashAt('a', n);
      expect(await untilCrash(() => run(service))).toBe('crashed');
      service.world.hook = () => {};
      await run(service);
      expect(service.world.state).toEqual(straight.world.state);
    }
  });
});

describe('a watchdog round', () => {
  it('crashed at any moment is made good by the next two', async () => {
    for (const n of await moments(abandoned, (service) => service.watchdog(), 'watchdog')) {
      const service = await abandoned();
      service.world.hook = crashAt('watchdog', n);
      expect(await untilCrash(() => service.watchdog())).toBe('crashed');
      service.world.hook = () => {};
      for (let round = 0; round < 2; round++) {
        service.pass(60);
        await service.watchdog();
      }
      expect(service.world.split).toBe('100/0');
      expect(service.world.alias('production').version).toBe('1');
      // A crash right after the close comes before the copy to the history, which the next claim makes.
      expect(service.world.record).toMatchObject({ last: { id: arn('a'), outcome: 'rolled back' } });
    }
  });

  it('crossed by a rollback at any moment ends at rest all the same', async () => {
    for (const n of await moments(abandoned, (service) => service.watchdog(), 'watchdog')) {
      const service = await abandoned();
      const r = service.execution('r');
      service.world.executions.set(r.id, 'RUNNING');
      service.world.hook = atMoment('watchdog', n, () => r.rollBack(askedTrigger(ended('a'))).then(() => undefined));
      await service.watchdog();
      service.pass(90);
      await service.watchdog();
      await r.confirm(arn('a'));
      await r.close('rolled back', arn('a'));
      expect(service.world.record.rollout).toBeUndefined();
      expect(service.world.split).toBe('100/0');
      expect(service.world.alias('production').version).toBe('1');
    }
  });
});

/** What a rollout does next from a stage. */
const NEXT: readonly (readonly [Stage, string, (a: MemoryExecution) => Promise<unknown>])[] = [
  ['claimed', 'the first shift', (a) => a.shift(10)],
  ['at 10', 'a later shift', (a) => a.shift(100)],
  ['at 100', 'the promotion', (a) => a.promote()],
  ['promoted', 'the return of traffic', (a) => a.shift(0)],
];

describe.each(NEXT)('from %s, %s', (stage, _, next) => {
  const run = (service: MemoryService) => next(service.execution('a'));

  it('overtaken by a whole rollback at any moment, ends with production everywhere', async () => {
    for (const n of await moments(at(stage), run)) {
      const service = await at(stage)();
      const r = service.execution('r');
      service.world.hook = atMoment('a', n, () => r.rollBack(askedTrigger(ended('a'))).then(() => undefined));
      const end: unknown = await run(service)
        .then(() => 'finished')
        .catch(error);
      expect(['finished', 'ClaimLost']).toContain(end);
      service.pass(90);
      expect(await r.confirm(arn('a'))).toMatchObject({ next: 'done' });
      await r.close('rolled back', arn('a'));
      expect(service.world.split).toBe('100/0');
      expect(service.world.alias('production').version).toBe('1');
      expect(service.world.record.rollout).toBeUndefined();
    }
  });

  it('crashed at any moment and called again, ends as if it had never crashed', async () => {
    const straight = await at(stage)();
    await run(straight);
    for (const n of await moments(at(stage), run)) {
      const service = await at(stage)();
      service.world.hook = crashAt('a', n);
      expect(await untilCrash(() => run(service))).toBe('crashed');
      service.world.hook = () => {};
      await run(service);
      expect(service.world.state).toEqual(straight.world.state);
    }
  });

  it('crashed at any moment and its execution dead, is repaired within two watchdog rounds', async () => {
    for (const n of await moments(at(stage), run)) {
      const service = await at(stage)();
      service.world.hook = crashAt('a', n);
      await untilCrash(() => run(service));
      service.world.executions.set(arn('a'), 'TIMED_OUT');
      await service.watchdog();
      expect(service.world.split).toBe('100/0');
      service.pass(60);
      await service.watchdog();
      expect(service.world.record.rollout).toBeUndefined();
      expect(service.world.alias('production').version).toBe('1');
    }
  });
});

describe('a rollback', () => {
  const stages = ['claimed', 'at 10', 'at 100', 'promoted', 'returned'] as const;

  it.each(stages)('from %s, crashed at any moment and called again, ends as if it had never crashed', async (stage) => {
    const straight = await at(stage)();
    await roll(straight);
    for (const n of await moments(at(stage), roll, 'r')) {
      const service = await at(stage)();
      service.world.hook = crashAt('r', n);
      expect(await untilCrash(() => roll(service))).toBe('crashed');
      service.world.hook = () => {};
      expect(await roll(service)).toMatchObject({ outcome: 'settle', rollout: arn('a') });
      expect(service.world.state).toEqual(straight.world.state);
    }
  });

  it.each(stages)(
    'from %s, crossed by another at any moment, is closed once and leaves everything with production',
    async (stage) => {
      for (const n of await moments(at(stage), roll, 'r')) {
        const service = await at(stage)();
        const own = service.execution('a');
        const r = service.execution('r');
        service.world.hook = atMoment('r', n, () =>
          own.rollBack(ownTrigger('ClaimLost', 'gone')).then(() => undefined),
        );
        await roll(service);
        service.pass(90);
        expect([await r.confirm(own.id), await own.confirm()]).toMatchObject([{ next: 'done' }, { next: 'done' }]);
        expect([await r.close('rolled back', own.id), await own.close('rolled back')]).toMatchObject([
          { outcome: 'closed' },
          { outcome: 'already closed' },
        ]);
        expect(service.world.split).toBe('100/0');
        expect(service.world.alias('production').version).toBe('1');
      }
    },
  );

  it('that finds the next rollout after its own was closed underneath leaves the next one alone', async () => {
    const service = await at('at 10')();
    const { world } = service;
    const b = service.execution('b', { version: '3' });
    let done = false;
    world.hook = async ({ actor, name, moment }) => {
      if (done || actor !== 'sns' || name !== 'records.compareAndSet' || moment !== 'before') return;
      done = true;
      const r = service.execution('r');
      await r.rollBack(askedTrigger(ended('a')));
      service.pass(90);
      await r.close('rolled back', arn('a'));
      await b.claim();
      await b.shift(10);
    };
    expect((await service.message('{"reason":"errors in the shop"}')).message).toMatch(/was rolled back/);
    expect(world.split).toBe('90/10');
    expect(world.record.rollout).toMatchObject({ id: b.id, phase: 'advancing' });
  });
});
