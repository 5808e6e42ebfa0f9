import { shortenAlarms } from '../../rollout/alarms.ts';
import { neverHadData } from '../../rollout/claim/without-data.ts';
import { ownAlarms } from '../own-alarms.ts';
import type { LiveAlarm, TemplateResource } from '../ports.ts';
import type { Service } from '../services.ts';
import { headline } from '../story/text.ts';
import { note, quoted, wrong, type Commands, type Finding } from './finding.ts';

const LONGEST_REASON = 160;

/** What a template says literally and CloudWatch tells; dimensions and metrics name other resources. */
const COMPARED = [
  'Threshold',
  'ComparisonOperator',
  'EvaluationPeriods',
  'DatapointsToAlarm',
  'TreatMissingData',
  'Period',
  'Statistic',
] as const;

export interface AlarmFacts {
  readonly names: { readonly canary: readonly string[]; readonly all: readonly string[] };
  readonly alarms: readonly LiveAlarm[];
  readonly service: Service;
  readonly now: Date;
}

/** An alarm that was made or changed a moment ago has not been evaluated yet. */
const EVALUATED_AFTER_MS = 3_600_000;

export function alarmFindings({ alarms, names, now, service }: AlarmFacts, { aws }: Commands): readonly Finding[] {
  const found = new Map(alarms.map((alarm) => [alarm.name, alarm]));
  return names.all.flatMap((name): Finding[] => {
    const alarm = found.get(name);
    if (alarm === undefined)
      return [
        wrong(
          'alarms',
          `${name} does not exist; no release begins without it (RUNBOOK.md#alarmmissing). A deploy does not ` +
            'bring it back: take its properties from the template, with ids in place of references:',
          `${aws} cloudformation get-template --stack-name ${service.stack}`,
          `${aws} cloudwatch put-metric-alarm --alarm-name ${name} --cli-input-json file://alarm.json`,
        ),
      ];
    return [
      ...stateFinding(alarm, service, aws),
      ...noDataFinding(alarm, now, aws),
      ...actionFindings(alarm, names.canary.includes(name) && isOwn(name, service), service, aws),
    ];
  });
}

/** Alarms that others made keep their own actions. */
function isOwn(name: string, service: Service): boolean {
  return name.startsWith('canary-') && name.endsWith(`-${service.name}`);
}

/** What rings about a version may pass; what rings about the rollbacks themselves leaves nobody safe. */
function stateFinding({ name, reason, state }: LiveAlarm, service: Service, aws: string): Finding[] {
  if (state !== 'ALARM') return [];
  const entry = isOf(service, name) ? ` RUNBOOK.md#${name.slice(0, -service.name.length - 1)}` : '';
  const finding = ownAlarms(service.name).includes(name) ? wrong : note;
  return [
    finding(
      'alarms',
      `${name} is on: ${headline(shortenAlarms(reason), LONGEST_REASON)}${entry}`,
      `${aws} cloudwatch describe-alarms --alarm-names ${name}`,
    ),
  ];
}

/** A rule that says what missing data means leaves this state; one that does not keeps a release waiting. */
function noDataFinding(alarm: LiveAlarm, now: Date, aws: string): Finding[] {
  const { name, since, state } = alarm;
  if (state !== 'INSUFFICIENT_DATA' || now.getTime() - since.getTime() < EVALUATED_AFTER_MS) return [];
  const refused = neverHadData(alarm, now)
    ? ' As it has never had any, only a version that is named is released (RUNBOOK.md#alarmwithoutdata).'
    : '';
  return [
    note(
      'alarms',
      `${name} has had no data since ${since.toISOString()}: a release that it still has none for is held up until ` +
        'plan.extendSeconds are over, and then rolled back. Does a metric of that name and these dimensions exist?' +
        refused,
      `${aws} cloudwatch describe-alarms --alarm-names ${name}`,
    ),
  ];
}

function isOf({ name: service }: Service, name: string): boolean {
  return name.endsWith(`-${service}`);
}

function actionFindings(
  { actions, actionsEnabled, name, properties }: LiveAlarm,
  rollsBack: boolean,
  { rollbackTopicArn }: Service,
  aws: string,
): Finding[] {
  const off = actionsEnabled
    ? []
    : [
        wrong(
          'alarms',
          `${name} has its actions switched off: it calls nobody`,
          properties === undefined
            ? `${aws} cloudwatch enable-alarm-actions --alarm-names ${name}`
            : put(aws, { ...properties, ActionsEnabled: true }),
        ),
      ];
  if (!rollsBack || actions.includes(rollbackTopicArn) || properties === undefined) return off;
  return [
    ...off,
    wrong(
      'alarms',
      `${name} does not publish to the rollback topic`,
      put(aws, { ...properties, AlarmActions: [...actions, rollbackTopicArn] }),
    ),
  ];
}

/** Alarms whose numbers somebody changed since the stack was deployed. */
export function driftFindings(
  template: Readonly<Record<string, TemplateResource>>,
  alarms: readonly LiveAlarm[],
  { aws }: Commands,
): readonly Finding[] {
  const live = new Map(alarms.map((alarm) => [alarm.name, alarm.properties]));
  return Object.values(template).flatMap(({ Properties = {}, Type }): Finding[] => {
    const name = Properties['AlarmName'];
    const now = typeof name === 'string' ? live.get(name) : undefined;
    if (Type !== 'AWS::CloudWatch::Alarm' || now === undefined) return [];
    const drifted = COMPARED.filter((field) => isLiteral(Properties[field]) && Properties[field] !== now[field]);
    if (drifted.length === 0) return [];
    const words = drifted.map(
      (field) => `${field} is ${String(now[field])}, deployed was ${String(Properties[field])}`,
    );
    const restored = Object.fromEntries(drifted.map((field) => [field, Properties[field]]));
    return [
      wrong(
        'template',
        `alarm ${String(name)} was changed by hand: ${words.join('; ')}`,
        put(aws, { ...now, ...restored }),
      ),
    ];
  });
}

function isLiteral(value: unknown): boolean {
  return typeof value === 'string' || typeof value === 'number';
}

function put(aws: string, properties: Readonly<Record<string, unknown>>): string {
  return `${aws} cloudwatch put-metric-alarm --cli-input-json ${quoted(JSON.stringify(properties))}`;
}
