import { Duration } from 'aws-cdk-lib/core';
import type { LogGroup } from 'aws-cdk-lib/aws-logs';
import { type StateMachine, Succeed } from 'aws-cdk-lib/aws-stepfunctions';
import { Construct } from 'constructs';
import { StateName } from './contract/names.ts';
import { entry } from './entry.ts';
import { requireHistoryFits } from './history.ts';
import { longestRollout } from './longest.ts';
import type { RolloutMachineProps } from './parts.ts';
import { promotion } from './promotion.ts';
import { rollbackBranch } from './rollback-branch.ts';
import { steps } from './steps.ts';
import { workflow } from './workflow.ts';

/**
 * The rollout as a Standard workflow in JSONata, unrolled: one group of states per step of the plan, so that the
 * execution view shows where the rollout is. A running execution keeps the definition that it was started with.
 *
 * @throws Error when the plan has too many checks for one execution, or there is no alarm to judge by
 */
export class RolloutMachine extends Construct {
  readonly stateMachine: StateMachine;
  readonly logGroup: LogGroup;

  constructor(scope: Construct, id: string, props: RolloutMachineProps) {
    super(scope, id);
    requireHistoryFits(props.plan);
    requireAlarms('canaryAlarmNames', props.canaryAlarmNames);
    requireAlarms('productionAlarmNames', props.productionAlarmNames);

    const { logGroup, stateMachine } = workflow(this, {
      comment:
        'Releases a version behind VPC Lattice step by step, and gives production every request back when ' +
        'anything goes wrong',
      begin: this.states(props),
      // The last resort: it cuts nothing that still has a bound of its own.
      timeout: Duration.seconds(longestRollout(props.plan).seconds),
      logRetention: props.logRetention,
    });
    this.logGroup = logGroup;
    this.stateMachine = stateMachine;
  }

  private states(props: RolloutMachineProps) {
    const parts = { ...props, scope: this };
    const promoted = Succeed.jsonata(this, StateName.promoted, {
      comment: 'Production runs the new version and has every request',
    });
    const reverted = Succeed.jsonata(this, StateName.reverted, {
      comment: 'Production runs the version that previous keeps',
    });
    const rollBack = rollbackBranch(parts, { promoted, reverted });
    const rollout = { ...parts, rollBack };
    return entry(rollout, { firstStep: steps(rollout, promotion(rollout, promoted)), reverted });
  }
}

function requireAlarms(name: string, alarms: readonly string[]): void {
  if (alarms.length === 0) throw new Error(`${name}: got no alarm, expected at least one`);
}
