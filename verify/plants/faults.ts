import type { Budget } from '../model/state.ts';
import { LAST_95, ONE_STEP, SMALL_PLAN } from '../model/small-plans.ts';
import type { Plan } from '../../statemachine/contract/plan.ts';
import { WRITER_LIFETIME_SECONDS } from '../../statemachine/contract/plan.ts';
import { StateName } from '../../statemachine/contract/names.ts';
import { ENTRIES, type FunctionEntry } from '../handlers.ts';
import type { Invariant } from '../simulation/invariants.ts';
import { between, deciding, over, told, without, type Plant } from './plant.ts';
import * as ports from './ports.ts';
import * as payloads from './payloads.ts';

/** What follows from a rule that is left out: an invariant no longer holds, or another rule covers for it. */
export type Expected = { readonly finds: Invariant } | { readonly coveredBy: string };

/** How the search of every order shows it: the least that may happen beside one release, and how often. */
export interface InModel {
  readonly budget: Budget;
  readonly plan?: Plan;
  readonly expected: Expected;
  /** True where it takes so many states that it is for the long search only: `npm run simulate -- --deep`. */
  readonly deep?: true;
}

/** How the search of each place shows it: classes that are gone through, in this order, until it is found. */
export interface InSimulation {
  readonly searched: readonly string[];
  readonly expected: Expected;
}

/** A rule of the protocol that is left out on purpose; at least one of the two searches has a place for it. */
export interface PlantedFault {
  readonly fault: string;
  readonly plant: Plant;
  readonly model?: InModel;
  readonly simulation?: InSimulation;
}

const noConfirmation: Plant = { definition: without(StateName.confirmRollback, StateName.announce) };
const noSecondLook = over(['shift'], ports.blindAfterWrite);

/** A rollback that finds nothing to do fails. */
const nothingFails: FunctionEntry = (real, log) => async (args) => {
  const result = (await ENTRIES.rollBack(real, log)(args)) as { readonly outcome: string };
  if (result.outcome === 'nothing') throw new Error('nothing to roll back');
  return result;
};

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

const finds = (invariant: Invariant): Expected => ({ finds: invariant });
const coveredBy = (rule: string): Expected => ({ coveredBy: rule });

