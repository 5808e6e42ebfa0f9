import * as z from 'zod';

/** The few fields of a task's argument that say what a log line is about. Everything else is left aside. */
const fields = z.object({
  execution: z.object({ id: z.string() }).optional().catch(undefined),
  rollout: z.string().optional().catch(undefined),
  trigger: z.object({ kind: z.string(), rollout: z.string().optional() }).optional().catch(undefined),
  version: z.string().optional().catch(undefined),
  weight: z.number().optional().catch(undefined),
});

/** Keys that every line of an invocation carries; those that the argument does not tell are left out. */
export interface LineContext {
  /** The rollout's id: the execution that claimed. */
  readonly rollout?: string;
  /** The execution that calls; another than the rollout's when it rescues one. */
  readonly execution?: string;
  readonly version?: string;
  readonly weight?: number;
}

/**
 * What an invocation is about, from its argument as it came: a refused argument is logged with its rollout too.
 * An execution that asks for a rollback is not itself the rollout; which one it is, the handler finds out.
 */
export function lineContext(event: unknown): LineContext {
  const { data } = fields.safeParse(event);
  if (data === undefined) return {};
  const { execution, version, weight } = data;
  const rollout = data.rollout ?? data.trigger?.rollout ?? (data.trigger?.kind === 'asked' ? undefined : execution?.id);
  return {
    ...(rollout === undefined ? {} : { rollout }),
    ...(execution === undefined ? {} : { execution: execution.id }),
    ...(version === undefined ? {} : { version }),
    ...(weight === undefined ? {} : { weight }),
  };
}
