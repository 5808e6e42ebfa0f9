/** Names that people read in the console and that code matches. */

/** The aliases of the function; the first two stand behind the two target groups. */
export const Alias = { production: 'production', canary: 'canary', previous: 'previous' } as const;
export type Alias = (typeof Alias)[keyof typeof Alias];

/** The alias that testers reach by a header, only where a service has a preview. No user's request meets it. */
export const PREVIEW_ALIAS = 'preview';
/** Any alias that rollouts move. */
export type OwnedAlias = Alias | typeof PREVIEW_ALIAS;

const OWNED: readonly string[] = [...Object.values(Alias), PREVIEW_ALIAS];

/** What the function calls the alias: for a function that has aliases of these names already, behind a prefix. */
export const aliasName = (alias: OwnedAlias, prefix: string): string => `${prefix}${alias}`;

/** Which of ours an alias of the function is; undefined for one of somebody else's. */
export function ownedAlias(name: string, prefix: string): OwnedAlias | undefined {
  const own = name.startsWith(prefix) ? name.slice(prefix.length) : '';
  return OWNED.includes(own) ? (own as OwnedAlias) : undefined;
}

/** The prefix of the aliases, from the ARN of the one that is production's. */
export function prefixIn(productionAliasArn: string): string {
  const name = productionAliasArn.split(':').at(-1) ?? '';
  return name.endsWith(Alias.production) ? name.slice(0, -Alias.production.length) : '';
}

/** State names. The steps carry their weight; everything else is fixed. */
export const StateName = {
  entry: 'What is asked for?',
  claim: 'Claim the rollout',
  anythingNew: 'Anything new?',
  nothingToRelease: 'Nothing to release',
  refused: 'Refused',
  smokeTest: 'Smoke-test the canary',
  provision: 'Provision concurrency',
  provisioned: 'Is it ready?',
  waitForConcurrency: 'Wait for concurrency',
  askBeforeUsers: 'Ask the hooks before users',
  letOn: 'Do the hooks let it on?',
  waitForHooks: 'Wait for the hooks',
  shift: (weight: number) => `Shift to ${weight}%`,
  settle: (weight: number) => `Settle at ${weight}%`,
  bake: (weight: number) => `Bake at ${weight}%`,
  askHooks: (weight: number) => `Ask the hooks at ${weight}%`,
  check: (weight: number) => `Check alarms at ${weight}%`,
  healthy: (weight: number) => `${weight}% healthy?`,
  paused: (weight: number) => `Paused at ${weight}%`,
  promote: 'Promote the canary',
  settlePromotion: 'Settle after promotion',
  confirmProduction: 'Confirm the new production',
  returnTraffic: 'Return traffic to production',
  settleReturn: 'Settle on production',
  watch: 'Watch production',
  checkProduction: 'Check production alarms',
  productionHealthy: 'Production healthy?',
  close: 'Close the rollout',
  promoted: 'Promoted',
  claimRevert: 'Claim the revert',
  anythingToRevert: 'Anything to revert?',
  nothingToRevert: 'Nothing to revert',
  provisionPrevious: 'Provision the version before',
  wakePrevious: 'Wake the version before',
  revert: 'Put production back on previous',
  settleRevert: 'Settle after the revert',
  confirmRevert: 'Confirm the reverted production',
  watchRevert: 'Watch the reverted production',
  checkRevert: 'Check alarms after the revert',
  revertWatched: 'Watched for long enough?',
  closeRevert: 'Close the revert',
  reverted: 'Reverted',
  claimListener: 'Claim the listener',
  listenerClaimed: 'Adopt or give back?',
  nothingOfListener: 'Listener stays as it is',
  askProduction: 'Production answers?',
  writeListener: 'Write the default action',
  settleListener: 'Settle on the default action',
  closeListener: 'Confirm the default action',
  listenerChanged: 'Listener is as asked for',
  goOn: 'Tell the rollout',
  told: 'Told',
  rollBack: 'Roll back',
  readRecord: 'Read the record without Lambda',
  whoseRollout: 'Is it about the open rollout?',
  revoke: 'Revoke the claim without Lambda',
  readListener: 'Read the listener without Lambda',
  whoseListener: 'Is the default action ours?',
  returnWithoutLambda: 'Return traffic without Lambda',
  waitForLambda: 'Wait until Lambda may answer',
  rollbackFound: 'Anything to roll back?',
  standBy: 'Hold, production is broken too',
  settleRollback: 'Wait for traffic to settle',
  confirmRollback: 'Confirm production has everything',
  everythingBack: 'Everything back?',
  announce: 'Announce the rollback',
  whoAsked: 'Who asked for the rollback?',
  rolledBack: 'Rolled back',
  rolledBackAsAsked: 'Rolled back as asked',
  nothingToRollBack: 'Nothing to roll back',
  failed: 'Failed without a claim',
  rollbackBroke: 'Whose rollback failed?',
  notUnderstood: 'Request not understood',
  leftToWatchdog: 'Left to the watchdog',
  rollbackFailed: 'Rollback failed',
} as const;

