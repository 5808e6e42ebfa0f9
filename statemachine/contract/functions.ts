import * as z from 'zod';
import { askHooksArgs, type AskHooksResult } from './ask-hooks.ts';
import { answers, type Deployed, type EventRow, type FunctionRow, type TaskRow } from './function-row.ts';
import { listenerArgs, type ListenerResult } from './listener.ts';
import * as payloads from './payloads.ts';
import { WRITER_TIMEOUT_SECONDS } from './plan.ts';
import { hasConcurrency, provisionArgs, type ProvisionResult, provisions } from './provision.ts';
import {
  CANARY_ALARM_ACTIVE,
  CANARY_NOT_QUIET,
  NO_ROOM_TO_LOOK,
  NOT_READY,
  VERSION_NOT_VISIBLE,
} from './retry-policy.ts';

/** Of functions that put the alias `preview` where it belongs. */
const WITH_PREVIEW = { preview: ({ preview }: Deployed) => preview !== undefined };
/** Of functions that must leave the default action of a listener of others alone, unless it is this service's. */
const WITH_EXISTING = { existing: ({ listener }: Deployed) => listener !== undefined };
/** Of functions that take provisioned concurrency away from versions that are out. */
const WITH_CONCURRENCY = { concurrencyRemoval: hasConcurrency };

/**
 * The functions that carry out a rollout, one row each. From it come bundle, construct, log group, permissions,
 * environment, timeouts, retries of its own errors, and the types of what goes in and out.
 *
 * A new function is its row, `handlers/<file>.ts` and its tests; the compiler names every other place.
 *
 * Whoever writes the listener or moves the production alias has the writer's timeout, so that a rollback knows for how
 * long one of them can still be alive.
 */
export const FUNCTIONS = {
  claim: {
    file: 'claim',
    does: 'Claims the service for a rollout',
    args: payloads.claimArgs,
    result: answers<payloads.ClaimResult>(),
    retries: [CANARY_ALARM_ACTIVE, CANARY_NOT_QUIET],
    /** It reads every alarm and, after a release, what the canary did; and moves the canary alias. */
    timeoutSeconds: 30,
    ports: ['records', 'history', 'versions', 'listenerRead', 'alarms', 'minutes', 'announcer'],
    portsIf: { ...WITH_PREVIEW, ...WITH_EXISTING },
  },
  smokeTest: {
    file: 'smoke-test',
    does: 'Invokes an alias until the right version answers well',
    args: payloads.smokeTestArgs,
    result: answers<payloads.SmokeTestResult>(),
    retries: [VERSION_NOT_VISIBLE, NOT_READY],
    /** Up to ten invocations, each perhaps a cold start of the service. */
    timeoutSeconds: 60,
    ports: ['invoker'],
    /** It asks versions side by side where the plan says so. */
    portsIf: { versionInvoker: ({ smoke }) => smoke !== undefined },
  },
  provision: {
    file: 'provision',
    does: 'Gives a version its provisioned concurrency',
    args: provisionArgs,
    result: answers<ProvisionResult>(),
    /** It writes, so that a rollback knows for how long it can be alive. */
    timeoutSeconds: WRITER_TIMEOUT_SECONDS,
    onlyIf: provisions,
    ports: ['records', 'concurrency'],
  },
  shift: {
    file: 'shift',
    does: 'Writes the weights of one step',
    args: payloads.shiftArgs,
    result: answers<payloads.ShiftResult>(),
    timeoutSeconds: WRITER_TIMEOUT_SECONDS,
    ports: ['records', 'listener', 'announcer', 'meter'],
    portsIf: WITH_EXISTING,
  },
  askHooks: {
    file: 'ask-hooks',
    does: 'Asks functions of yours before a release goes on',
    args: askHooksArgs,
    result: answers<AskHooksResult>(),
    retries: [NO_ROOM_TO_LOOK],
    /** All at once, each within its 30 s, and what is read and noted besides. */
    timeoutSeconds: 45,
    onlyIf: ({ hooks }: Deployed) => hooks !== undefined,
    /** It notes and announces that a hook holds a rollout before users. */
    ports: ['records', 'hooks', 'announcer'],
  },
  check: {
    file: 'check',
    does: 'Judges a weight by alarms and traffic',
    args: payloads.checkArgs,
    result: answers<payloads.CheckResult>(),
    retries: [NO_ROOM_TO_LOOK],
    /** DescribeAlarms is throttled at 9 requests a second per Region: room for the client's own retries. */
    timeoutSeconds: 30,
    /** It notes and announces that a rollout is held. */
    ports: ['records', 'listenerRead', 'aliasesRead', 'alarms', 'minutes', 'announcer'],
  },
  promote: {
    file: 'promote',
    does: "Points the production alias at the canary's version",
    args: payloads.promoteArgs,
    result: answers<payloads.PromoteResult>(),
    timeoutSeconds: WRITER_TIMEOUT_SECONDS,
    /** It takes its own move back when a rollback overtook it, and must then see whether the version before exists. */
    ports: ['records', 'versions'],
  },
  revert: {
    file: 'revert',
    does: 'Points the production alias at the version before',
    args: payloads.revertArgs,
    result: answers<payloads.RevertResult>(),
    timeoutSeconds: WRITER_TIMEOUT_SECONDS,
    ports: ['records', 'versions'],
    portsIf: WITH_PREVIEW,
  },
  listener: {
    file: 'listener',
    does: 'Adopts a listener of others, and gives it back',
    args: listenerArgs,
    result: answers<ListenerResult>(),
    /** It writes the listener, so that a rollback knows for how long it can be alive. */
    timeoutSeconds: WRITER_TIMEOUT_SECONDS,
    onlyIf: ({ listener }: Deployed) => listener !== undefined,
    ports: ['records', 'listener', 'versions', 'announcer', 'existing', 'adoption'],
  },
  goOn: {
    file: 'go-on',
    does: 'Tells a rollout that is held to go on',
    args: payloads.goOnArgs,
    result: answers<payloads.GoOnResult>(),
    timeoutSeconds: 20,
    ports: ['records'],
  },
  close: {
    file: 'close',
    does: 'Ends a rollout and announces how',
    args: payloads.closeArgs,
    result: answers<payloads.CloseResult>(),
    timeoutSeconds: 20,
    ports: ['records', 'announcer'],
    portsIf: WITH_CONCURRENCY,
  },
  rollBack: {
    file: 'roll-back',
    does: 'Gives production every request',
    args: payloads.rollBackArgs,
    result: answers<payloads.RollBackResult>(),
    /** A message on the rollback topic. */
    event: payloads.snsEvent,
    keepsUndelivered: true,
    timeoutSeconds: WRITER_TIMEOUT_SECONDS,
    /** Several alarms at once, each by both ways; what comes on top waits, or goes on without a function. */
    reserves: 5,
    ports: ['records', 'listener', 'versions', 'announcer', 'meter'],
    /** It looks at alarms where the plan holds the weights while production is broken too. */
    portsIf: {
      alarms: ({ brokenProductionHoldSeconds }) => brokenProductionHoldSeconds > 0,
      ...WITH_PREVIEW,
      ...WITH_EXISTING,
    },
  },
  confirm: {
    file: 'confirm',
    does: 'Looks whether a rollback holds',
    args: payloads.confirmArgs,
    result: answers<payloads.ConfirmResult>(),
    timeoutSeconds: 20,
    ports: ['records', 'listenerRead', 'versionsRead'],
    portsIf: WITH_EXISTING,
  },
  watchdog: {
    file: 'watchdog',
    does: 'Repairs each minute what nobody reported',
    /** The schedule's event says nothing that matters. */
    event: z.looseObject({}),
    timeoutSeconds: WRITER_TIMEOUT_SECONDS,
    reserves: 1,
    /** It asks what became of an execution. */
    ports: ['records', 'listener', 'versions', 'announcer', 'meter', 'executions'],
    portsIf: { ...WITH_PREVIEW, ...WITH_CONCURRENCY, ...WITH_EXISTING },
  },
} as const satisfies Readonly<Record<string, TaskRow | EventRow>>;

