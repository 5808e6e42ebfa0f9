import { DEFAULT_ALARMS } from '../../infra/constructs/alarm-kinds.ts';
import { limitsOf } from '../../infra/constructs/version-alarms.ts';
import { DEFAULT_PLAN } from '../../statemachine/contract/plan.ts';
import { definitionOf } from '../../verify/definition.ts';

/** What the machine of a service with default settings does, JSON text, with the limits of its alarms in it. */
export function defaultDefinition(): string {
  const alarmLimits = limitsOf({
    side: 'canary',
    thresholds: DEFAULT_ALARMS,
    answersCounted: true,
    lateMinutes: 0,
  });
  return JSON.stringify(definitionOf(DEFAULT_PLAN, { alarmLimits }));
}
