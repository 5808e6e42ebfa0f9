import type { Lattice, WeightsWritten } from 'local-aws';
import type { WeightPoint } from './model/protocol.ts';
import type { ConsoleService } from './services.ts';

/** More changes than any chart shows: a rollout has about six. */
const MOST_CHANGES = 200;

/** Remembers how the weights of each listener have changed. */
export class WeightRecorder {
  private readonly written = new Map<string, WeightsWritten[]>();

  constructor(lattice: Pick<Lattice, 'onWeights'>) {
    lattice.onWeights((written) => {
      const changes = this.written.get(written.listenerId) ?? [];
      this.written.set(written.listenerId, [...changes, written].slice(-MOST_CHANGES));
    });
  }

  /** From when on which share went to the canary, the oldest first. */
  of({ listenerId, canaryTargetGroupId }: ConsoleService): readonly WeightPoint[] {
    return (this.written.get(listenerId) ?? []).map(({ appliesAt, groups }) => ({
      at: Math.round(appliesAt),
      canary: canaryShare(groups, canaryTargetGroupId),
    }));
  }
}

/** In percent. */
export function canaryShare(groups: WeightsWritten['groups'], canaryTargetGroupId: string): number {
  const all = groups.reduce((sum, { weight }) => sum + weight, 0);
  const canary = groups.find(({ targetGroupId }) => targetGroupId === canaryTargetGroupId)?.weight ?? 0;
  return Math.round((canary / all) * 100);
}
