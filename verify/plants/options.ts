import { StateName } from '../../statemachine/contract/names.ts';
import { ENTRIES, type FunctionEntry } from '../handlers.ts';
import { coveredBy, finds, type PlantedFault } from './fault.ts';
import { between, over, told } from './plant.ts';
import * as payloads from './payloads.ts';
import * as ports from './ports.ts';

/** A check that does what it was told, whatever it finds. */
const obeys: FunctionEntry = (real, log) => async (args) => {
  const result = (await ENTRIES.check(real, log)(args)) as object;
  const { rollout } = await real.records.read();
  const told = rollout?.goOnAt === (args as { readonly weight: number }).weight;
  return told ? { ...result, next: 'advance', approved: true, error: '' } : result;
};

/** A check that holds for no approval, and says that it had it. */
const waitsForNobody: FunctionEntry = (real, log) => async (args) => {
  const result = (await ENTRIES.check(real, log)({ ...(args as object), approve: false })) as object;
  return { ...result, approved: true };
};

/** Of hooks. */
export const OF_HOOKS: readonly PlantedFault[] = [
  {
    fault: 'a hook that failed is read as passed',
    plant: { functions: over(['askHooks'], ports.failedIsPassed) },
    simulation: { searched: ['hooks'], expected: finds('I3') },
  },
  {
    fault: 'a rollback that waits for a hook',
    plant: { functions: over(['rollBack', 'sns', 'watchdog'], ports.asksBeforeItWrites) },
    simulation: { searched: ['hooks'], expected: finds('I2') },
  },
  {
    fault: 'a hook between a healthy check and its shift',
    plant: { definition: between(StateName.healthy(10), StateName.askHooks(10)) },
    simulation: { searched: ['hooks'], expected: finds('I3') },
  },
];

/** Of what persons say to a rollout, and ask of it. */
export const OF_PERSONS: readonly PlantedFault[] = [
  {
    fault: 'a revert to any version, whether it was promoted or not',
    plant: { functions: over(['claim'], ports.takesAnyForPromoted) },
    simulation: { searched: ['steering'], expected: finds('I4') },
  },
  {
    fault: 'a go-on lets on whatever the check finds',
    plant: { functions: { check: obeys } },
    simulation: { searched: ['heard-late'], expected: finds('I3') },
  },
  {
    fault: 'a go-on counts for the weight at which it is heard, so that a late or doubled one skips a bake',
    plant: { functions: told(['goOn'], payloads.saidJustNow) },
    simulation: { searched: ['heard-late'], expected: finds('I4') },
  },
  {
    fault: 'a gate that nobody has to open',
    plant: { functions: { check: waitsForNobody } },
    simulation: { searched: ['answers'], expected: finds('I4') },
  },
  {
    fault: 'a promotion on evidence from before a wait',
    plant: { functions: over(['check'], ports.looksNoMoreWhilePaused) },
    simulation: { searched: ['answers'], expected: finds('I3') },
  },
];

/** Of previews. */
export const OF_PREVIEWS: readonly PlantedFault[] = [
  {
    fault: 'preview is left on a version that was rolled back',
    plant: { functions: over(['revert', 'rollBack', 'sns', 'watchdog'], ports.forgetsPreview) },
    simulation: { searched: ['preview'], expected: finds('I5') },
  },
  {
    fault: 'a rollback does not put preview back',
    plant: { functions: over(['revert', 'rollBack', 'sns'], ports.forgetsPreview) },
    simulation: {
      searched: ['preview'],
      expected: coveredBy('the watchdog, which puts it where it belongs by the record in each round'),
    },
  },
  {
    fault: 'a watchdog that does not look at preview',
    plant: { functions: over(['watchdog'], ports.forgetsPreview) },
    simulation: { searched: ['preview'], expected: finds('I5') },
  },
];

/** Of provisioned concurrency. */
export const OF_CONCURRENCY: readonly PlantedFault[] = [
  {
    fault: 'provisioned concurrency is left behind',
    plant: { functions: over(['close', 'watchdog'], ports.forgetsConcurrency) },
    simulation: { searched: ['provisioned'], expected: finds('I5') },
  },
  {
    fault: 'a close does not take provisioned concurrency away',
    plant: { functions: over(['close'], ports.forgetsConcurrency) },
    simulation: {
      searched: ['provisioned'],
      expected: coveredBy('the watchdog, which takes it from every version that is out by the record in each round'),
    },
  },
  {
    fault: 'a watchdog that does not look at provisioned concurrency',
    plant: { functions: over(['watchdog'], ports.forgetsConcurrency) },
    simulation: { searched: ['provisioned'], expected: finds('I5') },
  },
  {
    fault: 'provisioned concurrency is given and not noted in the record',
    plant: { functions: over(['provision'], ports.givesUnnoted) },
    simulation: { searched: ['provisioned'], expected: finds('I5') },
  },
  {
    fault: 'a first shift before provisioned concurrency is ready',
    plant: { functions: over(['provision'], ports.takesAnyForReady) },
    simulation: { searched: ['provisioned'], expected: finds('I3') },
  },
];

/** Of listeners of others. */
export const OF_OTHERS: readonly PlantedFault[] = [
  {
    fault: 'a watchdog that writes a listener before it was adopted',
    plant: { functions: over(['watchdog'], ports.takesItForOurs) },
    simulation: { searched: ['others'], expected: finds('I4') },
  },
  {
    fault: 'an adoption that says so before it has written',
    plant: { functions: over(['listener'], ports.adoptsAtOnce) },
    simulation: { searched: ['others'], expected: finds('I5') },
  },
  {
    fault: 'a rollback that gives production every request whoever wrote the default action',
    plant: { functions: over(['rollBack', 'sns'], ports.takesItForOurs) },
    simulation: { searched: ['others'], expected: finds('I4') },
  },
];
