import type * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import type * as kms from 'aws-cdk-lib/aws-kms';
import type * as lambda from 'aws-cdk-lib/aws-lambda';
import type { Hook } from '../../statemachine/contract/hooks.ts';
import type { AnswersFrom } from '../../statemachine/contract/answer-metrics.ts';
import type { Compare } from '../../statemachine/contract/compare.ts';
import type { Plan } from '../../statemachine/contract/plan.ts';
import type { AlarmThresholds } from './alarm-kinds.ts';
import type { Auth, CustomDomain, ListenerOptions } from './options.ts';
import type { PreviewInput } from './preview-options.ts';

/** What differs from the default plan, and of how it compares only what differs too. */
export interface PlanOptions extends Partial<Omit<Plan, 'compare' | 'hooks'>> {
  readonly compare?: Partial<Compare> | false;
  /**
   * Functions of yours that are asked before the release goes on (docs/hooks.md). None of them may refer to the state
   * machine, which names them. @default - nobody is asked
   */
  readonly hooks?: readonly HookOptions[];
}

/** One of `plan.hooks`; `fn` also by construct: the function, a version or an alias of it. */
export interface HookOptions extends Omit<Hook, 'fn'> {
  readonly fn: lambda.IFunction | string;
}

export interface LatticeCanaryProps {
  /**
   * The function to release, in the same stack; in a VPC or not. It has no fixed name, and its `currentVersion` is
   * retained (`currentVersionOptions: { removalPolicy: RETAIN_ON_UPDATE_OR_DELETE }`), because production keeps running
   * versions that the newest deploy did not publish. No provisioned concurrency on its versions. Its construct id and
   * package type stay as they are: another function would be live without a release, and the deploy is refused.
   */
  readonly fn: lambda.Function;
  /**
   * Literal of letters, digits, `.`, `_` and `-`, unique in account and Region: key of the rollout record, last part of
   * every alarm's name, dimension of the weight metric. Must never change.
   * @default - stack name and construct path, such as `Shop.Orders`: moving or renaming the construct changes it
   */
  readonly serviceName?: string;
  /**
   * What differs from the default plan. With a last weight of 90 to 99 % something stays beside the canary until its
   * last bake is over; it then gets everything, settles and is promoted. @default - 10, 30, 50, 100 % with 5 minutes
   * each; 5 minutes of watching after the promotion
   */
  readonly plan?: PlanOptions;
  /** Thresholds that differ from the defaults. @default - each has its own */
  readonly alarms?: Partial<AlarmThresholds>;
  /**
   * Where answers with status 5XX are counted. `access-logs` has VPC Lattice log every request and counts the lines:
   * for a service whose target groups report nothing (RUNBOOK.md#blindtoanswers). They come up to five minutes late,
   * and each costs (docs/costs.md#access-logs). With `none` nobody sees such answers, as every check says: the two
   * alarms on answers are not made on either side, and the canary is compared by exceptions and times only. Not to be
   * changed while a release runs.
   * @default 'target-group-metrics' - VPC Lattice's own; a release for which they count nothing is held, and rolled
   * back at its deadline
   */
  readonly answersFrom?: AnswersFrom;
  /** Path of the request with which a version is tested before users meet it. @default - `/` */
  readonly smokeTestPath?: string;
  /**
   * Folder that holds one folder per bundled handler.
   * @default - the bundles that the package brings
   */
  readonly handlerBundles?: string;
  /**
   * The published version at which the aliases are created: for a function that has versions already, the one that
   * serves now. Read at the first deploy only and never to be changed afterwards: a changed one would point production
   * back at it.
   * @default '1' - the version that the first deploy of a new function publishes
   */
  readonly initialVersion?: string;
  /**
   * What the names of the aliases begin with, for a function that has aliases `production`, `canary`, `previous` or
   * `preview` already: `'lattice-'` makes `lattice-production`. Never to be changed after the first deploy: another one
   * makes new aliases, at `initialVersion`, and production would be back there.
   * @default - nothing: they are called `production`, `canary` and `previous`
   */
  readonly aliasPrefix?: string;
  /** Subscribed to the release events. @default - nobody */
  readonly email?: string;
  /**
   * Id or ARN of an existing service network that the service joins: the usual case, because a VPC can be associated
   * with one network only, and so services share one. Another one later, with the same `vpcId`, takes two deploys: one
   * without the VPC, one with it.
   * @default - a network of its own is created
   */
  readonly serviceNetworkId?: string;
  /**
   * The VPC that is associated with the network, so that its clients may call the service.
   * @default - no VPC is associated: fine with an existing network that has its VPCs; nobody reaches a network of its
   * own
   */
  readonly vpcId?: string;
  /**
   * Guard the VPC's association: who in the VPC may call. Not to be taken away all at once: VPC Lattice keeps one.
   * @default - every client in the VPC may
   */
  readonly securityGroupIds?: readonly string[];
  /**
   * HTTPS on port 443 or HTTP on port 80. Another one later makes a new listener, which begins at production 100: not
   * while a rollout is under way.
   * @default 'HTTPS' - with a certificate that VPC Lattice manages, on the name that it generates
   */
  readonly protocol?: 'HTTP' | 'HTTPS';
  /**
   * With `AWS_IAM`, clients sign their requests (SigV4, service `vpc-lattice-svcs`) and a policy lets in the principals
   * of the service's own account, or of one organization; their own policies must allow `vpc-lattice-svcs:Invoke` too.
   * Switched on later, nobody gets in for the moments between CloudFormation's writing the type and the policy.
   * @default - `{ type: 'NONE' }`: everyone whom the network lets in
   */
  readonly auth?: Auth;
  /**
   * A name of your own and the ARN of its certificate, which HTTPS needs, in the service's Region. A CNAME record of
   * that name for the generated one (output `ServiceDNS`) is yours to make. VPC Lattice cannot change it later: another
   * one, or none, makes a new service with another generated name, and the old name ends with the deploy.
   * @default - the generated name only
   */
  readonly customDomain?: CustomDomain;
  /**
   * Ids of a service and its listener that VPC Lattice serves already, also by reference (docs/existing-listener.md):
   * no service, listener or network is made, and nobody needs another DNS name. Nothing is released before `{"adopt":
   * true}` has taken over the listener's default action, which `{"releaseListener": true}` gives back. Not with `auth`,
   * `customDomain` and `protocol`, which are the service's own; not to be changed while it is adopted.
   * @default - the stack makes a service and a listener of its own
   */
  readonly listener?: ListenerOptions;
  /**
   * A header and a value with which a request reaches the version that is being released, whatever its weight, and
   * production's at rest: `{ value: 'for-testers' }`. A third target group and the alias `preview` stand behind it,
   * which neither alarms nor comparison count. The value is no secret: whoever knows it and reaches the service gets
   * there (docs/preview.md). `header` is `x-canary-preview` unless told. `initialVersion` is a published version at
   * which the alias is created, that of the other aliases unless told: for a service whose first version is gone by
   * now.
   * @default - no such way
   */
  readonly preview?: PreviewInput;
  /**
   * Alarms of yours, by construct or by ARN, metric or composite, in the same account and Region; at most 20. Each is
   * looked at in every check of canary and production, refuses a start while it is on, and rolls back when it goes to
   * ALARM. One with INSUFFICIENT_DATA holds a rollout up.
   * @default - only the alarms that are created here
   */
  readonly extraAlarms?: readonly (cloudwatch.IAlarm | string)[];
  /**
   * Encrypts both topics. A key of this app gets the statements that it needs; the policy of an imported one must let
   * cloudwatch.amazonaws.com and sns.amazonaws.com use `kms:Decrypt` and `kms:GenerateDataKey` (with
   * `aws:SourceAccount`, if you like), events.amazonaws.com the same without that condition, and the account's roles by
   * their own policies.
   * @default - none: a key costs a dollar a month and its requests, and a key that is disabled or deleted silences
   * every rollback that would come over the topics and keeps releases waiting that cannot be announced. The dead-letter
   * queue is encrypted by SQS in any case
   */
  readonly encryptionKey?: kms.IKey;
  /**
   * Whether an update of the stack that completed starts a release of the newest version; while another runs, after
   * that has ended, unless a person ended it.
   * @default false - publishing is not releasing: somebody starts an execution
   */
  readonly releaseOnDeploy?: boolean;
  /**
   * Whether 6 of the account's concurrent invocations are kept for this service's roll-back function (5) and watchdog
   * (1), so that no other function can use them up. Lambda wants 100 left for all others: with fewer, as in a new
   * account, which has 10, CloudFormation refuses the deployment.
   * @default false - without room for them the machine itself revokes the claim and gives production every request, and
   * the rest waits
   */
  readonly reserveConcurrency?: boolean;
  /**
   * Whether a CloudWatch dashboard shows the weight, the traffic of both versions, alarms and executions.
   * @default true - the first three of an account are free, each further one costs 3 dollars a month
   */
  readonly dashboard?: boolean;
}
