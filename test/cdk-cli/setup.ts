import type { TestProject } from 'vitest/node';
import { SHORT, synthesizeFor } from '../live/support/assemblies.ts';

/** The project's own app, with a plan of a few minutes, and so a few seconds. */
const canary = { plan: SHORT };

export function setup(project: TestProject): () => void {
  return synthesizeFor(project, { '1.0.0': ['1.0.0', { canary }], '2.0.0': ['2.0.0', { canary }] });
}
