import { LAST_95, ONE_STEP, SMALL_PLAN } from '../model/small-plans.ts';
import { WRITER_LIFETIME_SECONDS } from '../../statemachine/contract/writer.ts';
import { StateName } from '../../statemachine/contract/names.ts';
import { ENTRIES, type FunctionEntry } from '../handlers.ts';
import { coveredBy, finds, type PlantedFault } from './fault.ts';
import { OF_CONCURRENCY, OF_HOOKS, OF_OTHERS, OF_PERSONS, OF_PREVIEWS } from './options.ts';
import { deciding, over, told, without, type Plant } from './plant.ts';
import * as ports from './ports.ts';
import * as payloads from './payloads.ts';

const noConfirmation: Plant = { definition: without(StateName.confirmRollback, StateName.announce) };
const noSecondLook = over(['shift'], ports.blindAfterWrite);

/** A rollback that finds nothing to do fails. */
const nothingFails: FunctionEntry = (real, log) => async (args) => {
  const result = (await ENTRIES.rollBack(real, log)(args)) as { readonly outcome: string };
  if (result.outcome === 'nothing') throw new Error('nothing to roll back');
  return result;
};

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
  ...OF_HOOKS,
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
  ...OF_PERSONS,
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
  ...OF_PREVIEWS,
  ...OF_CONCURRENCY,
  ...OF_OTHERS,
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
