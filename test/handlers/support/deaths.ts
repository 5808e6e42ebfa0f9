import { expect } from 'vitest';
import { crashAt, momentsOf, untilCrash } from '../../../verify/memory/hooks.ts';
import { arn, type MemoryService } from '../../../verify/memory/service.ts';

/**
 * `a` dies at each moment of what it runs, its execution with it, and the watchdog comes so many times.
 * @param look at what is left then
 */
export async function eachDeath(
  start: () => Promise<MemoryService>,
  run: (service: MemoryService) => Promise<unknown>,
  rounds: number,
  look: (service: MemoryService, n: number) => void,
): Promise<void> {
  const first = await start();
  const moments = await momentsOf(first.world, 'a', () => run(first));
  expect(moments).toBeGreaterThan(4);
  for (let n = 0; n < moments; n++) {
    const service = await start();
    service.world.hook = crashAt('a', n);
    await untilCrash(() => run(service));
    service.world.hook = () => {};
    service.world.executions.set(arn('a'), 'ABORTED');
    for (let round = 0; round < rounds; round++) {
      service.pass(60);
      await service.watchdog();
    }
    expect(service.world.record.rollout).toBeUndefined();
    look(service, n);
  }
}
