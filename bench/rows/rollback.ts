import { StateName } from '../../statemachine/contract/names.ts';
import { definitionOf } from '../../verify/definition.ts';
import { type Benchmark, quantile } from '../benchmark.ts';
import { inNewFolder } from '../support/folder.ts';
import { callsOfRollback } from '../support/release-calls.ts';
import { openRollbackStage } from '../support/rollback-stage.ts';

const ROLLBACKS = 200;
/** Before each of them every function's processes are ended. */
const COLD_ROLLBACKS = 10;
/** Not counted. */
const WARM_UP = 5;

export const rollback: Benchmark = {
  name: 'rollback',
  title: 'From the alarm to the listener',
  how:
    `A release at 10 % in the local cloud at speed 1 without modelled delays; its alarm trips ${ROLLBACKS} ` +
    `times, and topic and rule both ask for the rollback at once. From the alarm's change of state to the ` +
    `write of the listener. Cold: ${COLD_ROLLBACKS} times, no function having a process when the alarm trips.`,
  limit:
    'Two calls of DynamoDB, one of VPC Lattice and two invocations that race for them, all in the processes ' +
    'of one laptop, whose cores they share; cold, starting a process and importing the bundle. On AWS the ' +
    "delivery by SNS and Lambda's start come on top.",
  floor: 'One call of VPC Lattice alone: a rollback must take the record first, which needs a read and a write.',
  run: (signal) =>
    inNewFolder(async (folder) => {
      const stage = await openRollbackStage(folder);
      try {
        const times: number[] = [];
        for (let i = -WARM_UP; i < ROLLBACKS; i++) {
          signal.throwIfAborted();
          await stage.reset();
          const ms = await stage.trip();
          if (i >= 0) times.push(ms);
        }
        const cold: number[] = [];
        while (cold.length < COLD_ROLLBACKS) {
          signal.throwIfAborted();
          await stage.reset();
          await stage.cloud.functions.cool();
          cold.push(await stage.trip());
        }
        const calls = await callsOfRollback(JSON.stringify(definitionOf()), StateName.bake(30));
        return [
          { what: 'warm, p50', value: quantile(times, 0.5), unit: 'ms' },
          { what: 'warm, p99', value: quantile(times, 0.99), unit: 'ms', budget: { most: 100 } },
          { what: 'cold, p50', value: quantile(cold, 0.5), unit: 'ms' },
          { what: 'cold, longest', value: Math.max(...cold), unit: 'ms' },
          { what: 'calls of AWS before the write', value: calls.length - 1, unit: '', budget: { most: 3 } },
        ];
      } finally {
        await stage.close();
      }
    }),
};
