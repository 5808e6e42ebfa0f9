import type { LetOn } from '../record/record.ts';
import type { Said } from './pause.ts';

/** Who has let a rollout on at which weight, once somebody says so here. Of two words at a weight the later counts. */
export function withWord(before: LetOn | undefined, at: number, { by, execution, promote, reason }: Said): LetOn {
  const word = {
    execution,
    ...(by !== undefined && { by }),
    ...(reason !== undefined && { reason }),
    ...(promote && { promote: true as const }),
  };
  return { ...before, [at]: word };
}

/** Once a word at this weight is withdrawn; undefined where none is left. */
export function withoutWord(before: LetOn | undefined, at: number): LetOn | undefined {
  const { [at]: _withdrawn, ...left } = before ?? {};
  return Object.keys(left).length === 0 ? undefined : left;
}