/** What the protocol cannot do without, and what another rule makes good. */
export const FAULTS: readonly PlantedFault[] = [
  {
    fault: 'no watchdog, and an abort whose event is lost',
    plant: { watchdog: false },
    model: { budget: { abort: 1, lost: 1 }, expected: finds('I5') },
    simulation: { searched: ['aborted'], expected: finds('I2') },
  },
  {
    fault: 'no watchdog, and an abort that overtakes the claim',
    plant: { watchdog: false },
    model: { budget: { abort: 1 }, expected: finds('I5') },
  },
  {
    fault: 'no watchdog, and a rollback for SNS that dies after its revoke',
    plant: { watchdog: false },
    model: {
      budget: { message: 1, crash: 1 },
      expected: coveredBy('the running rollout, which finds at its next check that its claim is lost'),
    },
  },
  {
    fault: 'no confirmation',
    plant: noConfirmation,
    model: { budget: { 'late call': 1 }, expected: finds('I2') },
    simulation: {
      searched: ['late'],
      expected: coveredBy('the watchdog, which brings back in each round what a revoked rollout still has'),
    },
  },
  {
    fault: 'no confirmation and no watchdog',
    plant: { ...noConfirmation, watchdog: false },
    simulation: { searched: ['late'], expected: finds('I2') },
  },
  {
    fault: 'no second read in a shift',
    plant: { functions: noSecondLook },
    model: {
      budget: { message: 1 },
      expected: coveredBy('the confirmation, which waits for what was written too late'),
    },
    simulation: {
      searched: ['orders', 'late'],
      expected: coveredBy('the confirmation, which finds the weight and rolls back once more'),
    },
  },
  {
    fault: 'neither a second read nor a confirmation nor a watchdog',
    plant: { ...noConfirmation, functions: noSecondLook, watchdog: false },
    simulation: { searched: ['late'], expected: finds('I2') },
  },
  {
    fault: 'no wait before the confirmation',
    plant: { definition: without(StateName.settleRollback, StateName.confirmRollback) },
    model: { budget: { 'late call': 1 }, expected: finds('I2') },
    simulation: { searched: ['late'], expected: finds('I2') },
  },
  {
    fault: 'a confirmation that looks at the weights only',
    plant: { functions: over(['confirm'], ports.skipsAliases) },
    model: { budget: { 'late call': 1 }, expected: finds('I2') },
  },
  {
    fault: 'the listener written before the claim is revoked',
    plant: { functions: over(['rollBack', 'sns'], ports.writesFirst) },
    model: { budget: { message: 1 }, expected: finds('I1') },
    simulation: {
      searched: ['orders', 'late'],
      expected: coveredBy(
        'the compare-and-set on the record, after which everything is decided and written again, and the confirmation',
      ),
    },
  },
  {
    fault: 'a watchdog that writes before it takes the record',
    plant: { functions: over(['watchdog'], ports.writesFirst) },
    model: { budget: { round: 1 }, expected: finds('I1') },
    simulation: { searched: ['slow'], expected: finds('I6') },
  },
  {
    fault: 'an event about one execution rolls back another',
    plant: { functions: told(['rollBack'], payloads.unscoped) },
    model: { budget: { abort: 1, start: 1 }, expected: finds('I6') },
    simulation: { searched: ['misdelivered'], expected: finds('I6') },
  },
  {
    fault: 'a message rolls back rollouts that claimed after it',
    plant: { functions: told(['sns'], payloads.ageless) },
    simulation: { searched: ['misdelivered'], expected: finds('I6') },
  },
  {
    fault: 'a promotion without the last check',
    plant: { definition: without(StateName.bake(100), StateName.promote) },
    model: { budget: {}, expected: finds('I3') },
    simulation: { searched: ['orders'], expected: finds('I3') },
  },
  {
    fault: 'a last weight of 95, and a promotion without settling at 100',
    plant: { definition: without(StateName.settle(100), StateName.promote) },
    model: { budget: {}, plan: LAST_95, expected: finds('I3') },
    simulation: { searched: ['last-weight'], expected: finds('I3') },
  },
  {
    fault: 'a last weight of 95, and a shift to 100 before its bake was healthy',
    plant: { definition: without(StateName.bake(95), StateName.shift(100)) },
    model: { budget: {}, plan: LAST_95, expected: finds('I3') },
    simulation: { searched: ['last-weight'], expected: finds('I3') },
  },
  {
    fault: 'an alarm that is left out counts as healthy',
    plant: { functions: over(['check'], ports.missingIsHealthy) },
    simulation: { searched: ['missing-alarms'], expected: finds('I3') },
  },
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
  {
    fault: 'a claim more than once in a life',
    plant: { functions: over(['claim'], ports.forgets) },
    model: { budget: { 'alarm event': 1, crash: 1 }, expected: finds('I8') },
    simulation: { searched: ['slow'], expected: finds('I1') },
  },
  {
    fault: 'a redriven execution may go on',
    plant: { functions: told(['claim', 'shift', 'promote', 'revert'], payloads.neverRedriven) },
    model: { budget: { abort: 1, redrive: 1 }, expected: finds('I8') },
    simulation: { searched: ['redriven'], expected: finds('I8') },
  },
  {
    fault: 'aliases moved without compare-and-set',
    plant: { functions: over(['claim', 'promote', 'revert', 'rollBack', 'sns', 'watchdog'], ports.anyRevision) },
    model: { budget: { 'alias by hand': 1, message: 1 }, expected: finds('I4') },
    simulation: { searched: ['late', 'killed'], expected: finds('I2') },
  },
  {
    fault: 'the record written without compare-and-set',
    plant: {
      functions: over(
        ['claim', 'shift', 'promote', 'close', 'rollBack', 'sns', 'watchdog', 'confirm'],
        ports.anyRecord,
      ),
    },
    simulation: { searched: ['orders'], expected: finds('I2') },
  },
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
  {
    fault: 'no loop guard: a rollback that finds nothing fails, and every failure asks for one',
    plant: {
      functions: { rollBack: nothingFails },
      alsoAsks: ({ source, detail }) => source === 'aws.states' && detail['status'] === 'FAILED',
    },
    simulation: { searched: ['aborted'], expected: finds('I6') },
  },
  {
    fault: 'without Lambda, the listener is written and the claim is not revoked',
    plant: { definition: without(StateName.revoke, StateName.returnWithoutLambda) },
    model: { budget: { abort: 1, starved: 1 }, expected: finds('I1') },
    simulation: { searched: ['starved-briefly'], expected: finds('I2') },
  },
  {
    fault: 'without Lambda, whatever rollout is open is rolled back',
    plant: { definition: deciding(StateName.whoseRollout, "{% $openRollout != 'none' %}") },
    model: { budget: { abort: 1, starved: 1, start: 1 }, expected: finds('I6') },
    simulation: { searched: ['starved-briefly'], expected: finds('I6') },
  },
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
  {
    fault: 'a watchdog that looks at its clock after the weights',
    plant: { functions: over(['watchdog'], ports.looksAtItsClockLast) },
    model: { budget: { 'abort unheard': 1, round: 2, crash: 1 }, expected: finds('I2') },
  },
  {
    fault: 'a settling as short as one writer lives',
    plant: {},
    model: {
      budget: { abort: 1, doubled: 1, start: 1 },
      plan: { ...SMALL_PLAN, settleSeconds: WRITER_LIFETIME_SECONDS },
      expected: finds('I1'),
      deep: true,
    },
  },
  {
    fault: 'a promotion that does not write the record when it is called again',
    plant: { functions: over(['promote'], ports.writesOnce) },
    model: {
      budget: { 'abort unheard': 1, round: 2, crash: 1 },
      plan: ONE_STEP,
      expected: finds('I2'),
      deep: true,
    },
  },
];

/** Those that a search has a place for, with that place. */
export const plantedIn = <S extends 'model' | 'simulation'>(search: S) =>
  FAULTS.flatMap((each) => {
    const place = each[search];
    return place === undefined ? [] : [{ fault: each.fault, plant: each.plant, ...place }];
  }) as readonly (Pick<PlantedFault, 'fault' | 'plant'> & NonNullable<PlantedFault[S]>)[];