/**
 * The rollout record's keys in its table: the partition is the service's name; this item is the live record, others are
 * its history.
 */
export const RECORD_KEYS = { partition: 'service', sort: 'item', live: 'rollout' } as const;

/** How far back the service's own alarms look at most, in seconds. */
export const ALARM_WINDOW_SECONDS = 600;

/**
 * By then every part of VPC Lattice is taken to follow a weight, in seconds. No figure is published; ECS waits about 90
 * after each change of its own.
 */
export const FOLLOWED_WITHIN_SECONDS = 180;

/** CloudWatch namespace and metric of the canary's live weight; dimension `Service`. */
export const WEIGHT_METRIC = { namespace: 'LatticeCanary', name: 'CanaryWeight', dimension: 'Service' } as const;

/** How release events are told apart on EventBridge's default bus. */
export const RELEASE_EVENTS = { source: 'lattice-canary', detailType: 'Lattice Canary Release' } as const;

/**
 * How the cause of a rolled-back release begins that no person asked to roll back, and no revert's does: by this the
 * rule for queued deploys tells them apart.
 */
export const RELEASE_ROLLED_BACK = 'version ';

/** Environment variables of the handlers. Each function gets only those it needs. */
export const Env = {
  /** Key of the rollout record, and the value of the metric dimension. */
  service: 'SERVICE_NAME',
  functionName: 'FUNCTION_NAME',
  /** What the names of its aliases begin with; absent where that is nothing. */
  aliasPrefix: 'ALIAS_PREFIX',
  latticeServiceId: 'LATTICE_SERVICE_ID',
  listenerId: 'LISTENER_ID',
  productionTargetGroupId: 'PRODUCTION_TARGET_GROUP_ID',
  canaryTargetGroupId: 'CANARY_TARGET_GROUP_ID',
  /** Both only where answers are counted in access logs, which name target groups so. */
  productionTargetGroupArn: 'PRODUCTION_TARGET_GROUP_ARN',
  canaryTargetGroupArn: 'CANARY_TARGET_GROUP_ARN',
  tableName: 'TABLE_NAME',
  releaseEventsTopicArn: 'RELEASE_EVENTS_TOPIC_ARN',
  /** Only where there is a preview. */
  previewAlias: 'PREVIEW_ALIAS',
  /** `yes` only where the listener is one of others, to be adopted. */
  existingListener: 'EXISTING_LISTENER',
  /** Of the preview, only where the listener is one of others: its rule bypasses nothing. */
  previewTargetGroupId: 'PREVIEW_TARGET_GROUP_ID',
  /** How many environments a version gets; only where there is provisioned concurrency. */
  provisionedConcurrency: 'PROVISIONED_CONCURRENCY',
} as const;
export type EnvName = (typeof Env)[keyof typeof Env];
