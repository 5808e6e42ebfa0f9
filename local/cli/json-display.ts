import type { Write } from '../../cli/story/redraw.ts';
import type { Display } from './display.ts';
import type { Standing } from './standing.ts';

/** Standings come several times a second; a program gets one in so many simulated milliseconds. */
const PROGRESS_EVERY_MS = 60_000;

/**
 * One JSON object a line. Every one has `event`; happenings and progress have `time` (simulated, ISO 8601) and
 * `elapsed` (simulated seconds since the execution started, null before).
 */
export function jsonDisplay(write: Write): Display {
  const put = (event: string, fields: object) => write(`${JSON.stringify({ event, ...fields })}\n`);
  let progressAt = 0;
  return {
    begin: ({ scenario, speed, rps }) =>
      put('begin', { scenario: scenario.name, story: scenario.story, candidate: scenario.candidate, speed, rps }),
    happened: ({ kind, at, ...fields }, { startedAt }) => put(kind, { ...moment(at, startedAt), ...fields }),
    stand(standing) {
      if (standing.at - progressAt < PROGRESS_EVERY_MS) return;
      progressAt = standing.at;
      put('progress', { ...moment(standing.at, standing.startedAt), ...progress(standing) });
    },
    finish({ scenario, ok, findings, standing, simulatedSeconds, wallSeconds }) {
      findings.forEach((finding) => put('finding', finding));
      put('summary', { scenario: scenario.name, ok, simulatedSeconds, wallSeconds, ...progress(standing) });
    },
    stop: () => undefined,
  };
}

function moment(at: number, startedAt: number | undefined): object {
  return {
    time: new Date(at).toISOString(),
    elapsed: startedAt === undefined ? null : Math.round((at - startedAt) / 100) / 10,
  };
}

function progress({ state, canaryWeight, alarms, traffic, releases, secondsLeft }: Standing): object {
  return {
    state,
    weights: { production: 100 - canaryWeight, canary: canaryWeight },
    alarmsOn: [...alarms].flatMap(([name, value]) => (value === 'ALARM' ? [name] : [])),
    secondsLeft: secondsLeft === undefined ? null : Math.round(secondsLeft),
    sent: traffic.sent,
    unanswered: traffic.unanswered,
    skipped: traffic.skipped,
    versions: traffic.versions.map(({ version, requests, failures, p50, p99 }) => ({
      version,
      release: releases.get(version) ?? '',
      requests,
      failures,
      p50,
      p99,
    })),
  };
}
