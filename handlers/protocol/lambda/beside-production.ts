import { answersWell, enough, toldOf, type Asked, type Try } from '../../../rollout/lambda/beside-production.ts';
import { latticeRequest } from '../../../rollout/lambda/smoke-test.ts';
import { inTime, toldOfWarmth, type Warmed } from '../../../rollout/lambda/warm.ts';
import { ContractError } from '../../../statemachine/contract/errors.ts';
import type { SmokeTestArgs } from '../../../statemachine/contract/rows/smoke-test.ts';
import { ANSWER_WITHIN_MS, type Smoke, type SmokeRequest } from '../../../statemachine/contract/smoke.ts';
import type { Ports } from '../../ports/index.ts';

type SmokePorts = Pick<Ports, 'clock' | 'invoker'>;

/** Which versions are asked, and until when. */
export interface Sides {
  readonly version: string;
  readonly production: string;
  /** No GET begins that could end later, by the clock's `elapsedMs`. */
  readonly untilMs: number;
}

/**
 * Asks both versions each GET, one GET after the other, so that no cold start is asked for that a user would not; then
 * warms the canary. Both are asked as versions and not by their aliases: alarms and comparison see aliases only.
 * @throws ContractError SmokeTestFailed when the canary fails where production does not, or there was no time to see
 */
export async function besideProduction(
  ports: SmokePorts,
  { requests, warm }: NonNullable<SmokeTestArgs['smoke']>,
  sides: Sides,
): Promise<readonly string[]> {
  const told: string[] = [];
  for (const request of requests) told.push(toldOf(request, sides.version, await triesOf(ports, request, sides)));
  if (warm !== undefined)
    for (const each of await warmUp(ports, requests, warm, sides)) told.push(toldOfWarmth(each, warm));
  return told;
}

/** @throws ContractError SmokeTestFailed when there is no time for a whole try */
async function triesOf(ports: SmokePorts, request: SmokeRequest, sides: Sides): Promise<readonly Try[]> {
  const tries: Try[] = [];
  while (!enough(tries)) {
    if (leftOf(ports, sides) < ANSWER_WITHIN_MS)
      throw new ContractError('SmokeTestFailed', `no time left to ask GET ${request.path}: the answers before took it`);
    const [canary, production] = await Promise.all([
      ask(ports, sides.version, request, ANSWER_WITHIN_MS),
      ask(ports, sides.production, request, ANSWER_WITHIN_MS),
    ]);
    tries.push({ canary, production });
  }
  return tries;
}

/** In rounds, so that one slow GET leaves time for the others. */
async function warmUp(
  ports: SmokePorts,
  requests: readonly SmokeRequest[],
  warm: NonNullable<Smoke['warm']>,
  sides: Sides,
): Promise<readonly Warmed[]> {
  const all = requests.map((request) => ({ request, path: request.path, took: [] as (number | undefined)[] }));
  for (let round = 1; round <= warm.atMost; round++) {
    for (const each of all.filter((one) => !inTime(one, warm))) {
      if (leftOf(ports, sides) < ANSWER_WITHIN_MS) return all;
      const began = ports.clock.elapsedMs();
      const answer = await ask(ports, sides.version, each.request, ANSWER_WITHIN_MS);
      each.took.push(answersWell(answer) ? Math.ceil(ports.clock.elapsedMs() - began) : undefined);
    }
  }
  return all;
}

const leftOf = ({ clock }: SmokePorts, { untilMs }: Sides): number => untilMs - clock.elapsedMs();

function ask({ clock, invoker }: SmokePorts, version: string, request: SmokeRequest, ms: number): Promise<Asked> {
  return invoker.invokeVersion(version, latticeRequest(request.path, clock.now(), request.headers), ms);
}
