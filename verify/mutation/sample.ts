/** Percent of the mutants that tests have to notice. */
export const LEAST_KILLED = 95;

/** What decides where the traffic goes, in at most three minutes on two cores. */
export const SAMPLE = ['rollout/rollback/target.ts', 'rollout/bake/verdict.ts', 'handlers/protocol/record.ts'] as const;
