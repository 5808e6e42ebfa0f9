import { ErrorName } from '../../statemachine/contract/errors.ts';
import type { Observations } from './observations.ts';
import type { Ending } from './points.ts';

/** What fails because the rehearsal has it so. */
export const NO_METRICS = 'the metrics cannot be read today';

/** A deploy may take away an alarm that a rollout needs; nobody watches it any more, so it goes back. */
const REASONS_TO_GO_BACK: readonly (string | undefined)[] = [ErrorName.AlarmMissing];

/**
 * Everything that is not as it should be, each as a sentence that begins with the invariant, or with who is hurt. Knows
 * nothing of versions and of what was planted: only of what was seen.
 */
export function violationsOf(seen: Observations): readonly string[] {
  const outcome = outcomeOf(seen);
  return [
    ...(seen.stuck === undefined ? [] : [`the release: ${seen.stuck}`]),
    ...deployed(seen),
    ...happened(seen),
    ...ended(seen, outcome),
    ...atRest(seen, outcome),
    ...seen.complaints.filter(isFault).map((complaint) => `the handlers: ${complaint}`),
    ...usersServed(seen),
  ];
}

function outcomeOf({ ending, closed }: Observations): Ending['outcome'] {
  return REASONS_TO_GO_BACK.includes(closed?.error) ? 'rolled back' : ending.outcome;
}

function deployed({ moments, written }: Observations): string[] {
  const during = moments.slice(
    moments.findIndex(({ what }) => what === 'deploy begins') + 1,
    moments.findIndex(({ what }) => what === 'deployed') + 1,
  );
  const moved = during.flatMap((moment) =>
    moment.what === 'weights' ? [`I7: the deploy writes the weights: ${describe(moment)}`] : [],
  );
  return [...written.map((type) => `I7: the deploy writes or replaces an ${type}, which rollouts own`), ...moved];
}

/** Reads what happened in its order. */
function happened({ execution, moments, versions, ending }: Observations): string[] {
  const found: string[] = [];
  let [runs, asked, redriven] = [false, false, false];
  /** The weight that no check has found good yet; undefined before there was any. */
  let unproved: number | undefined;
  for (const moment of moments) {
    if (moment.what === 'started' && moment.execution === execution) runs = true;
    if (moment.what === 'ended' && moment.execution === execution) runs = false;
    if (moment.what === 'asked') asked = true;
    if (moment.what === 'redriven') redriven = true;
    if (moment.what === 'advanced') unproved = 0;
    const promotes = moment.what === 'alias' && moment.alias === 'production' && moment.version === versions.candidate;
    if (promotes && ending.kind !== 'revert' && unproved !== 0) {
      found.push(`I3: production moves to version ${moment.version}, and no check found ${unproved ?? 'any'} % good`);
    }
    if (moment.what !== 'weights') continue;
    if (moment.production + moment.canary !== 100) found.push(`the weights do not add up: ${describe(moment)}`);
    if (moment.canary === 0) continue;
    unproved = moment.canary;
    if (!runs && !redriven) found.push(`I1: the release does not run, and ${describe(moment)} is written`);
    if (asked && !redriven) found.push(`I2: a rollback was asked for, and ${describe(moment)} is written`);
    if (redriven) found.push(`I8: a redriven execution writes ${describe(moment)}`);
  }
  return found;
}

const describe = ({ production, canary }: { readonly production: number; readonly canary: number }): string =>
  `production ${production}, canary ${canary}`;

function ended({ ending, execution, moments, closed }: Observations, outcome: Ending['outcome']): string[] {
  const end = moments.find((moment) => moment.what === 'ended' && moment.execution === execution);
  if (end?.what !== 'ended') return ['the release: it has no end'];
  const status = outcome === ending.outcome ? ending.status : 'FAILED';
  const wanted = status === 'FAILED' ? `FAILED ${ErrorName.CanaryRolledBack}` : status;
  const got = end.status === 'FAILED' ? `FAILED ${end.error}` : end.status;
  const kept = closed?.outcome ?? 'nothing';
  return [
    ...(got === wanted ? [] : [`the release: should end ${wanted}, got ${got}: ${end.cause}`]),
    ...(kept === outcome ? [] : [`the history: should say ${outcome}, says ${kept}`]),
  ];
}

function atRest(
  { ending, weights, claim, running, aliases, versions, undelivered }: Observations,
  outcome: Ending['outcome'],
): string[] {
  const production = outcome === 'rolled back' ? versions.first : versions.candidate;
  const previous = outcome === 'promoted' && ending.kind !== 'revert' ? versions.first : aliases.previous;
  return [
    ...(weights.production === 100 && weights.canary === 0
      ? []
      : [`I5: should rest at production 100, got ${describe(weights)}`]),
    ...(claim === undefined ? [] : [`I5: ${claim.split(':').at(-1)} still holds the claim`]),
    ...(running === 0 ? [] : [`I5: ${running} executions still run`]),
    ...(aliases.production === production
      ? []
      : [`I4: production should run version ${production}, runs ${aliases.production}`]),
    ...(aliases.previous === previous
      ? []
      : [`I4: previous should keep version ${previous}, keeps ${aliases.previous}`]),
    ...(undelivered === 0 ? [] : [`I6: ${undelivered} requests for a rollback were not delivered`]),
  ];
}

/** What the contract says by name is a verdict, but for an argument that is refused: it came from another version. */
function isFault(complaint: string): boolean {
  const [, name = '', rest = ''] = /^[^:]+: (\w+)(.*)$/s.exec(complaint) ?? [];
  if (rest.includes(NO_METRICS)) return false;
  return name === ErrorName.InvalidInput || !Object.hasOwn(ErrorName, name);
}

function usersServed({ users: { answered, unanswered, versions } }: Observations): string[] {
  return [
    ...(answered > 0 ? [] : ['the users: nobody was answered']),
    ...(unanswered === 0 ? [] : [`the users: ${unanswered} requests got no answer`]),
    ...versions.flatMap(({ version, failures }) =>
      failures === 0 ? [] : [`the users: ${failures} requests to version ${version} failed`],
    ),
  ];
}
