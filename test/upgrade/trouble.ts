import type { Alarm } from 'local-aws';
import type { CloudWatch } from 'local-aws';
import { AwsError } from 'local-aws';
import type { AuthorizedCall } from 'local-aws';
import { NO_METRICS } from './leg-violations.ts';

/** What goes wrong in a cloud because a rehearsal wants it to. */
export class Trouble {
  /** Nobody can judge a canary while this is so: checks fail. */
  metricsAreBroken = false;
  private productionIsBroken = false;
  private cloudwatch: CloudWatch | undefined;

  /** @throws AwsError for what is broken */
  meet({ operation }: AuthorizedCall): void {
    const fails = this.metricsAreBroken && operation === 'GetMetricData';
    if (fails) throw new AwsError('InvalidParameterCombination', NO_METRICS);
  }

  /** While a canary's alarm has no data, nothing is held for production's sake. */
  canaryIsQuiet(cloudwatch: CloudWatch): boolean {
    return alarmsOf('canary', cloudwatch).every(({ state }) => state.value === 'OK');
  }

  /** Production's own alarm goes on and stays on; or goes off. */
  breakProduction(broken: boolean, cloudwatch: CloudWatch): void {
    this.productionIsBroken = broken;
    this.cloudwatch = cloudwatch;
    this.setAlarm(broken ? 'ALARM' : 'OK');
  }

  /** To be called when an alarm has changed: one that was set by hand stays so only until CloudWatch looks at it. */
  persist(): void {
    if (this.productionIsBroken) this.setAlarm('ALARM');
  }

  private setAlarm(value: 'ALARM' | 'OK'): void {
    const [alarm] = this.cloudwatch === undefined ? [] : alarmsOf('production', this.cloudwatch);
    if (alarm !== undefined) this.cloudwatch?.setState(alarm.config.name, value, { reason: 'set by hand' });
  }
}

function alarmsOf(subject: 'canary' | 'production', cloudwatch: CloudWatch): readonly Alarm[] {
  return cloudwatch.listAlarms().filter(({ config }) => config.name.startsWith(`${subject}-`));
}
