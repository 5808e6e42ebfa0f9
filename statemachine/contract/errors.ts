/**
 * Every error name that crosses a boundary: thrown by a handler, matched by a Retry or Catch of the
 * machine, listed in an event pattern, read by a person in the execution view.
 */
export const ErrorName = {
  /** The execution input, a task argument or an event is not of the documented shape. */
  InvalidInput: 'InvalidInput',
  /** The version asked for is not a published version of the function. */
  VersionNotFound: 'VersionNotFound',
  /** A revert was asked for to a version that no release ever promoted. */
  NeverPromoted: 'NeverPromoted',
  /** The function is configured otherwise than its newest version: only who names that one releases it. */
  ConfigurationNotPublished: 'ConfigurationNotPublished',
  /** The newest version was promoted and then reverted by a person: only who names it releases it again. */
  VersionReverted: 'VersionReverted',
  /** Another rollout holds the claim. */
  RolloutInProgress: 'RolloutInProgress',
  /** A canary alarm was on before the rollout began, and stayed on for the whole bounded wait. */
  CanaryAlarmActive: 'CanaryAlarmActive',
  /** What the release before did wrong is still in the canary's alarms, and stayed there for the whole bounded wait. */
  CanaryNotQuiet: 'CanaryNotQuiet',
  /** Production's own errors alone would ring the canary's alarms, all the time: only who names a version releases. */
  ProductionTripsAlarms: 'ProductionTripsAlarms',
  /** An alarm that must watch the rollout does not exist. */
  AlarmMissing: 'AlarmMissing',
  /** An alarm that must watch the rollout has had no data ever since it was made: only who names a version releases. */
  AlarmWithoutData: 'AlarmWithoutData',
  /** The live weights are not those that the record explains. */
  WeightsDrifted: 'WeightsDrifted',
  /** A dead execution was redriven; a new release needs a new execution. */
  Redriven: 'Redriven',
  /** The claim was revoked or closed while this rollout was still working. */
  ClaimLost: 'ClaimLost',
  /** An alias does not point where this rollout left it. */
  VersionDrifted: 'VersionDrifted',
  /** The alias does not answer with the expected version yet; worth another try. */
  VersionNotVisible: 'VersionNotVisible',
  /** The canary answered the smoke test wrongly. */
  SmokeTestFailed: 'SmokeTestFailed',
  /** The canary served too few requests to be judged, for as long as the plan allows. */
  NotEnoughTraffic: 'NotEnoughTraffic',
  /** What counts the canary's requests or their answers was silent, or missed many, for as long as the plan allows. */
  BlindToAnswers: 'BlindToAnswers',
  /** The canary's share of the requests was not its weight, by more than chance, for as long as the plan allows. */
  SplitUnlikeWeight: 'SplitUnlikeWeight',
  /** A function of yours that the plan asks failed, gave no answer in time, or could not be asked. */
  HookFailed: 'HookFailed',
  /** The version's provisioned concurrency was refused, failed, or was not ready in time; no user met the version. */
  ConcurrencyNotReady: 'ConcurrencyNotReady',
  /** A rollout that was held at a weight heard nothing until its deadline. */
  HoldExpired: 'HoldExpired',
  /** Somebody said "go on", and no rollout waits that it could be about. */
  NothingHeld: 'NothingHeld',
  /** Somebody asked to pause, and no rollout bakes, or it has room for no other pause. */
  CannotPause: 'CannotPause',
  /** Somebody said "go on" to the machine that releases, whose plan wants that said to the one for answers. */
  AnswerElsewhere: 'AnswerElsewhere',
  /** The listener is one of others, and nobody has adopted it: nothing is released over it. */
  ListenerNotAdopted: 'ListenerNotAdopted',
  /** Somebody asked to adopt a listener whose default action is not one version of this function, or not known. */
  CannotAdopt: 'CannotAdopt',
  /** A rule of the listener to be adopted forwards past the default action, where no weight reaches. */
  ListenerBypassed: 'ListenerBypassed',
  /** The listener to be adopted serves the unpublished function: nothing could come back to that. */
  ProductionUnversioned: 'ProductionUnversioned',
  /** Somebody asked to give a listener back whose former default action would not serve, or another version. */
  CannotReleaseListener: 'CannotReleaseListener',
  /** The version production ran before the promotion no longer exists; weights are kept. */
  CannotRestoreProduction: 'CannotRestoreProduction',
  /** Why a rollout was rolled back: a person, or another monitor, asked for it. No execution ends under this name. */
  RollbackAsked: 'RollbackAsked',
  /** How a rolled-back rollout ends. */
  CanaryRolledBack: 'CanaryRolledBack',
  /** A rollout's own rollback failed after all its retries; others try again, a person should look. */
  RollbackFailed: 'RollbackFailed',
  /** The same for a rollback that an event or a person asked for; only the watchdog is left to carry on. */
  RollbackNotDone: 'RollbackNotDone',
} as const;
export type ErrorName = (typeof ErrorName)[keyof typeof ErrorName];

/** Refusals: the rollout ends before anything was touched. */
export const REFUSALS = [
  ErrorName.InvalidInput,
  ErrorName.VersionNotFound,
  ErrorName.NeverPromoted,
  ErrorName.ConfigurationNotPublished,
  ErrorName.VersionReverted,
  ErrorName.RolloutInProgress,
  ErrorName.CanaryAlarmActive,
  ErrorName.CanaryNotQuiet,
  ErrorName.ProductionTripsAlarms,
  ErrorName.AlarmMissing,
  ErrorName.AlarmWithoutData,
  ErrorName.WeightsDrifted,
  ErrorName.Redriven,
  ErrorName.NothingHeld,
  ErrorName.CannotPause,
  ErrorName.AnswerElsewhere,
  ErrorName.ListenerNotAdopted,
  ErrorName.CannotAdopt,
  ErrorName.ListenerBypassed,
  ErrorName.ProductionUnversioned,
  ErrorName.CannotReleaseListener,
] as const satisfies readonly ErrorName[];

/**
 * Errors with which an execution may end FAILED without another one being started because of it: its own rollback is
 * done as far as it can be, it never began, or it was itself the one that was started. The rule for dead
 * executions leaves these out.
 */
export const EXPECTED_FAILURES = [
  ErrorName.CanaryRolledBack,
  ErrorName.CannotRestoreProduction,
  ErrorName.RollbackNotDone,
  ...REFUSALS,
] as const satisfies readonly ErrorName[];

/** An error of the contract: `name` is what Lambda reports as errorType and the machine matches. */
export class ContractError extends Error {
  override readonly name: ErrorName;
  constructor(name: ErrorName, message: string, options?: { cause?: unknown }) {
    super(message, options);
    this.name = name;
  }
}
