import { IN_DECISIONS } from './no-fault/decisions.ts';
import { IN_EVIDENCE } from './no-fault/evidence.ts';
import { IN_HANDLERS } from './no-fault/handlers.ts';
import { IN_LAMBDA } from './no-fault/lambda.ts';
import type { NoFault } from './no-fault/mutant.ts';

/** Mutants that no test can notice, because what they do is no fault: each with the reason why. */
export const NO_FAULT: readonly NoFault[] = [...IN_HANDLERS, ...IN_DECISIONS, ...IN_LAMBDA, ...IN_EVIDENCE];
