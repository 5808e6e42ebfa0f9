import { memoryService, type MemoryService } from '../../../verify/memory/service.ts';
import type { OthersListener } from '../../../verify/memory/world.ts';

/** Of the function in memory, unqualified. */
export const OF_FUNCTION = 'arn:aws:lambda:eu-central-1:111122223333:function:orders';
export const group = (qualifier: string, id = 'tg-old') => ({
  group: id,
  type: 'LAMBDA',
  targets: [qualifier === '' ? OF_FUNCTION : `${OF_FUNCTION}:${qualifier}`],
});
export const SERVES_3: OthersListener = { action: { 'tg-old': 100 }, targets: [group('live')], aliases: { live: '3' } };

/** A service behind a listener of others that serves version 3; the stack's aliases were made at version 1. */
export const others = (over: Partial<OthersListener> = {}) =>
  memoryService(['1', '2', '3', '4'], { listener: { ...SERVES_3, ...over } });
export const writes = ({ world }: MemoryService) =>
  world.written.filter(({ what }) => /^(weights|action)/.test(what)).map(({ what }) => what);

/** As the machine does it. */
export async function adopt(service: MemoryService, name = 'adopting'): Promise<void> {
  const execution = service.execution(name);
  service.world.executions.set(execution.id, 'RUNNING');
  for (const step of ['claim', 'write', 'close'] as const) {
    await execution.listener(step);
    service.pass(90);
  }
  service.world.executions.set(execution.id, 'SUCCEEDED');
}
export const giveBack = async (service: MemoryService, releaseListener: unknown = true) => {
  const execution = service.execution('giving');
  for (const step of ['claim', 'write', 'close'] as const) await execution.listener(step, { releaseListener });
};
