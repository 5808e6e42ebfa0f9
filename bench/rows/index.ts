import type { Benchmark } from '../benchmark.ts';
import { bundles } from './bundles.ts';
import { dataPlane } from './data-plane.ts';
import { firstCanary } from './first-canary.ts';
import { growth } from './growth.ts';
import { lastAnswer } from './last-answer.ts';
import { price } from './price.ts';
import { rollback } from './rollback.ts';
import { rollouts } from './rollouts.ts';
import { suite } from './suite.ts';
import { synth } from './synth.ts';

/** In the order of the page. */
export const BENCHMARKS: readonly Benchmark[] = [
  rollback,
  lastAnswer,
  bundles,
  firstCanary,
  synth,
  rollouts,
  dataPlane,
  price,
  growth,
  suite,
];
