import { follow } from '../watch/follow.ts';
import { startRelease } from '../start-release.ts';
import type { Context } from '../context.ts';
import { alarmsIn, weightsOf } from '../story/definition.ts';
import { type AnswersFrom, answerSource } from '../../statemachine/contract/answer-metrics.ts';
import { StateName } from '../../statemachine/contract/names.ts';
import { aliasFollowed } from './alias.ts';
import { askOften, byStatus, type Answered } from './asking.ts';
import type { CertifiedRelease } from './certificate.ts';
import type { CertifyPorts, Client } from './ports.ts';
import { GREETING } from './sample.ts';
import { ERRORS, serverErrorsLabel, statisticsOf } from './statistics.ts';
import { stopRelease } from './stop-release.ts';
import { keepConnections, type KeptAnswer, type KeptConnections, keptLike } from './kept-connections.ts';
import { canarysOf, isBad, timelineOf, type Timeline } from './timeline.ts';
import { observed } from './watched-ports.ts';

const MINUTE_MS = 60_000;
/** A rollback that takes longer than this after it was asked for is for a person. */
const ROLLBACK_MS = 20 * MINUTE_MS;
/** Bad answers that come at most so far apart belong together; looked for at most so long after the end. */
const QUIET_MS = MINUTE_MS;
const LONGEST_TAIL_MS = 5 * MINUTE_MS;

export interface FailOptions {
  readonly context: Context;
  readonly certifier: CertifyPorts;
  readonly client: Client;
  /** The version that fails, what it calls itself, and what production does. */
  readonly version: string;
  readonly release: string;
  readonly production: string;
  /** Where checks look for answers. */
  readonly answersFrom: AnswersFrom | undefined;
  readonly timeoutMinutes: number;
  readonly now: () => Promise<number>;
  readonly pause: () => Promise<void>;
}

/**
 * Releases the sample's failing version, at the first weight of the plan and no higher, and watches from the inside and
 * as a client how it is rolled back.
 * @throws what the ports throw, Interrupted; the release that was started is aborted first
 */
export async function failRelease(options: FailOptions): Promise<CertifiedRelease> {
  const connections = keepConnections(options.client);
  try {
    return await failWatched(options, connections);
  } finally {
    connections.close();
  }
}

async function failWatched(options: FailOptions, connections: KeptConnections): Promise<CertifiedRelease> {
  const { context, certifier, client, version, release, production, answersFrom, timeoutMinutes, now, pause } = options;
  const { cloud, ports, terminal } = context;
  const definition = await ports.machine.definition();
  const [lowest = 0] = weightsOf(definition);
  const canaryAlarms = alarmsIn(definition, StateName.check(lowest));
  const fresh: Answered[] = [];
  const kept: KeptAnswer[] = [];
  const answers: Answered[] = [];
  const ask = async () => {
    const at = await now();
    const [first, then] = [await askOften(client, GREETING, at), await connections.ask(GREETING, at)];
    fresh.push(...first);
    kept.push(...then);
    answers.push(...first, ...then);
    return at;
  };
  // Connections from a second before the weight, at the least: no clock here is finer.
  await ask();
  await pause();
  // Held at its first weight: whatever happens, this version gets no further.
  const execution = await startRelease(context, { version, holdAt: lowest });
  const startedAt = cloud.now().getTime();
  terminal.err(`Version ${version} (${release}) is released at ${lowest} %, to fail: ${execution}\n`);
  const seen = observed(ports, certifier, execution, () => cloud.now().getTime());
  let alarmAt: number | undefined;
  let outcome: string | undefined;
  let endedAt: number | undefined;
  try {
    const meanwhile = async () => {
      const at = await ask();
      const late = at - startedAt - timeoutMinutes * MINUTE_MS;
      if (late > 0 && endedAt === undefined) {
        endedAt = at;
        await stopRelease(context, execution, `not rolled back within ${timeoutMinutes} minutes`);
      }
      if (late > ROLLBACK_MS) throw new Error(`the rollback is not over after ${ROLLBACK_MS / MINUTE_MS} minutes`);
      await pause();
    };
    const looks = follow({ ports: seen.ports, now: () => cloud.now(), execution, pause: meanwhile });
    for (;;) {
      const { done, value } = await looks.next();
      if (done === true) {
        outcome = value.text;
        break;
      }
      if ('trouble' in value) continue;
      for (const each of value.happenings)
        if (each.kind === 'alarm' && each.state === 'ALARM' && canaryAlarms.includes(each.name)) alarmAt ??= each.at;
    }
  } catch (error) {
    await stopRelease(context, execution, 'certify was ended');
    throw error;
  }
  const over = cloud.now().getTime();
  const { writes } = seen;
  const found = () => timelineOf({ answers, writes, alarmAt, revokedAt: seen.revokedAt() }, production);
  // The data plane may follow later than the release is over, and the last answers may be counted later still.
  const quietMs = QUIET_MS + answerSource(answersFrom).lateSeconds * 1000;
  for (let at = over; at < Math.min(over + LONGEST_TAIL_MS, (found().lastBad ?? over) + quietMs); at = await ask())
    await pause();
  const timeline = found();
  return {
    release,
    version,
    outcome,
    timedOut: endedAt !== undefined,
    ...told(timeline),
    ...keptLike(fresh, kept, { writes, weight: lowest, production }),
    alias: aliasFollowed(await ports.machine.history(execution, 0)),
    badAnswers: byStatus(canarysOf(answers, timeline.shifted ?? Infinity, production).filter(isBad)),
    counted: await countedOf(options, timeline.shifted ?? startedAt, cloud.now().getTime()),
  };
}

function told({
  weightFollowedSeconds,
  ...moments
}: Timeline): Pick<CertifiedRelease, 'timeline' | 'weightFollowedSeconds'> {
  const times = Object.entries(moments).map(([name, at]) => [name, new Date(at).toISOString()] as const);
  return { timeline: Object.fromEntries(times), weightFollowedSeconds };
}

/** Of the canary, whoever asked it. The end of a rollback is minutes later, so that all of it is published. */
async function countedOf({ answersFrom, certifier, context }: FailOptions, from: number, to: number) {
  const labels: readonly string[] = [ERRORS, serverErrorsLabel(answersFrom)];
  const statistics = statisticsOf(context.service, 'canary', answersFrom).filter(({ label }) => labels.includes(label));
  const series = await certifier.read(statistics, new Date(from), new Date(to));
  const [exceptions = 0, serverErrors = 0] = labels.map((label) =>
    [...(series.get(label)?.values() ?? [])].reduce((all, value) => all + value, 0),
  );
  return { exceptions, serverErrors };
}
