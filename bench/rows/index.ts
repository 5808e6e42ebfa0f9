import type { Benchmark } from '../benchmark.ts';
import { bundles } from './bundles.ts';
import { growth } from './growth.ts';
import { price } from './price.ts';
import { rollback } from './rollback.ts';
import { rollouts } from './rollouts.ts';

/** In the order of the page. */
export const BENCHMARKS: readonly Benchmark[] = [rollback, bundles, rollouts, price, growth];
