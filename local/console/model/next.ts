import { timeOfDay } from '../../../cli/story/text.ts';
import type { Chapter } from '../../../cli/story/chapter.ts';
import { REASONS } from '../../../rollout/pause/reasons.ts';
import { StateName } from '../../../statemachine/contract/names.ts';
import { parseStateName } from '../../../statemachine/contract/state-name.ts';
import type { LegView, WayView } from './ways.ts';
import type { Scene } from './scene.ts';
import { about, type Forecast, forecast, legNow, stops } from './way.ts';

type Paused = Extract<Chapter, { kind: 'paused' }>;

/** `50 %`, `the promotion`, `the watch over production`. */
export function legName({ kind, weight }: LegView): string {
  if (kind === 'step') return `${weight} %`;
  if (kind === 'promotion') return 'the promotion';
  return kind === 'watch' ? 'the watch over production' : 'the first user';
}

/** Whether the bake of a release is over and nobody could judge it: it waits for more to be seen. */
export function cannotJudge({ way, now }: Pick<Scene, 'way' | 'now'>): boolean {
  return doubtsAt(way) !== undefined && forecast(way, now, { goesOn: true }).at === undefined;
}

/** What the last check of this weight found against judging it. */
function doubtsAt(way: WayView | undefined): string | undefined {
  const { look } = way ?? {};
  if (look?.verdict !== 'inconclusive' || look.at < (legNow(way)?.beganAt ?? 0)) return undefined;
  return look.reasons?.join(', ') ?? look.message;
}

/** What comes next in a release that advances, and when, if it stays healthy. */
export function nextOf({ way, record, execution, now, weight }: Scene): string {
  const leg = legNow(way);
  if (weight === 0)
    return beforeUsers(
      execution?.state ?? '',
      way?.look,
      way?.legs.find(({ kind }) => kind === 'step'),
    );
  const said = record?.said;
  if (said?.startsWith('told to pause') === true) return 'it is held at its next check: it was told to pause.';
  const seen = forecast(way, now, { goesOn: way?.look?.verdict !== 'unhealthy', holdAt: record?.holdAt });
  const what = seen.leg === undefined ? 'the end' : legName(seen.leg);
  if (said !== undefined) return `${what}, at its next healthy check: it was ${said}.`;
  if (leg !== undefined && stops(leg, record?.holdAt))
    return `your word${seen.at === undefined ? '' : `, from about ${about(seen.at)} on, if it stays healthy`}.`;
  return whenOf(what, seen, { way, now, leg });
}

function whenOf(
  what: string,
  seen: Forecast,
  { way, now, leg }: Pick<Scene, 'way' | 'now'> & { leg?: LegView | undefined },
): string {
  const doubts = doubtsAt(way);
  if (seen.at !== undefined) {
    const end = seen.atOf(undefined);
    const done = end === undefined || seen.leg === undefined ? '' : ` Done at about ${about(end)}.`;
    const early = way?.endsEarly === true ? ', or sooner' : '';
    if (doubts !== undefined)
      return `${what} at about ${about(seen.at)}, if it can be judged by then: ${doubts} so far.`;
    return `${what} at about ${about(seen.at)}${early}, if it stays healthy.${done}`;
  }
  if (doubts === undefined) return `${what}, at its next healthy check.`;
  const until = (leg?.beganAt ?? 0) + ((leg?.seconds ?? 0) + (way?.extendSeconds ?? 0)) * 1000;
  const ends = until > now ? ` The plan ends the wait at about ${about(until)}.` : '';
  return `${what}, once it can be judged: ${doubts}.${ends}`;
}

/** Of a pause: what it waits for, and what comes of it if that does not come. */
export function nextOfPause({ pause }: Paused, { way, now, label, production }: Scene): string {
  const { next } = REASONS[pause.why].says.console(pause);
  const until = Date.parse(pause.since) + (way?.holdSeconds ?? Number.NaN) * 1000;
  if (pause.told || !(until > now)) return next;
  const without = way?.pauseEnds === 'go on' ? 'its bake decides' : `${label} is rolled back to ${production}`;
  return `${next} Without it, ${without} at ${timeOfDay(until)}.`;
}

/** `: 3 of 5`, as the look said. */
function ready(message = ''): string {
  const [, some] = /\b(\d+ of \d+) environments/.exec(message) ?? [];
  return some === undefined ? '' : `: ${some}`;
}

function beforeUsers(state: string, look: { readonly message: string } | undefined, leg: LegView | undefined): string {
  const first = leg === undefined ? 'the first users' : `${leg.weight} % of users`;
  switch (parseStateName(state)?.kind) {
    case 'smokeTest':
      return `${first}, after its smoke test.`;
    case 'provision':
    case 'provisioned':
    case 'waitForConcurrency':
      return `${first}, once its provisioned concurrency is ready${ready(look?.message)}.`;
    case 'askBeforeUsers':
    case 'letOn':
    case 'waitForHooks':
      return `${first}, once the hooks let it on${look === undefined ? '' : `: ${look.message}`}.`;
    default:
      return `${first}, within seconds.`;
  }
}

/** Of a release that becomes production, is watched as that, or of a revert on its way. */
export function nextOfPromotion({ way, now }: Scene): string {
  const seen = forecast(way, now, { goesOn: true });
  const end = seen.atOf(undefined);
  const at = end === undefined || end < now ? ', at the next quiet check' : ` at about ${about(end)}`;
  return `done${at}, if production’s alarms stay quiet.`;
}

/** The proof that nobody is on it any more comes once no writer of the weights can be alive. */
export function nextOfRollback({ parts: { executions }, way, now, label, production, weight }: Scene): string {
  if (weight > 0) return `all back on ${production}, within seconds.`;
  const waits = executions.find(({ status, state }) => status === 'RUNNING' && state === StateName.settleRollback);
  const at = (waits?.stateSince ?? Number.NaN) + (way?.settleSeconds ?? Number.NaN) * 1000;
  return `the proof that nobody reaches ${label}${at > now ? `, at about ${about(at)}` : ''}.`;
}
