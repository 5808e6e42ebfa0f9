import type { Fact, Facts } from './facts.ts';
import { alarmFindings, driftFindings } from './alarm-findings.ts';
import { answerFindings } from './answer-findings.ts';
import { versionFindings } from './version-findings.ts';
import { aliasFindings, neverReleasedFindings } from './alias-findings.ts';
import { certificateFindings } from './certificate-findings.ts';
import type { Commands, Finding } from './finding.ts';
import { concurrencyFindings } from './concurrency-findings.ts';
import { previewFindings } from './preview-findings.ts';
import { recordFindings, weightFindings } from './traffic-findings.ts';
import { ruleFindings, stackFindings, targetFindings, topicFindings } from './wiring-findings.ts';

/** What is not as it should be, the most urgent first: traffic, then what guards it, then the rest. */
export function examine(facts: Facts, commands: Commands): readonly Finding[] {
  const { alarmNames, alarms, aliases, answers, claimant, concurrency, record, rules, service } = facts;
  const { stack, targets, template, topic, weights } = facts;
  const { certificate, deployed, unpublished, versions } = facts;
  const found = [
    ...judge('weights', { weights, record }, (seen) => weightFindings(seen.weights, seen.record, service, commands)),
    ...judge('record', { record, claimant }, (seen) => recordFindings(seen.record, seen.claimant, commands)),
    ...judge('aliases', { aliases, record, versions }, (seen) =>
      aliasFindings(seen.aliases, seen.record, seen.versions, service, commands),
    ),
    ...judge('aliases', { aliases, record, template }, (seen) =>
      neverReleasedFindings(seen.aliases, seen.record, seen.template, service, commands),
    ),
    ...(service.previewHeader === undefined
      ? []
      : judge('preview', { aliases, record }, (seen) => previewFindings(seen.aliases, seen.record, service, commands))),
    ...('value' in concurrency && concurrency.value === undefined
      ? []
      : judge('concurrency', { concurrency, record, aliases }, (seen) =>
          seen.concurrency === undefined
            ? []
            : concurrencyFindings(seen.concurrency, seen.record, seen.aliases, service, commands),
        )),
    ...judge('version', { unpublished }, (seen) => versionFindings(seen.unpublished, service, commands)),
    ...judge('targets', { targets }, (seen) => targetFindings(seen.targets, service, commands)),
    ...judge('alarms', { alarmNames, alarms }, (seen) =>
      alarmFindings({ names: seen.alarmNames, alarms: seen.alarms, service, now: facts.now }, commands),
    ),
    ...judge('answers', { answers }, (seen) => answerFindings(seen.answers, service, commands)),
    ...judge('certificate', { certificate }, (seen) =>
      'problem' in deployed ? [] : certificateFindings(seen.certificate, deployed.value),
    ),
    ...judge('rules', { rules, alarmNames }, (seen) =>
      ruleFindings({ rules: seen.rules, canaryAlarms: seen.alarmNames.canary, service }, commands),
    ),
    ...judge('topic', { topic }, (seen) => topicFindings(seen.topic, service, commands)),
    ...judge('stack', { stack }, (seen) => stackFindings(seen.stack, service, commands)),
    ...judge('template', { template, alarms }, (seen) => driftFindings(seen.template, seen.alarms, commands)),
  ];
  // What could not be seen is said once of each thing that it hides.
  return found.filter(
    (each, i) => found.findIndex(({ about, text }) => each.about === about && each.text === text) === i,
  );
}

type Seen<T> = { readonly [K in keyof T]: T[K] extends Fact<infer V> ? V : never };

/** Findings about what was seen; or, once, why it could not be. */
function judge<T extends Readonly<Record<string, Fact<unknown>>>>(
  about: string,
  facts: T,
  findings: (seen: Seen<T>) => readonly Finding[],
): readonly Finding[] {
  const problems = Object.values(facts).flatMap((fact) => ('problem' in fact ? [fact.problem] : []));
  if (problems.length > 0) return [...new Set(problems)].map((text) => ({ level: 'unseen', about, text, mend: [] }));
  return findings(
    Object.fromEntries(
      Object.entries(facts).map(([name, fact]) => [name, 'value' in fact ? fact.value : undefined]),
    ) as Seen<T>,
  );
}
