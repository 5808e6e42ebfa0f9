import { executionName, type ExecutionStatus } from '../../rollout/execution.ts';
import { REASONS } from '../../rollout/pause/reasons.ts';
import { standingPause } from '../../rollout/pause/stored.ts';
import type { OpenRollout, RolloutRecord } from '../../rollout/record/record.ts';
import { whyNotAdopted } from '../../rollout/listener/adoption.ts';
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
  if (service.adoptsListener === true && (weights === undefined || record.adopted === undefined))
    return othersListener(record, service, own);
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

/** Behind a listener of others nothing is told that would write over somebody's default action. */
function othersListener(record: RolloutRecord, { listenerId }: Service, own: Commands['own']): readonly Finding[] {
  if (record.rollout?.listener !== undefined) return [];
  const why = whyNotAdopted(record, listenerId);
  if (why !== undefined) return [note('listener', why, own('adopt --watch'))];
  return [
    wrong(
      'listener',
      'its default action is not ours, and nothing writes over it (RUNBOOK.md#a-default-action-that-is-not-ours)',
      own('status'),
    ),
  ];
}

const group = (id: string, weight: number) => `{targetGroupIdentifier=${id},weight=${weight}}`;

function defaultAction({ canaryTargetGroupId, productionTargetGroupId }: Service): string {
  return `'forward={targetGroups=[${group(productionTargetGroupId, 100)},${group(canaryTargetGroupId, 0)}]}'`;
}

export function recordFindings(
  { rollout, last }: RolloutRecord,
  claimant: ExecutionStatus | undefined,
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
  return rollout === undefined ? notRestored : openFindings(rollout, claimant, own);
}

function openFindings(
  rollout: OpenRollout,
  claimant: ExecutionStatus | undefined,
  own: Commands['own'],
): readonly Finding[] {
  const { id, phase, reason, rescuer, version } = rollout;
  if (phase === 'rolling back')
    return [
      note(
        'record',
        `version ${version} is being rolled back by ${executionName(rescuer ?? id)}: ${reason ?? 'no reason given'}`,
        own('watch'),
      ),
    ];
  if (claimant !== undefined && claimant !== 'RUNNING' && claimant !== 'PENDING_REDRIVE') {
    return [
      wrong(
        'record',
        `version ${version} holds the claim, but its execution ${executionName(id)} has ended as ${claimant}. ` +
          'The watchdog rolls it back within two minutes; at once:',
        own('rollback --reason "its execution has ended"'),
      ),
    ];
  }
  const pause = standingPause(rollout);
  if (pause === undefined || pause.told) return [];
  const { endedBy, says } = REASONS[pause.why];
  return [note('record', `version ${version} ${says.doctor(pause)}`, own(endedBy))];
}
