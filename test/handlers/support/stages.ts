import { bringTo, memoryService, type Stage } from '../../../verify/memory/service.ts';

/** A rollout at a stage, and when it came there; nothing has settled yet. */
export async function baking(stage: Stage = 'at 10') {
  const service = memoryService(['1', '2', '3']);
  const a = service.execution('a');
  await bringTo(service, a, stage);
  return { ...service, a, shiftedAt: service.world.now().toISOString() };
}

export type Baking = Awaited<ReturnType<typeof baking>>;

/** The same with another execution beside it, that rolls back on behalf of an event. */
export async function running(stage: Stage = 'at 10') {
  const service = memoryService(['1', '2', '3']);
  const a = service.execution('a');
  await bringTo(service, a, stage);
  return { ...service, a, r: service.execution('r') };
}
