import { arn, bringTo, memoryService, type MemoryService } from '../../../verify/memory/service.ts';

/** Services whose versions get provisioned concurrency. */

/** How many environments each version gets. */
export const EACH = 5;

export const provisioned = (perVersion = EACH): MemoryService =>
  memoryService(['1', '2', '3'], { provisionedConcurrency: perVersion });

/** The versions that have any. */
export const having = ({ world }: MemoryService): readonly string[] => [...world.provisioned.keys()];

/** Those that the record says may have some. */
export const noted = ({ world }: MemoryService): readonly string[] => Object.keys(world.record.provisioned ?? {});

export const failing =
  (call: string, error = new Error('Lambda does not answer')) =>
  ({ name, moment }: { readonly name: string; readonly moment: string }): void => {
    if (name === call && moment === 'before') throw error;
  };

export async function claimed(perVersion = EACH): Promise<MemoryService> {
  const service = provisioned(perVersion);
  await bringTo(service, service.execution('a'), 'claimed');
  return service;
}

/** Asked for, and ready. */
export async function ready(): Promise<MemoryService> {
  const service = await claimed();
  await service.execution('a').provision();
  service.pass(60);
  await service.execution('a').provision();
  return service;
}

export async function released(): Promise<MemoryService> {
  const service = await ready();
  const a = service.execution('a');
  for (const step of [() => a.shift(100), () => a.promote(), () => a.shift(0), () => a.close()]) {
    await step();
    service.pass(90);
  }
  return service;
}

/** A revert from 2 to 1 that has claimed. */
export async function reverting(): Promise<MemoryService> {
  const service = await released();
  service.world.executions.set(arn('r'), 'RUNNING');
  await revertOf(service).claim({ revert: true });
  return service;
}

export const revertOf = (service: MemoryService) => service.execution('r', { version: '1', previousVersion: '2' });
