import { type Random, seededRandom, TokenBucket, VirtualClock } from 'local-aws/clock';
import type { Execution } from 'local-aws/states';
import { ATTEMPTS } from '../../handlers/ports/aws/client-settings.ts';
import { CANARY_ALARM } from '../../verify/simulation/alarm-names.ts';
import { Simulation } from '../../verify/simulation/simulation.ts';
import type { Hook } from '../../verify/memory/world.ts';

/**
 * Default quotas of an account in a Region that a release can meet, calls a second ("CloudWatch service quotas",
 * "Lambda quotas").
 */
export const QUOTAS = {
  describeAlarms: 9,
  /** All but Invoke, GetFunction and GetPolicy together. */
  lambdaControlPlane: 15,
  /** Its 180,000 data points a second are not met before: at 26 statistics and 36 minutes a look that is 192 looks. */
  getMetricData: 50,
} as const;

/**
 * Longest wait before the second and the third attempt of a throttled call, in milliseconds; client-settings.ts has the
 * source. The SDK's own budget of retries, 100 in a row for each client, is not met: all tries of a task together make
 * 40 at most.
 */
const BACKOFF_MS = [1_000, 2_000] as const;

class Throttled extends Error {
  override readonly name = 'ThrottlingException';
}

/** Services that share an account's quotas, on one virtual clock. */
export class Region {
  readonly clock = new VirtualClock();
  readonly services: readonly Simulation[];
  /** Executions of the releases, in the order of the services. */
  readonly releases: Execution[] = [];
  /** Of all but the watchdogs, which call at rest too. */
  calls = 0;
  throttled = 0;
  private readonly alarms = new TokenBucket(QUOTAS.describeAlarms, this.clock);
  private readonly lambda = new TokenBucket(QUOTAS.lambdaControlPlane, this.clock);
  private readonly metrics = new TokenBucket(QUOTAS.getMetricData, this.clock);
  private readonly random: Random = seededRandom(1);

  constructor(definition: string, count: number) {
    this.services = Array.from(
      { length: count },
      (_, i) => new Simulation({ definition, seed: i + 1, clock: this.clock }),
    );
    for (const { world } of this.services) world.hook = this.quotas;
  }

  /** @returns gives the most retries that any one visit of a state has needed since */
  countRetries(): () => number {
    let most = 0;
    for (const { machines } of this.services) {
      let now = 0;
      machines.onTransition(({ type }) => {
        if (type === 'entered') now = 0;
        if (type === 'retrying') most = Math.max(most, ++now);
      });
    }
    return () => most;
  }

  /** Every service starts a release: in the same moment, or at some moment of the next seconds. */
  async releaseAll(withinSeconds: number): Promise<void> {
    const moments = this.services.map((service) => ({
      service,
      at: this.clock.now() + this.random.int(0, withinSeconds * 1000),
    }));
    for (const { service, at } of moments.toSorted((a, b) => a.at - b.at)) {
      await this.clock.runUntil(at);
      this.releases.push(await service.start());
    }
  }

  /**
   * Trips every service's alarm at some moment of the next minute. @returns seconds from alarm to 100 % production for
   * each service whose canary had weight
   */
  async incident(): Promise<readonly number[]> {
    const hit = this.services.filter(({ world }) => world.weights.canary > 0);
    const alarmedAt = hit.map((service) => {
      const delay = this.random.int(0, 60_000);
      this.clock.schedule(delay, () => service.alarm(CANARY_ALARM));
      return this.clock.now() + delay;
    });
    await this.clock.runUntil(this.clock.now() + 30 * 60_000);
    return hit.map(({ world }, i) => {
      const from = alarmedAt[i] ?? 0;
      const back = world.written.find(({ what, at }) => what === 'weights 100/0' && Date.parse(at) >= from);
      return world.split === '100/0' && back !== undefined
        ? (Date.parse(back.at) - from) / 1000
        : Number.POSITIVE_INFINITY;
    });
  }

  /** What the SDK does about a throttled call: it waits and tries again, three times in all. */
  private readonly quotas: Hook = async ({ actor, name, moment }) => {
    if (moment === 'after') return;
    if (actor !== 'watchdog') this.calls++;
    const bucket = this.bucketOf(name);
    if (bucket !== undefined) await this.take(bucket);
  };

  private bucketOf(call: string): TokenBucket | undefined {
    if (call === 'alarms.read') return this.alarms;
    if (call === 'minutes.read' || call === 'minutes.count') return this.metrics;
    return call.startsWith('versions.') ? this.lambda : undefined;
  }

  private async take(bucket: TokenBucket): Promise<void> {
    for (let attempt = 1; !bucket.take(); attempt++) {
      this.throttled++;
      if (attempt === ATTEMPTS) throw new Throttled('Rate exceeded');
      await this.clock.sleep(this.random.int(0, BACKOFF_MS[attempt - 1] ?? 0));
    }
  }
}
