import type { AliasState } from '../../rollout/lambda/aliases.ts';
import type { ComparedMinute, SideMinute, Sum } from '../../rollout/lambda/minutes.ts';
import type { Provisioned } from '../../rollout/lambda/provisioned.ts';
import type { Answer } from '../../rollout/lambda/smoke-test.ts';
import type { ComparedMetric } from '../../statemachine/contract/compared-metrics.ts';
import type { Alias, OwnedAlias } from '../../statemachine/contract/names.ts';

/** What the handlers need of a Lambda target, beside what they need of the world around any. */

export interface Versions {
  /** @throws if the alias does not exist */
  readAlias(alias: Alias): Promise<AliasState>;
  /** Compare-and-set on the alias: false when its revision is no longer `revisionId` (AWS answers 412). */
  pointAlias(alias: Alias, version: string, revisionId: string): Promise<boolean>;
  exists(version: string): Promise<boolean>;
  /**
   * Fields in which the function as it is deployed (`$LATEST`) differs from this version; undefined when there is no
   * such version.
   */
  unpublished(version: string): Promise<readonly string[] | undefined>;
}

/** The alias `preview`, and those that tell where it belongs; each call is one try and soon over. */
export interface Preview {
  /** @throws if the alias does not exist */
  readAlias(alias: OwnedAlias): Promise<AliasState>;
  /** Compare-and-set, as of the other aliases. */
  pointAlias(alias: OwnedAlias, version: string, revisionId: string): Promise<boolean>;
}

/** Provisioned concurrency of versions, never of aliases: two aliases cannot have it for one version. */
export interface Concurrency {
  /** How many environments a version of this service gets; 0 where it is only taken away. */
  readonly perVersion: number;
  /** @returns why it was not accepted, in Lambda's words; undefined where it was */
  put(version: string, concurrency: number): Promise<NotAccepted | undefined>;
  /** undefined where the version has none. */
  read(version: string): Promise<Provisioned | undefined>;
  /** Also of a version that has none, or is not there any more; one try and soon over, as `productionVersion`. */
  remove(version: string): Promise<void>;
  productionVersion(): Promise<string>;
}

export interface NotAccepted {
  /** True when a later try may be accepted. */
  readonly mayPass: boolean;
  readonly words: string;
}

export interface Invoker {
  invoke(alias: Alias, event: unknown): Promise<Answer>;
  /**
   * Past every alias, so that it counts in no metric of one: those of users are of an alias.
   * @param withinMs how long the answer is waited for
   * @returns undefined when there is none by then
   */
  invokeVersion(version: string, event: unknown, withinMs: number): Promise<Answer | undefined>;
}

/** What the sides did by the minute. */
export interface Minutes {
  /**
   * The minutes from the one that holds `from` up to the last that is over at `to`, in order, of both sides.
   * @param times in milliseconds, beyond which production's requests are counted
   * @param factors the canary's are counted beyond so many times each of them, all in one call
   * @param metrics what else is counted; nothing unless given
   * @param proof asks for what shows whether each minute is all there, ten statistics more; not unless given
   */
  read(
    from: Date,
    to: Date,
    times: readonly number[],
    factors: readonly number[],
    metrics?: readonly ComparedMetric[],
    proof?: 'with proof',
  ): Promise<readonly ComparedMinute[]>;
  /** One sum of one side in the full minutes from `from` to `to`, and nothing else; 0 when nothing was recorded. */
  count(side: 'canary' | 'production', sum: Sum, from: Date, to: Date): Promise<number>;
  /** The same minutes of one side, and how many were asked and failed only. */
  sums(side: 'canary' | 'production', from: Date, to: Date): Promise<readonly SideMinute[]>;
}
