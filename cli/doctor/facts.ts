import type { ExecutionStatus } from '../../rollout/execution.ts';
import type { RolloutRecord } from '../../rollout/record/record.ts';
import type { Weights } from '../../rollout/weights.ts';
import type { AnswersFrom } from '../../statemachine/contract/answer-metrics.ts';
import { CERTIFICATE_FILE, certificateIn, type Certificate } from '../certify/certificate.ts';
import { deployedIn, type Deployed } from '../certify/proposals.ts';
import type { Context } from '../context.ts';
import { explain } from '../explain.ts';
import { isExecution } from '../find-release.ts';
import { answersFromIn, scheduleOf } from '../plan/schedule.ts';
import { ownAlarms } from '../own-alarms.ts';
import type { LiveAlarm, Reports, Rule, Stack, TemplateResource, Topic } from '../ports.ts';
import type { AliasVersions } from '../prune/decide.ts';
import { placeOf, type Service } from '../services.ts';
import { alarmsOf } from '../story/definition.ts';
import { planIn } from '../story/deployed.ts';
import { readWeights } from '../weights.ts';
import type { ConcurrencySeen } from './concurrency-findings.ts';

/** What was seen, or why it could not be looked at. */
export type Fact<T> = { readonly value: T } | { readonly problem: string };

export interface AnswersSeen extends Reports {
  /** Where checks are told to look for answers with 5XX; undefined where they are told nothing. */
  readonly from: AnswersFrom | undefined;
  /** Where access logs go; looked at only where answers are counted in them. */
  readonly logs: readonly string[];
}

export interface Facts {
  readonly service: Service;
  readonly now: Date;
  readonly stack: Fact<Stack | undefined>;
  /** undefined: the listener does something else than splitting over the two groups. */
  readonly weights: Fact<Weights | undefined>;
  readonly record: Fact<RolloutRecord>;
  /** Of the execution that holds the claim; undefined when nobody does, or when it cannot be found. */
  readonly claimant: Fact<ExecutionStatus | undefined>;
  readonly aliases: Fact<readonly AliasVersions[]>;
  readonly versions: Fact<readonly string[]>;
  /** Fields in which the function is configured otherwise than its newest version. */
  readonly unpublished: Fact<readonly string[]>;
  /** Names of the alarms that must exist, by whom they watch. */
  readonly alarmNames: Fact<{ readonly canary: readonly string[]; readonly all: readonly string[] }>;
  readonly alarms: Fact<readonly LiveAlarm[]>;
  readonly answers: Fact<AnswersSeen>;
  /** Looked at only where releases give provisioned concurrency, or gave some; undefined elsewhere. */
  readonly concurrency: Fact<ConcurrencySeen | undefined>;
  readonly rules: Fact<readonly Rule[]>;
  readonly topic: Fact<Topic>;
  /** What each target group sends requests to. */
  readonly targets: Fact<{ readonly production: readonly string[]; readonly canary: readonly string[] }>;
  readonly template: Fact<Readonly<Record<string, TemplateResource>>>;
  /** What was measured in this account and Region; undefined where nobody has. */
  readonly certificate: Fact<Certificate | undefined>;
  /** What it may speak against. */
  readonly deployed: Fact<Deployed>;
}

/** Looks at everything; what fails is a fact too, so that one missing permission hides nothing else. */
export async function gatherFacts({
  cloud,
  host,
  ports,
  service,
}: Pick<Context, 'cloud' | 'host' | 'ports' | 'service'>): Promise<Facts> {
  const {
    accessLogs,
    alarms,
    concurrency,
    listener,
    machine,
    records,
    rollbackTopic,
    rules,
    targetGroups,
    traffic,
    versions,
  } = ports;
  const definition = machine.definition();
  const alarmNames = look(async () => {
    const canary = scheduleOf(await definition).stretches[0]?.alarms ?? [];
    return { canary, all: [...alarmsOf(await definition), ...ownAlarms(service.name)] };
  });
  const answers = look(async () => {
    const from = answersFromIn(await definition);
    const logs = from === 'access-logs' ? await accessLogs.destinations() : [];
    return { from, logs, ...(await traffic.reports(from)) };
  });
  const record = look(() => records.read());
  // The aliases before the record: what a release has moved since is then in it.
  const [aliases, stack, weights, published, unpublished, rulesFact, topic, targets, template] = await Promise.all([
    look(() => versions.aliases()),
    look(() => cloud.stacks.find(service.stack)),
    look(() => readWeights(listener)),
    look(() => versions.versions()),
    look(async () => (await versions.unpublished(service.newestVersion)) ?? []),
    look(() => rules.read()),
    look(() => rollbackTopic.look()),
    look(async () => ({
      production: await targetGroups.targets(service.productionTargetGroupId),
      canary: await targetGroups.targets(service.canaryTargetGroupId),
    })),
    look(() => cloud.stacks.template(service.stack)),
  ]);
  const [names, recordFact] = await Promise.all([alarmNames, record]);
  return {
    service,
    now: cloud.now(),
    stack,
    weights,
    record: recordFact,
    claimant: await look(async () => {
      const rollout = 'value' in recordFact ? recordFact.value.rollout : undefined;
      return rollout === undefined || !isExecution(rollout) ? undefined : (await machine.describe(rollout.id))?.status;
    }),
    aliases,
    versions: published,
    unpublished,
    alarmNames: names,
    alarms: 'value' in names ? await look(() => alarms.read(names.value.all)) : names,
    answers: await answers,
    concurrency: await look(async () => {
      const perVersion = planIn(await definition).provisionedConcurrency;
      const gave = 'value' in recordFact && recordFact.value.provisioned !== undefined;
      if (perVersion === undefined && !gave) return undefined;
      return { perVersion, found: await concurrency.list() };
    }),
    rules: rulesFact,
    topic,
    targets,
    template,
    certificate: await look(async () => certificateIn(host.files.read(CERTIFICATE_FILE), placeOf(service))),
    deployed: await look(async () => deployedIn(await definition)),
  };
}

async function look<T>(read: () => Promise<T>): Promise<Fact<T>> {
  try {
    return { value: await read() };
  } catch (error) {
    return { problem: explain(error) };
  }
}
