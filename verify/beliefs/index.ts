import type { Beliefs } from './belief.ts';
import { CLOUDWATCH } from './cloudwatch.ts';
import { EVENTS } from './events.ts';
import { LAMBDA } from './lambda.ts';
import { LATTICE } from './lattice.ts';
import { STEP_FUNCTIONS } from './step-functions.ts';

/** Everything about AWS that a release rests on, by service. */
export const BELIEFS: readonly Beliefs[] = [LATTICE, LAMBDA, CLOUDWATCH, EVENTS, STEP_FUNCTIONS];
