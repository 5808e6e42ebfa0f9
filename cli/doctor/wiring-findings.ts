import { Alias, aliasName } from '../../statemachine/contract/names.ts';
import type { Rule, Stack, Topic } from '../ports.ts';
import { placeOf, type Service } from '../services.ts';
import { type Commands, type Finding, note, quoted, wrong } from './finding.ts';

/** As much of a pattern as tells what a rule listens to. */
interface Pattern {
  readonly source?: readonly string[];
  readonly resources?: readonly string[];
}

export interface RuleFacts {
  readonly rules: readonly Rule[];
  /** Alarms that roll back. */
  readonly canaryAlarms: readonly string[];
  readonly service: Service;
}

/** A deploy does not bring back what was deleted by hand, because CloudFormation compares templates. */
const GONE =
  'was deleted: a deploy does not bring it back, so look it up in the template and create it under its old name:';

export function ruleFindings({ canaryAlarms, rules, service }: RuleFacts, { aws }: Commands): readonly Finding[] {
  const { stack, stateMachineArn } = service;
  const ours = rules.filter(({ schedule, targets }) => targets.includes(stateMachineArn) || schedule !== undefined);
  const off = ours
    .filter(({ enabled }) => !enabled)
    .map(({ name, schedule }) =>
      wrong(
        'rules',
        `${name} is switched off: ` +
          (schedule === undefined ? 'what it hears starts nothing' : 'the watchdog does not run'),
        `${aws} events enable-rule --name ${name}`,
      ),
    );
  const patterns = ours.flatMap(({ pattern, targets }) =>
    targets.includes(stateMachineArn) ? [(pattern ?? {}) as Pattern] : [],
  );
  const template = `${aws} cloudformation get-template --stack-name ${stack}`;
  const heard = new Set(
    patterns
      .filter(({ source }) => source?.includes('aws.cloudwatch'))
      .flatMap(({ resources = [] }) => resources.map((arn) => arn.slice(arn.indexOf(':alarm:') + ':alarm:'.length))),
  );
  const unheard = canaryAlarms.filter((name) => !heard.has(name));
  return [
    ...off,
    ...(patterns.some(({ source }) => source?.includes('aws.states'))
      ? []
      : [wrong('rules', `the rule for executions that were aborted or died ${GONE}`, template)]),
    ...(unheard.length === 0
      ? []
      : [wrong('rules', `no rule starts a rollback for ${unheard.join(', ')}; if it ${GONE}`, template)]),
    ...(ours.some(({ schedule }) => schedule !== undefined)
      ? []
      : [wrong('rules', `the schedule of the watchdog ${GONE}`, template)]),
  ];
}

interface Statement {
  readonly Effect?: string;
  readonly Principal?: { readonly Service?: string | readonly string[] };
  readonly Action?: string | readonly string[];
}

export function topicFindings(
  { kmsKey, lambdaEndpoints, policy }: Topic,
  { functionName, rollbackTopicArn, stack, ...service }: Service,
  { aws }: Commands,
): readonly Finding[] {
  const document = (policy ?? { Version: '2012-10-17', Statement: [] }) as {
    readonly Statement?: readonly Statement[];
  };
  const statements = document.Statement ?? [];
  const { account, partition, region } = placeOf(service);
  const allowed = statements.some(
    ({ Action, Effect, Principal }) =>
      Effect === 'Allow' &&
      includes(Principal?.Service, 'cloudwatch.amazonaws.com') &&
      ['sns:Publish', 'SNS:Publish', 'sns:*'].some((action) => includes(Action, action)),
  );
  const set = (name: string, value: string) =>
    `${aws} sns set-topic-attributes --topic-arn ${rollbackTopicArn} --attribute-name ${name} ` +
    `--attribute-value ${quoted(value)}`;
  const statement = {
    Sid: 'AlarmsOfThisAccount',
    Effect: 'Allow',
    Principal: { Service: 'cloudwatch.amazonaws.com' },
    Action: 'sns:Publish',
    Resource: rollbackTopicArn,
    Condition: { StringEquals: { 'aws:SourceAccount': account } },
  };
  return [
    ...(allowed
      ? []
      : [
          wrong(
            'topic',
            'the policy of the rollback topic does not let CloudWatch publish: alarms reach nobody over it',
            set('Policy', JSON.stringify({ ...document, Statement: [...statements, statement] })),
          ),
        ]),
    ...(kmsKey === 'alias/aws/sns'
      ? [
          wrong(
            'topic',
            'the rollback topic is encrypted with the AWS-managed key: CloudWatch is dropped without a word',
            set('KmsMasterKeyId', ''),
          ),
        ]
      : []),
    ...(lambdaEndpoints.length > 0
      ? []
      : [
          wrong(
            'topic',
            `no function hears the rollback topic; subscribe the roll-back function (not ${functionName}), ` +
              'whose name the first command tells:',
            `${aws} cloudformation list-stack-resources --stack-name ${stack} --output text --query ` +
              `"StackResourceSummaries[?ResourceType=='AWS::Lambda::Function' && ` +
              `contains(LogicalResourceId, 'RollBack')].PhysicalResourceId"`,
            `${aws} sns subscribe --topic-arn ${rollbackTopicArn} --protocol lambda --notification-endpoint ` +
              `arn:${partition}:lambda:${region}:${account}:function:<name>`,
          ),
        ]),
  ];
}

function includes(given: string | readonly string[] | undefined, wanted: string): boolean {
  return given === wanted || (Array.isArray(given) && given.includes(wanted));
}

export function targetFindings(
  targets: Readonly<Record<'production' | 'canary', readonly string[]>>,
  service: Service,
  { aws }: Commands,
): readonly Finding[] {
  return ([Alias.production, Alias.canary] as const).flatMap((alias): Finding[] => {
    const arn = service.productionAliasArn.replace(/:[^:]*$/, `:${aliasName(alias, service.aliasPrefix)}`);
    const group = alias === Alias.production ? service.productionTargetGroupId : service.canaryTargetGroupId;
    if (targets[alias].length === 1 && targets[alias][0] === arn) return [];
    return [
      wrong(
        'targets',
        `target group ${group} sends ${alias}'s requests to ${targets[alias].join(', ') || 'nobody'}, expected ${arn}`,
        `${aws} vpc-lattice register-targets --target-group-identifier ${group} --targets id=${arn}`,
      ),
    ];
  });
}

export function stackFindings(
  stack: Stack | undefined,
  { stack: name }: Service,
  { aws }: Commands,
): readonly Finding[] {
  const status = stack?.status ?? 'gone';
  if (/^(CREATE|UPDATE|UPDATE_ROLLBACK|IMPORT)_COMPLETE$/.test(status)) return [];
  const events = `${aws} cloudformation describe-stack-events --stack-name ${name} --max-items 20`;
  if (status === 'UPDATE_ROLLBACK_FAILED')
    return [
      wrong(
        'stack',
        `${name} is ${status}: nothing can be deployed`,
        events,
        `${aws} cloudformation continue-update-rollback --stack-name ${name}`,
      ),
    ];
  return [
    status.endsWith('_IN_PROGRESS')
      ? note('stack', `${name} is ${status}: a deployment is under way`, events)
      : wrong('stack', `${name} is ${status}`, events),
  ];
}
