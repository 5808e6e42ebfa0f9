import { onTestFinished } from 'vitest';
import type { Datum, FunctionInvoker, Invocation, InvocationResult } from '../../src/core/types.ts';
import { type DataPlaneOptions, startDataPlane } from '../../src/lattice/data-plane.ts';
import { PLACE, service } from './world.ts';

export type Answering = (invocation: Invocation) => InvocationResult | Promise<InvocationResult>;

/** What is not known of AWS's. */
export type Unknown = Pick<DataPlaneOptions, 'ownAnswers' | 'splitBy' | 'targetGroupsBy' | 'thrown'>;

export async function serving(functions: FunctionInvoker, more: Unknown = {}) {
  const world = service();
  const metrics: Datum[] = [];
  const dataPlane = await startDataPlane({
    ...world,
    functions,
    metrics: { record: (datum) => void metrics.push(datum) },
    place: PLACE,
    port: 0,
    log: () => undefined,
    ...more,
  });
  onTestFinished(() => dataPlane.close());
  return { ...world, dataPlane, metrics, url: dataPlane.url };
}

/** A service whose function answers without a process. */
export function servingWith(answer: Answering, more?: Unknown) {
  const invocations: Invocation[] = [];
  const functions: FunctionInvoker = {
    invoke: async (invocation) => {
      invocations.push(invocation);
      return answer(invocation);
    },
    invokeAsync: async () => undefined,
  };
  return serving(functions, more).then((world) => ({ ...world, invocations }));
}

export const answered = (response: object): InvocationResult => ({
  executedVersion: '7',
  payload: JSON.stringify(response),
});
