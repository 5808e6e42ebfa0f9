import type { Benchmark } from '../benchmark.ts';
import { bundles } from './bundles.ts';
import { rollouts } from './rollouts.ts';

/** In the order of the page. */
export const BENCHMARKS: readonly Benchmark[] = [bundles, rollouts];
