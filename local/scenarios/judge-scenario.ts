import { count } from '../../cli/story/text.ts';
import type { VersionTally } from '../traffic/tally.ts';
import type { Finding, Observations } from './observations.ts';
import type { Scenario } from './scenario.ts';

/** Everything that should be so at the end of a scenario. The scenario went well when every finding is ok. */
export function judge(scenario: Scenario, seen: Observations): readonly Finding[] {
  return [
    ended(seen),
    executionEnded(scenario, seen),
    atRest(seen),
    claimGone(seen),
    aliasesRight(scenario, seen),
    healthyVersionsServed(scenario, seen),
    candidateMetUsers(scenario, seen),
    lambdaRefused(scenario, seen),
    ...backInTime(scenario, seen),
  ].filter((finding) => finding !== undefined);
}

function finding(ok: boolean, good: string, bad: string): Finding {
  return { ok, text: ok ? good : bad };
}

/** Only worth saying when it did not: then much of the rest is wrong for this one reason. */
function ended(seen: Observations): Finding | undefined {
  return seen.ended ? undefined : { ok: false, text: 'the scenario did not come to its end in the time allowed' };
}

function executionEnded({ expect }: Scenario, { execution }: Observations): Finding {
  const { status, error, cause = '' } = execution;
  const named = error === undefined || error === '' ? status : `${status} with ${error}`;
  const wanted = expect.error === undefined ? expect.status : `${expect.status} with ${expect.error}`;
  const right = status === expect.status && (expect.error === undefined || error === expect.error);
  if (right && expect.status === 'FAILED' && !isReadable(cause))
    return { ok: false, text: `the execution's cause should be a sentence, got ${JSON.stringify(cause)}` };
  return finding(
    right,
    `the execution ended ${named}`,
    `the execution should end ${wanted}, got ${named}${cause === '' ? '' : `: ${cause}`}`,
  );
}

/** Several words, and not the JSON that a failed Lambda function leaves behind. */
function isReadable(cause: string): boolean {
  return cause.trim().split(/\s+/).length >= 3 && !cause.trimStart().startsWith('{');
}

function atRest({ weights: { production, canary } }: Observations): Finding {
  return finding(
    production === 100 && canary === 0,
    'production has every request: weights 100/0',
    `the weights should be 100/0, got ${production}/${canary}`,
  );
}

function claimGone({ claim }: Observations): Finding {
  return finding(
    claim === undefined,
    'nobody holds the claim: the next release can start',
    `the claim should be free, but ${claim} holds it`,
  );
}

function aliasesRight({ expect, candidate }: Scenario, { versions, aliases }: Observations): Finding {
  const production = expect.ending === 'promoted' ? versions.candidate : versions.first;
  const wanted = { production, canary: versions.candidate, previous: versions.first };
  const wrong = (['production', 'canary', 'previous'] as const).filter((alias) => aliases[alias] !== wanted[alias]);
  return finding(
    wrong.length === 0,
    expect.ending === 'promoted'
      ? `production is version ${production}, release ${candidate}; version ${versions.first} is kept as previous`
      : `production is still version ${production}`,
    wrong.map((alias) => `alias ${alias} should be at version ${wanted[alias]}, is at ${aliases[alias]}`).join('; '),
  );
}

/** Counted at the HTTP client. A connection that broke belongs to nobody, so it counts against everybody. */
function healthyVersionsServed({ expect }: Scenario, { traffic, versions }: Observations): Finding {
  const healthy = traffic.versions.filter(
    ({ version }) =>
      (version !== versions.candidate || expect.candidateHealthy) && (version !== NOBODY || !expect.lambdaRefuses),
  );
  const failed = sum(healthy, 'failures') + traffic.unanswered;
  const requests = sum(healthy, 'requests') + traffic.unanswered;
  if (requests === 0) return { ok: false, text: 'no healthy version was asked for anything: there was no traffic' };
  const broken =
    traffic.unanswered === 0
      ? ''
      : `: ${count(traffic.unanswered)} got no answer at all (${traffic.firstBreak ?? 'for no known reason'})`;
  return finding(
    failed === 0,
    `none of ${count(requests)} requests to a healthy version failed`,
    `${count(failed)} of ${count(requests)} requests to a healthy version failed${broken}`,
  );
}

/** The answers that no version gave. */
const NOBODY = '';

function lambdaRefused({ expect }: Scenario, { traffic }: Observations): Finding | undefined {
  if (!expect.lambdaRefuses) return undefined;
  const refused = traffic.versions.find(({ version }) => version === NOBODY)?.requests ?? 0;
  return finding(
    refused > 0,
    `Lambda had no room for ${count(refused)} requests`,
    'Lambda should have had no room for some requests, but it took them all',
  );
}

function candidateMetUsers({ expect, candidate }: Scenario, { traffic, versions }: Observations): Finding {
  const requests = traffic.versions.find(({ version }) => version === versions.candidate)?.requests ?? 0;
  if (expect.candidateMeetsUsers)
    return finding(
      requests > 0,
      `${candidate} answered ${count(requests)} requests of users`,
      `${candidate} should have met users, but answered nobody`,
    );
  return finding(
    requests === 0,
    `no user ever met ${candidate}`,
    `no user should meet ${candidate}, but it answered ${count(requests)} requests`,
  );
}

function backInTime({ expect }: Scenario, seen: Observations): Finding[] {
  if (!expect.backWithin) return [];
  const { seconds, of } = expect.backWithin;
  const { at: from, missing } = SINCE[of](seen);
  if (from === undefined) return [{ ok: false, text: missing }];
  const back = seen.weightChanges.find(({ at, canary }) => at >= from && canary === 0);
  if (!back)
    return [
      { ok: false, text: `production should have had every request back within ${seconds} s of ${of}, and never had` },
    ];
  const took = Math.ceil((back.at - from) / 1000);
  return [
    finding(
      took <= seconds,
      `production had every request back ${took} s after ${of}, at most ${seconds} s are allowed`,
      `production should have had every request back within ${seconds} s of ${of}, it took ${took} s`,
    ),
  ];
}

type Of = NonNullable<Scenario['expect']['backWithin']>['of'];

/** From when it counts, and what is wrong where there is no such moment. */
const SINCE: Readonly<
  Record<Of, (seen: Observations) => { readonly at: number | undefined; readonly missing: string }>
> = {
  'being asked': ({ askedAt: at }) => ({ at, missing: 'nobody asked for the rollback' }),
  'the first bad answer': (seen) => ({
    at: firstFailure(seen),
    missing: 'there should be a bad answer, and there is none',
  }),
  "the canary's first alarm": ({ alarmedAt: at }) => ({
    at,
    missing: 'an alarm of the canary should have come on, and none did',
  }),
};

function firstFailure({ traffic, versions }: Observations): number | undefined {
  return traffic.versions.find(({ version }) => version === versions.candidate)?.firstFailureAt;
}

function sum(tallies: readonly VersionTally[], field: 'requests' | 'failures'): number {
  return tallies.reduce((total, tally) => total + tally[field], 0);
}
