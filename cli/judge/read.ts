import type { Minutes } from '../../handlers/ports/lambda.ts';
import { type ComparedMinute, factorsOf, TIMES } from '../../rollout/lambda/minutes.ts';
import { addSeconds, secondsBetween } from '../../rollout/time.ts';
import type { Context } from '../context.ts';
import { Refused, UsageError } from '../errors.ts';
import type { JudgeOptions } from './options.ts';
import { aloneSince, KEPT_DAYS, minuteName, type Past } from './past.ts';
import type { JudgedPlan } from './plan.ts';
import { stretchIn, type Stretch } from './release.ts';

const DAY_SECONDS = 24 * 3600;
/** With a plan's ten metrics and its tail this is 61,000 values; one call may ask for 100,800 ("GetMetricData"). */
const PART_SECONDS = DAY_SECONDS / 2;

/**
 * What CloudWatch has of both sides: of the service's own aliases unless told, and then of the last release unless told
 * when.
 * @throws UsageError for times that make no sense, Refused where there is nothing to compare
 */
export async function readPast(context: Context, options: JudgeOptions, plan: JudgedPlan): Promise<Past> {
  const { ports, service } = context;
  const { from, to, aloneSince: alone, known } = await stretchOf(context, options);
  const own = (side: 'canary' | 'production') => `${service.functionName}:${side}`;
  const names = {
    canary: options.canary?.text ?? own('canary'),
    production: options.production?.text ?? own('production'),
  };
  const isOwn = names.canary === own('canary') && names.production === own('production');
  const { canary, production } = options;
  const asked = {
    canary: canary?.dimensions ?? { FunctionName: service.functionName, Resource: own('canary') },
    production: production?.dimensions ?? { FunctionName: service.functionName, Resource: own('production') },
  };
  const port = ports.minutes(plan.answersFrom, isOwn ? undefined : asked);
  const minutes = await inParts(port, from, to, plan);
  for (const side of ['canary', 'production'] as const)
    if (!minutes.some((minute) => minute[side].invocations > 0))
      throw new Refused(
        `CloudWatch has no request of ${names[side]} from ${minuteName(from)} to ${minuteName(to)}: there is nothing ` +
          'to compare',
      );
  const since = alone ?? (options.from === undefined ? undefined : aloneSince(minutes));
  return {
    minutes,
    ...names,
    // Only the service's own target groups are known.
    answersCounted: isOwn && plan.answersFrom !== 'none',
    ...(since && { aloneSince: since }),
    before: port,
    ...(known && { known }),
  };
}

type Meant = Stretch & Pick<Past, 'known'>;

async function stretchOf(context: Context, options: JudgeOptions): Promise<Meant> {
  const now = context.cloud.now();
  const { from, to = now } = options;
  if (from === undefined) {
    if (options.to !== undefined) throw new UsageError('--to: expected --from too');
    return lastRelease(context, now);
  }
  const days = secondsBetween(from, now) / DAY_SECONDS;
  if (days > KEPT_DAYS)
    throw new UsageError(
      `--from: ${minuteName(from)} is ${Math.floor(days)} days ago; CloudWatch keeps minutes for ${KEPT_DAYS} days`,
    );
  const end = to > now ? now : to;
  if (secondsBetween(from, end) < 60)
    throw new UsageError(
      `--to: from ${minuteName(from)} to ${minuteName(end)}${end < to ? ', now,' : ''} there is no whole minute`,
    );
  return { from, to: end };
}

async function lastRelease({ ports, service }: Context, now: Date): Promise<Meant> {
  const record = await ports.records.read();
  const { last, rollout } = record;
  const release = rollout ?? last;
  if (release === undefined) throw new Refused(`${service.name} has had no release: expected --from and --to`);
  const stretch = stretchIn(await ports.machine.history(release.id, 0), now);
  if (stretch === undefined || release.kind === 'revert')
    throw new Refused(`the last release of ${service.name} shifted no request: expected --from and --to`);
  if (secondsBetween(stretch.from, now) > KEPT_DAYS * DAY_SECONDS)
    throw new Refused(
      `the last release of ${service.name} began ${minuteName(stretch.from)}; CloudWatch keeps minutes for ` +
        `${KEPT_DAYS} days`,
    );
  const { lastPromoted, lastPromotedClaimedAt } = record;
  const known = {
    previousVersion: release.previousVersion,
    ...(lastPromoted !== undefined && { lastPromoted }),
    ...(lastPromotedClaimedAt !== undefined && { lastPromotedClaimedAt }),
  };
  return { ...stretch, known };
}

/** With all that shows whether a minute is whole: who condemns would ask for it. */
async function inParts(
  port: Pick<Minutes, 'read'>,
  from: Date,
  to: Date,
  { compare }: JudgedPlan,
): Promise<readonly ComparedMinute[]> {
  const minutes: ComparedMinute[] = [];
  const first = addSeconds(new Date(0), 60 * Math.floor(from.getTime() / 60_000));
  for (let start = first; start < to; start = addSeconds(start, PART_SECONDS)) {
    const over = addSeconds(start, PART_SECONDS);
    const part = await port.read(
      start,
      over < to ? over : to,
      TIMES,
      factorsOf(compare),
      compare.metrics,
      'with proof',
    );
    minutes.push(...part);
  }
  return minutes;
}
