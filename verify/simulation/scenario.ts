import type { Execution } from 'local-aws/states';
import { StateName } from '../../statemachine/contract/names.ts';
import { definitionOf } from '../definition.ts';
import type { SimulationOptions } from './options.ts';
import { Simulation } from './simulation.ts';

let rendered: string | undefined;

/** The definition of the default plan as CloudFormation would get it, JSON text. */
export const defaultDefinition = (): string => (rendered ??= JSON.stringify(definitionOf()));

/** The default plan; versions 7 and 8 are healthy unless told. */
export const simulate = (options: Partial<SimulationOptions> = {}): Simulation =>
  new Simulation({ definition: defaultDefinition(), versions: { 7: 'healthy', 8: 'healthy' }, ...options });

export interface Running {
  readonly simulation: Simulation;
  readonly execution: Execution;
}

/** Starts an execution, releasing version 7 unless told, and brings it to a state. */
export async function reaching(
  state: string,
  options: Partial<SimulationOptions> = {},
  input: unknown = { version: '7' },
): Promise<Running> {
  const simulation = simulate(options);
  const execution = await simulation.start(input);
  await simulation.reach(execution, state);
  return { simulation, execution };
}

/** A service whose production runs version 7, with 1 kept as previous. */
export async function released(options: Partial<SimulationOptions> = {}): Promise<Simulation> {
  const simulation = simulate(options);
  await simulation.finish(await simulation.start({ version: '7' }));
  return simulation;
}

/** The states of a release in the order of the execution view, without the three steps that are like the first. */
export const RELEASE_STATES = [
  StateName.claim,
  StateName.smokeTest,
  StateName.shift(10),
  StateName.settle(10),
  StateName.bake(10),
  StateName.check(10),
  StateName.shift(100),
  StateName.check(100),
  StateName.promote,
  StateName.settlePromotion,
  StateName.confirmProduction,
  StateName.returnTraffic,
  StateName.settleReturn,
  StateName.watch,
  StateName.checkProduction,
  StateName.close,
] as const;

export const REVERT_STATES = [
  StateName.claimRevert,
  StateName.revert,
  StateName.settleRevert,
  StateName.confirmRevert,
  StateName.watchRevert,
  StateName.checkRevert,
  StateName.closeRevert,
] as const;

export const ROLLBACK_STATES = [
  StateName.rollBack,
  StateName.settleRollback,
  StateName.confirmRollback,
  StateName.announce,
] as const;