type Rows = typeof FUNCTIONS;
export type FunctionName = keyof Rows;
/** A function that tasks of the machine invoke. */
export type RolloutFunction = { [F in FunctionName]: Rows[F] extends { args: z.ZodType } ? F : never }[FunctionName];
/** A function that some plans do without. */
export type OptionalFunction = { [F in FunctionName]: Rows[F] extends { onlyIf: unknown } ? F : never }[FunctionName];
/** A function that a topic or a schedule invokes. */
export type EventFunction = { [F in FunctionName]: Rows[F] extends { event: z.ZodType } ? F : never }[FunctionName];

/** What a task sends to the function, as its handler gets it. */
export type Args<F extends RolloutFunction> = z.infer<Rows[F]['args']>;
/** What the function answers a task. */
export type Result<F extends RolloutFunction> = Rows[F]['result'] extends { type?: infer R } ? R : never;
/** Every row as what all have in common. */
export const ROWS: Readonly<Record<FunctionName, FunctionRow>> = FUNCTIONS;
/** The rows of what tasks invoke. */
export const TASK_ROWS: { readonly [F in RolloutFunction]: TaskRow<Args<F>, Result<F>> } = FUNCTIONS;

export const FUNCTION_NAMES = Object.keys(FUNCTIONS) as readonly FunctionName[];
export const ROLLOUT_FUNCTIONS = FUNCTION_NAMES.filter((name): name is RolloutFunction => 'args' in FUNCTIONS[name]);

/** Whether a function is deployed with this plan, and what is on beside it. */
export const hasFunction = (deployed: Deployed, name: FunctionName): boolean => ROWS[name].onlyIf?.(deployed) ?? true;
/** The functions that are deployed with this plan, and what is on beside it. */
export const functionsOf = (deployed: Deployed): readonly FunctionName[] =>
  FUNCTION_NAMES.filter((name) => hasFunction(deployed, name));

/** One value for each of these functions. */
export const byFunction = <F extends FunctionName, T>(names: readonly F[], valueOf: (name: F) => T) =>
  Object.fromEntries(names.map((name) => [name, valueOf(name)])) as Readonly<Record<F, T>>;
