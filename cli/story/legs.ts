import type { Outline, Stage } from '../../statemachine/outline/outline.ts';

/** A part of a release's way that is shown by itself. */
export type LegStage = Stage & { readonly kind: 'step' | 'promotion' | 'watch' };

/** The steps, the promotion and the watch behind it. */
export function legStages({ release }: Outline): readonly LegStage[] {
  return release.filter(
    (stage): stage is LegStage => stage.kind === 'step' || stage.kind === 'promotion' || stage.kind === 'watch',
  );
}

/** `10 %`, `promotion`, `watch`. */
export function legLabel({ kind, weight }: LegStage): string {
  return kind === 'step' ? `${weight} %` : kind;
}
