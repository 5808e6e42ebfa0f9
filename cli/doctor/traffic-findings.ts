import { executionName, type ExecutionStatus } from '../../rollout/execution.ts';
import { standingHold } from '../../rollout/pause/held.ts';
import type { OpenRollout, RolloutRecord } from '../../rollout/record/record.ts';
import { describeWeights, isAtRest, type Weights } from '../../rollout/weights.ts';
import type { Service } from '../services.ts';
import { note, wrong, type Commands, type Finding } from './finding.ts';

/** The watchdog comes each minute. */
const WATCHDOG = 'The watchdog puts it right within two minutes; by hand';

export function weightFindings(
  weights: Weights | undefined,
  record: RolloutRecord,
  service: Service,
  { aws, own }: Commands,
): readonly Finding[] {
  const { rollout } = record;
  const allToProduction =
    `${aws} vpc-lattice update-listener --service-identifier ${service.serviceId} --listener-identifier ` +
    `${service.listenerId} --default-action ${defaultAction(service)}`;
  if (weights === undefined)
    return [wrong('weights', 'the listener does not split over the two target groups', allToProduction)];
  const live = describeWeights(weights);
  if (rollout === undefined)
    return isAtRest(weights)
      ? []
      : [wrong('weights', `no release runs, yet they are ${live}. ${WATCHDOG}:`, allToProduction)];
  if (rollout.phase === 'rolling back')
    return isAtRest(weights)
      ? []
      : [wrong('weights', `the release is rolled back, yet they are ${live}. ${WATCHDOG}:`, allToProduction)];
  if ([rollout.confirmedWeight, rollout.intendedWeight].includes(weights.canary)) return [];
  return [
    wrong(
      'weights',
      `they are ${live}, which the release did not write: it is at ${rollout.confirmedWeight} %`,
      own('rollback --reason "weights drifted"'),
    ),
  ];
}

const group = (id: string, weight: number) => `{targetGroupIdentifier=${id},weight=${weight}}`;

function defaultAction({ canaryTargetGroupId, productionTargetGroupId }: Service): string {
  return `'forward={targetGroups=[${group(productionTargetGroupId, 100)},${group(canaryTargetGroupId, 0)}]}'`;
}

export function recordFindings(
  { rollout, last }: RolloutRecord,
  holder: ExecutionStatus | undefined,
  { own }: Commands,
): readonly Finding[] {
  const notRestored =
    last?.notRestored === true
      ? [
          wrong(
            'record',
            `the last rollback could not put production back: version ${last.previousVersion} does not exist ` +
              'any more (RUNBOOK.md#cannotrestoreproduction)',
            own('status'),
          ),
        ]
      : [];
  return rollout === undefined ? notRestored : openFindings(rollout, holder, own);
}

function openFindings(
  rollout: OpenRollout,
  holder: ExecutionStatus | undefined,
  own: Commands['own'],
): readonly Finding[] {
  const { id, phase, reason, rescuer, version } = rollout;
  const hold = standingHold(rollout);
  if (phase === 'rolling back')
    return [
      note(
        'record',
        `version ${version} is being rolled back by ${executionName(rescuer ?? id)}: ${reason ?? 'no reason given'}`,
        own('watch'),
      ),
    ];
  if (holder !== undefined && holder !== 'RUNNING' && holder !== 'PENDING_REDRIVE') {
    return [
      wrong(
        'record',
        `version ${version} holds the claim, but its execution ${executionName(id)} has ended as ${holder}. ` +
          'The watchdog rolls it back within two minutes; at once:',
        own('rollback --reason "its execution has ended"'),
      ),
    ];
  }
  if (hold?.goOn === false)
    return [
      note(
        'record',
        `version ${version} is held at ${hold.at} % since ` +
          `${hold.since}${hold.because === undefined ? '' : `: ${hold.because}`}`,
        own('go-on'),
      ),
    ];
  return [];
}
