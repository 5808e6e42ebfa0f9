import { Stack } from 'aws-cdk-lib';
import { LatticeCanary } from '../../infra/constructs/lattice-canary.ts';
import { ownApp, ownFunction } from '../infra/own-app.ts';
import { synthesizedStack, type SynthesizedTemplate } from '../infra/synthesized.ts';

/** The template of a stack with so many services, each of a function and a `LatticeCanary` with the defaults. */
export function servicesInAStack(count: number): SynthesizedTemplate {
  const { app, handlerBundles } = ownApp();
  const stack = new Stack(app, 'Shop');
  for (let i = 0; i < count; i++)
    new LatticeCanary(stack, `Service${i}`, { handlerBundles, fn: ownFunction(stack, {}, `Function${i}`) });
  return synthesizedStack(app, stack).template;
}
